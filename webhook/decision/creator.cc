#include "decision/creator.h"

#include <algorithm>

#include "decision/selector.h"

namespace sparkgate::decision {
namespace {

using Kind = Creator::Kind;

constexpr std::string_view kAccount = "system:serviceaccount:";
constexpr std::string_view kPodName = "authentication.kubernetes.io/pod-name";
constexpr std::string_view kPodUid = "authentication.kubernetes.io/pod-uid";
constexpr std::size_t kMaxUid = 128;  // Kubernetes makes UUIDs of 36 characters and promises none

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

}  // namespace

std::optional<Account> account_of_user(std::string_view username) {
  if (!username.starts_with(kAccount)) return std::nullopt;
  username.remove_prefix(kAccount.size());
  const std::size_t colon = username.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const Account account{username.substr(0, colon), username.substr(colon + 1)};
  const bool named = is_dns_subdomain(account.namespace_name) && is_dns_subdomain(account.name);
  return named ? std::optional(account) : std::nullopt;
}

Creator creator_of(const Request& request) {
  const auto account = account_of_user(request.username);
  if (!account) return {Kind::no_account, {}, {}};
  if (account->namespace_name != request.namespace_name) return {Kind::other_namespace, {}, {}};
  const View extra = request.extra;
  if (extra.present() && !extra.is_object()) return {Kind::malformed, {}, {}};
  if (!extra[kPodName].present() && !extra[kPodUid].present()) return {Kind::unbound, {}, {}};
  const std::string_view name = only_string(extra[kPodName]);
  const std::string_view uid = only_string(extra[kPodUid]);
  if (!is_dns_subdomain(name) || !is_uid(uid)) return {Kind::malformed, {}, {}};
  return {Kind::pod, name, uid};
}

}  // namespace sparkgate::decision
