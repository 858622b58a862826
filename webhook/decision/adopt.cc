#include "decision/adopt.h"

#include <algorithm>
#include <optional>

#include "base/json_text.h"
#include "decision/selector.h"

namespace sparkgate::decision {
namespace {

using Outcome = Adoption::Outcome;

constexpr std::string_view kAccount = "system:serviceaccount:";
constexpr std::string_view kPodName = "authentication.kubernetes.io/pod-name";
constexpr std::string_view kPodUid = "authentication.kubernetes.io/pod-uid";
constexpr std::size_t kMaxUid = 128;  // Kubernetes makes UUIDs of 36 characters and promises none

/// The namespace of `system:serviceaccount:NAMESPACE:NAME`; nothing when it is not that.
std::optional<std::string_view> namespace_of_account(std::string_view username) {
  if (!username.starts_with(kAccount)) return std::nullopt;
  username.remove_prefix(kAccount.size());
  const std::size_t colon = username.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view space = username.substr(0, colon);
  const bool named = is_dns_subdomain(space) && is_dns_subdomain(username.substr(colon + 1));
  return named ? std::optional(space) : std::nullopt;
}

/// The string of a list of exactly one; else "".
std::string_view only_string(View list) {
  return list.is_list() && list.size() == 1 ? list.at(0).text() : std::string_view();
}

bool is_uid(std::string_view text) {
  return !text.empty() && text.size() <= kMaxUid &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-';
         });
}

/// The pod that sends the request: `adopted` with its name and uid, or why nobody knows it.
Adoption creator_of(const Request& request) {
  const auto space = namespace_of_account(request.username);
  if (!space) return {Outcome::no_account};
  if (*space != request.namespace_name) return {Outcome::other_namespace};
  const View extra = request.extra;
  if (extra.present() && !extra.is_object()) return {Outcome::malformed};
  if (!extra[kPodName].present() && !extra[kPodUid].present()) return {Outcome::unbound};
  const std::string_view name = only_string(extra[kPodName]);
  const std::string_view uid = only_string(extra[kPodUid]);
  if (!is_dns_subdomain(name) || !is_uid(uid)) return {Outcome::malformed};
  return {Outcome::adopted, name, uid};
}

bool is_among(const Adoption& creator, View owners) {
  for (const View owner : owners.items()) {
    if (owner["kind"].text() == "Pod" && owner["apiVersion"].text() == "v1" &&
        owner["name"].text() == creator.name && owner["uid"].text() == creator.uid) {
      return true;
    }
  }
  return false;
}

/// As Spark itself writes it where it knows its driver's pod: without blockOwnerDeletion.
std::string owners_of(const Adoption& creator) {
  std::string list = R"([{"apiVersion":"v1","kind":"Pod","name":)";
  append_json_string(list, creator.name);
  list += R"(,"uid":)";
  append_json_string(list, creator.uid);
  return list + R"(,"controller":true}])";
}

std::string text_of_creator(const Adoption& adoption) {
  return "pod " + std::string(adoption.name) + " (uid " + std::string(adoption.uid) + ")";
}

}  // namespace

Adoption adopt(const Subject& executor, const Origin& origin, Patch& patch) {
  Adoption creator = creator_of(*executor.request);
  const View owners = executor.pod["metadata"]["ownerReferences"];
  if (owners.present() && !(owners.is_list() && owners.size() == 0)) {
    const bool known = creator.outcome == Outcome::adopted;
    creator.outcome = known && is_among(creator, owners) ? Outcome::owned : Outcome::has_owner;
    return creator;
  }
  if (creator.outcome != Outcome::adopted) return creator;
  patch.add("/metadata/ownerReferences", owners_of(creator), origin);  // also in place of []
  return creator;
}

std::string text_of(const Adoption& adoption) {
  switch (adoption.outcome) {
    case Outcome::not_asked:
      break;
    case Outcome::adopted:
    case Outcome::owned:
      return text_of_creator(adoption) + ", which created it";
    case Outcome::would_adopt:
      return "none: a policy in mode audit would make it " + text_of_creator(adoption);
    case Outcome::has_owner:
      return "kept: there is one already";
    case Outcome::no_account:
      return "none: the caller is no service account";
    case Outcome::other_namespace:
      return "none: the caller is a service account of another namespace";
    case Outcome::unbound:
      return "none: the caller's token is bound to no pod";
    case Outcome::malformed:
      return "none: the name or uid of the caller's pod is malformed";
  }
  return {};
}

}  // namespace sparkgate::decision
