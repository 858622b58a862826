#include "decision/excuse.h"

#include <algorithm>
#include <cstdio>

namespace sparkgate::decision {
namespace {

bool counts(const Exception& exception, const Subject& subject) {
  return subject.request->today <= exception.expires &&
         first_failed(exception.match, subject) == Condition::none;
}

/// Whether it names some rule of the policy that the pod breaks, and all of those that refuse.
bool covers(const Exception& exception, const Policy& policy, const BrokenRules& broken) {
  bool any = false;
  for (const PlannedRule* one : broken) {
    if (one->policy != &policy) continue;
    const bool named = exception.names(one->rule->name);
    if (!named && one->action == Action::deny) return false;
    any = any || named;
  }
  return any;
}

void excuse_from(const Policy& policy, const Subject& subject, const BrokenRules& broken,
                 std::vector<Violation>& violations) {
  const auto& all = policy.exceptions;
  const auto used = std::find_if(all.begin(), all.end(), [&](const Exception& one) {
    return counts(one, subject) && covers(one, policy, broken);
  });
  if (used == all.end()) return;
  for (Violation& one : violations) {
    if (one.policy == &policy && used->names(one.rule->name)) one.excepted = &*used;
  }
}

}  // namespace

std::string text_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

void excuse(const Subject& subject, const BrokenRules& broken, std::vector<Violation>& violations) {
  std::vector<const Policy*> seen;
  for (const PlannedRule* one : broken) {
    const bool known = std::find(seen.begin(), seen.end(), one->policy) != seen.end();
    if (known || one->policy->exceptions.empty()) continue;
    seen.push_back(one->policy);
    excuse_from(*one->policy, subject, broken, violations);
  }
}

}  // namespace sparkgate::decision
