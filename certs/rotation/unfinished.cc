#include "certs/rotation/unfinished.h"

#include "certs/describe.h"
#include "certs/issue.h"
#include "certs/pem.h"

namespace sparkgate::rotation {
namespace {

/// When the pair was made; absent when it cannot be read. No date of it is written down: the
/// Secret's annotation is of the swap.
std::optional<certs::Time> made(const Pair& pair) {
  const certs::Chain chain = certs::readable_certificates(pair.certificate);
  if (chain.empty()) return std::nullopt;
  const auto description = certs::describe(chain.front());
  if (!description) return std::nullopt;
  return description->not_before + certs::kBackdated;
}

}  // namespace

std::optional<std::string> unfinished(const Secret& secret, certs::Time now) {
  const auto began = made(secret.next());
  const auto swapped = secret.has_previous() ? secret.swapped() : std::nullopt;
  const auto is_long_ago = [&](const std::optional<certs::Time>& since) {
    return since && now - *since > kLongestRotation;
  };
  const char* end = ": the rotation is not finished (sparkgate certs rotate says what keeps it)";
  if (is_long_ago(began)) {
    return "has had the next certificate since " + certs::utc_text(*began) + end;
  }
  if (is_long_ago(swapped)) {
    return "has kept the CA before since " + certs::utc_text(*swapped) + end;
  }
  return std::nullopt;
}

}  // namespace sparkgate::rotation
