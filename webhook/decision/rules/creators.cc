#include "decision/rules/creators.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "decision/creator.h"

namespace sparkgate::decision {
namespace {

/// `NAMESPACE:NAME`, or `NAME` in the namespace of the pod.
class AccountGlob {
 public:
  explicit AccountGlob(const std::string& written)
      : text_(written), name_(written.substr(written.find(':') + 1)) {
    const std::size_t colon = written.find(':');
    if (colon != std::string::npos) namespace_.emplace(written.substr(0, colon));
  }

  bool matches(const Account& account, std::string_view own_namespace) const {
    const bool there = namespace_ ? namespace_->matches(account.namespace_name)
                                  : account.namespace_name == own_namespace;
    return there && name_.matches(account.name);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::optional<Glob> namespace_;
  Glob name_;
};

std::vector<AccountGlob> compile(const std::vector<std::string>& patterns) {
  return {patterns.begin(), patterns.end()};
}

/// "users a, b; groups c; service accounts d": the lists that are not empty.
std::string text_of(const CreatorRule& rule) {
  std::string text;
  const auto add = [&](const char* kind, const std::vector<std::string>& patterns) {
    if (patterns.empty()) return;
    text += (text.empty() ? "" : "; ") + std::string(kind) + " " + Globs(patterns).text();
  };
  add("users", rule.users.allow);
  add("groups", rule.groups.allow);
  add("service accounts", rule.service_accounts.allow);
  return text;
}

class CreatorCheck : public Check {
 public:
  explicit CreatorCheck(const CreatorRule& rule)
      : deny_users_(rule.users.deny),
        allow_users_(rule.users.allow),
        deny_groups_(rule.groups.deny),
        allow_groups_(rule.groups.allow),
        deny_accounts_(compile(rule.service_accounts.deny)),
        allow_accounts_(compile(rule.service_accounts.allow)),
        allowed_(text_of(rule)) {}

  Topic topic() const override { return Topic::creator; }

  void run(const Subject& subject, Findings& findings) const override {
    const Request& request = *subject.request;
    if (!request.creates_pod()) return;
    if (auto finding = denial(request)) return findings.push_back(std::move(*finding));
    if (allowed_.empty() || is_allowed(request)) return;
    const std::string path = "userInfo.username", found(request.username);
    findings.push_back(
        {path, found, allowed_,
         path + " \"" + found + "\" may not create this pod; allowed are " + allowed_});
  }

 private:
  std::optional<Finding> denial(const Request& request) const {
    const std::string_view user = request.username;
    if (const Glob* glob = deny_users_.first_match(user)) {
      return denied("userInfo.username", user, glob->text());
    }
    if (const AccountGlob* glob = account_glob(deny_accounts_, request)) {
      return denied("userInfo.username", user, glob->text());
    }
    return denied_group(request);
  }

  std::optional<Finding> denied_group(const Request& request) const {
    std::size_t index = 0;
    for (const View group : request.groups.items()) {
      const std::string_view name = group.text();
      if (const Glob* glob = deny_groups_.first_match(name)) {
        return denied("userInfo.groups[" + std::to_string(index) + "]", name, glob->text());
      }
      ++index;
    }
    return std::nullopt;
  }

  bool is_allowed(const Request& request) const {
    if (allow_users_.any_matches(request.username)) return true;
    if (account_glob(allow_accounts_, request) != nullptr) return true;
    for (const View group : request.groups.items()) {
      if (allow_groups_.any_matches(group.text())) return true;
    }
    return false;
  }

  /// The first glob that has the caller; nullptr when none has, or when it is no service account.
  static const AccountGlob* account_glob(const std::vector<AccountGlob>& globs,
                                         const Request& request) {
    const auto account = account_of_user(request.username);
    if (!account) return nullptr;
    const auto found = std::find_if(globs.begin(), globs.end(), [&](const AccountGlob& glob) {
      return glob.matches(*account, request.namespace_name);
    });
    return found == globs.end() ? nullptr : &*found;
  }

  Globs deny_users_, allow_users_, deny_groups_, allow_groups_;
  std::vector<AccountGlob> deny_accounts_, allow_accounts_;
  std::string allowed_;  // empty: whoever is not denied
};

}  // namespace

std::unique_ptr<const Check> make_check(const CreatorRule& rule) {
  return std::make_unique<CreatorCheck>(rule);
}

}  // namespace sparkgate::decision
