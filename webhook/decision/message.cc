#include "decision/message.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sparkgate::decision {
namespace {

constexpr std::size_t kMaxWarning = 120;
constexpr std::size_t kMaxDenial = 2048;
constexpr std::size_t kMaxViolations = 10;
constexpr std::size_t kMaxPolicies = 10;  // named in the first line
constexpr std::size_t kMaxWarnings = 20;

/// How many bytes at `i` are a control character, a line's end or a change of direction (Unicode's
/// C0, C1, line and paragraph separators, bidirectional marks), which may repaint a terminal.
std::size_t control_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned first = byte(i), second = byte(i + 1), third = byte(i + 2);
  if (first < 0x20 || first == 0x7f) return 1;
  if (first == 0xC2 && second >= 0x80 && second <= 0x9F) return 2;
  const bool separator =
      second == 0x80 && ((third >= 0x8E && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE));
  const bool isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  return first == 0xE2 && (separator || isolate) ? 3 : 0;
}

/// Control characters become blanks: a line stays a line, whatever a pod holds.
std::string one_line(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::size_t length = control_at(text, i)) text.replace(i, length, " ");
  }
  return text;
}

/// Before the API server has made one, what it will begin with.
std::string_view name_of_pod(const Subject& subject) {
  const View metadata = subject.pod["metadata"];
  const std::string_view name = metadata["name"].text();
  return name.empty() ? metadata["generateName"].text() : name;
}

std::string_view placeholder(std::string_view name, const Policy& policy, const Rule& rule,
                             const Finding& finding, const Subject& subject) {
  if (name == "namespace") return subject.namespace_name;
  if (name == "name") return name_of_pod(subject);
  if (name == "role") return name_of(subject.spark.role);
  if (name == "policy") return policy.name;
  if (name == "rule") return rule.name;
  if (name == "path") return finding.path;
  if (name == "found") return finding.found;
  return finding.allowed;
}

std::string filled_in(const Policy& policy, const Rule& rule, const Finding& finding,
                      const Subject& subject) {
  std::string out;
  std::string_view rest = rule.message;
  for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    if (close == std::string_view::npos) break;
    out += rest.substr(0, open);
    out += placeholder(rest.substr(open + 1, close - open - 1), policy, rule, finding, subject);
    rest.remove_prefix(close + 1);
  }
  return out += rest;
}

/// A message that ends in a URL would take Spark's full stop into it.
std::string not_ending_in_url(std::string text) {
  const std::size_t word = text.find_last_of(" \n") + 1;  // npos + 1 is 0
  if (text.find("://", word) != std::string::npos) text += " (sparkgate)";
  return text;
}

/// What refuses the pod; a sentence that a rule's author wrote for all its findings counts once.
std::vector<const Violation*> denying(const Verdict& verdict) {
  std::vector<const Violation*> result;
  std::set<std::pair<const Rule*, std::string_view>> said;
  for (const Violation& one : verdict.violations) {
    if (!denies(one)) continue;
    if (said.emplace(one.rule, one.message).second) result.push_back(&one);
  }
  return result;
}

/// "and 3 more"; `all`: no rule found more than was kept of it.
std::string and_more(std::size_t count, bool all) {
  return (all ? "and " : "and over ") + std::to_string(count) + " more";
}

bool finds_more(const Violation* violation) {
  return violation->more;
}

std::string headline(const std::vector<const Violation*>& violations,
                     const std::vector<std::string_view>& policies, const Verdict& verdict,
                     std::string_view namespace_name) {
  std::set<const Rule*> rules;
  for (const Violation* violation : violations) rules.insert(violation->rule);
  std::string line = policies.size() == 1 ? "policy " : "policies ";
  const std::size_t named = std::min(policies.size(), kMaxPolicies);
  for (std::size_t i = 0; i < named; ++i) line += (i == 0 ? "" : ", ") + std::string(policies[i]);
  if (policies.size() > named) line += " and " + std::to_string(policies.size() - named) + " more";
  line += policies.size() == 1 ? " refuses this " : " refuse this ";
  const bool spark = verdict.spark.role != Role::none;
  line += spark ? "Spark " + std::string(name_of(verdict.spark.role)) : "pod";
  line += " in namespace " + std::string(namespace_name) + " (" + std::to_string(rules.size()) +
          (rules.size() == 1 ? " rule" : " rules");
  return line + (spark ? "; Spark's RBAC hint above is not the cause):" : "):");
}

}  // namespace

std::string shortened(std::string text, std::size_t max) {
  if (text.size() <= max) return text;
  std::size_t end = max - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "...";
}

std::string message_of(const Policy& policy, const Rule& rule, const Finding& finding,
                       const Subject& subject) {
  std::string text =
      rule.message.empty() ? finding.text : filled_in(policy, rule, finding, subject);
  return shortened(one_line(std::move(text)), kMaxMessage);
}

std::string denial(const Verdict& verdict, std::string_view namespace_name) {
  const std::vector<const Violation*> violations = denying(verdict);
  std::vector<std::string_view> policies;
  for (const Violation* violation : violations) {
    if (std::find(policies.begin(), policies.end(), violation->policy->name) == policies.end()) {
      policies.push_back(violation->policy->name);
    }
  }
  const std::size_t shown = std::min(violations.size(), kMaxViolations);
  std::string text = headline(violations, policies, verdict, namespace_name);
  for (std::size_t i = 0; i < shown; ++i) {
    const Violation& one = *violations[i];
    text += "\n " + (policies.size() == 1 ? "" : one.policy->name + "/") + one.rule->name + ": " +
            one.message;
    const bool last_of_policy = i + 1 == shown || violations[i + 1]->policy != one.policy;
    if (last_of_policy && !one.policy->owner.empty())
      text += " (ask " + one_line(one.policy->owner) + ")";
  }
  if (violations.size() > shown) {
    const bool all = std::none_of(violations.begin(), violations.end(), finds_more);
    text += "\n " + and_more(violations.size() - shown, all);
  }
  return not_ending_in_url(shortened(std::move(text), kMaxDenial));
}

std::string text_of(const LeftOut& left_out) {
  const Origin& origin = left_out.origin;
  return "policy " + std::string(origin.policy) + " (" + std::string(origin.file) + ":" +
         std::to_string(origin.line) + "): " + left_out.reason;
}

std::vector<std::string> warnings(const Verdict& verdict) {
  std::vector<std::string> result;
  std::set<std::string> said;
  bool all = true;
  const auto add = [&](std::string text) {
    text = shortened(one_line(std::move(text)), kMaxWarning);
    const bool is_new = said.insert(text).second;
    if (is_new && said.size() <= kMaxWarnings) result.push_back(std::move(text));
    return is_new;
  };
  for (const Violation& violation : verdict.violations) {
    if (violation.action != Action::warn || violation.excepted) continue;
    const bool is_new = add(violation.rule->name + ": " + violation.message);
    if (is_new && violation.more) all = false;
  }
  for (const LeftOut& left_out : verdict.left_out) add(text_of(left_out));
  if (said.size() > kMaxWarnings) {
    result.push_back(and_more(said.size() - kMaxWarnings, all));
  }
  return result;
}

}  // namespace sparkgate::decision
