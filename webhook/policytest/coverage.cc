#include "policytest/coverage.h"

#include <algorithm>
#include <utility>

namespace sparkgate::policytest {
namespace {

using decision::Fragment;
using decision::Origin;
using decision::Policy;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

Coverage::Key Coverage::key_of(const Origin& origin) {
  return {origin.policy, origin.file, origin.line, origin.column};
}

Coverage::Coverage(const decision::PolicySet& policies) {
  for (const auto& policy : policies.policies()) add_policy(*policy);
}

void Coverage::add_policy(const Policy& policy) {
  by_name_[policy.name] = add_part(policy, "policy", policy.file, policy.line);
  if (policy.recognise_client_mode) {
    recognising_[policy.name] = add_part(policy, "recognise.clientMode", policy.file, policy.line);
  }
  add_template(policy, "defaults.both", policy.defaults.both);
  add_template(policy, "defaults.driver", policy.defaults.driver);
  add_template(policy, "defaults.executor", policy.defaults.executor);
  add_template(policy, "overrides.both", policy.overrides.both);
  add_template(policy, "overrides.driver", policy.overrides.driver);
  add_template(policy, "overrides.executor", policy.overrides.executor);
  for (const decision::Secret& secret : policy.secrets) {
    const std::size_t part =
        add_part(policy, "secret " + secret.name, policy.file, secret.origin.line);
    by_place_[key_of(secret.origin)] = part;
    add_lines(secret.pod_template, part);
  }
  if (const auto& adopts = policy.adopts_executors) {
    by_place_[key_of(*adopts)] = add_part(policy, "ownerReferences", policy.file, adopts->line);
  }
  for (const decision::Rule& rule : policy.rules) {
    by_address_[&rule] = add_part(policy, "rule " + rule.name, policy.file, rule.origin.line);
  }
  for (const decision::Exception& one : policy.exceptions) {
    by_address_[&one] =
        add_part(policy, "exception to " + joined(one.rules), policy.file, one.origin.line);
  }
}

std::size_t Coverage::add_part(const Policy& policy, std::string what, std::string_view file,
                               int line) {
  parts_.push_back({policy.name, std::move(what), std::string(file), line});
  return parts_.size() - 1;
}

void Coverage::add_template(const Policy& policy, const char* what,
                            const std::optional<Fragment>& fragment) {
  if (!fragment) return;
  const Origin& origin = fragment->origin;
  add_lines(*fragment, add_part(policy, what, origin.file, origin.line));
}

void Coverage::add_lines(const Fragment& fragment, std::size_t part) {
  by_place_.emplace(key_of(fragment.origin), part);
  for (const Fragment::Member& member : fragment.members) add_lines(member.value, part);
  for (const Fragment& item : fragment.items) add_lines(item, part);
}

void Coverage::reach(const void* one) {
  const auto found = by_address_.find(one);
  if (found != by_address_.end()) parts_[found->second].reached = true;
}

void Coverage::add(const Reached& reached) {
  for (const std::string& policy : reached.policies) {
    parts_[by_name_.at(policy)].reached = true;
    const auto recognising = recognising_.find(policy);
    if (!reached.without_label || recognising == recognising_.end()) continue;
    parts_[recognising->second].reached = true;
  }
  for (const Origin& origin : reached.origins) {
    const auto found = by_place_.find(key_of(origin));
    if (found != by_place_.end()) parts_[found->second].reached = true;
  }
  for (const decision::Rule* rule : reached.rules) reach(rule);
  for (const decision::Exception* exception : reached.exceptions) reach(exception);
}

std::vector<Part> Coverage::parts() const {
  std::vector<Part> sorted = parts_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Part& a, const Part& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return sorted;
}

double percentage(const std::vector<Part>& parts) {
  if (parts.empty()) return 100;
  const auto reached =
      std::count_if(parts.begin(), parts.end(), [](const Part& part) { return part.reached; });
  return 100.0 * static_cast<double>(reached) / static_cast<double>(parts.size());
}

}  // namespace sparkgate::policytest
