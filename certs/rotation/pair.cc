#include "certs/rotation/pair.h"

#include <cstring>
#include <utility>

#include "certs/describe.h"
#include "certs/fit.h"
#include "certs/issue.h"
#include "certs/pem.h"

namespace sparkgate::rotation {
namespace {

/// How the CAs of `certs::issue_ca` are called.
constexpr std::string_view kOurs = "O = sparkgate, CN = sparkgate CA ";

bool fits(const Pair& pair, const certs::Chain& chain, const std::string& host) {
  const auto key = certs::parse_key(pair.key);
  const auto ca = certs::parse_chain(pair.ca);
  return key.ok() && certs::key_fits(chain.front(), *key) && ca.ok() && !ca->empty() &&
         certs::check_trust(chain, *ca).ok() && certs::covers(chain.front(), host);
}

Held by_dates(const certs::Description& leaf, const JudgeRequest& request) {
  if (leaf.not_after <= request.now) return Held::expired;
  if (leaf.not_before > request.now) return Held::due;
  const std::chrono::seconds left = leaf.not_after - request.now;
  const std::chrono::seconds least = request.renew_before
                                         ? std::chrono::seconds(*request.renew_before)
                                         : (leaf.not_after - leaf.not_before) / 3;
  return left < least ? Held::due : Held::good;
}

}  // namespace

std::vector<std::string> split_pem(const std::string& pem) {
  std::vector<std::string> all;
  for (const certs::X509Ptr& one : certs::readable_certificates(pem)) {
    all.push_back(certs::to_pem(one));
  }
  return all;
}

std::string joined(const std::vector<std::string>& certificates) {
  std::string pem;
  for (const std::string& one : certificates) pem += one;
  return pem;
}

Judged judge(const Pair& pair, const JudgeRequest& request) {
  Judged judged;
  if (pair.certificate.empty() && pair.key.empty()) return judged;
  judged.ca = split_pem(pair.ca);
  judged.held = Held::unknown;
  const certs::Chain readable = certs::readable_certificates(pair.certificate);
  if (readable.empty()) return judged;
  const auto leaf = certs::describe(readable.front());
  if (!leaf) return judged;
  judged.not_after = leaf->not_after;
  const auto chain = certs::parse_chain(pair.certificate);
  if (!leaf->issuer.starts_with(kOurs)) {
    judged.held = Held::foreign;
  } else {
    const bool whole = chain.ok() && fits(pair, *chain, request.host);
    judged.held = whole ? by_dates(*leaf, request) : Held::broken;
  }
  return judged;
}

Result<Pair> make_pair(const MakeRequest& request) {
  auto ca = certs::issue_ca({request.now, request.life});
  if (!ca) return ca.error();
  auto leaf = certs::issue_leaf(
      *ca, {request.service, request.name_space, {}, {}, request.now, request.life});
  ::explicit_bzero(ca->key.data(), ca->key.size());
  if (!leaf) return leaf.error();
  return Pair{std::move(leaf->certificate), std::move(leaf->key), ca->certificate};
}

}  // namespace sparkgate::rotation
