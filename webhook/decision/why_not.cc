#include "decision/why_not.h"

#include <vector>

#include "base/json_text.h"
#include "decision/message.h"

namespace sparkgate::decision {
namespace {

constexpr std::size_t kMaxQuoted = 80;  // of a name that a request brings
constexpr std::size_t kMaxListed = 5;   // of such names, and of values a policy lists

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, shortened(std::string(text), kMaxQuoted));
  return out;
}

/// A policy's word; the empty one can be seen.
std::string shown(const std::string& word) {
  return word.empty() ? R"("")" : word;
}

/// "[a, b, c and 2 more]"
std::string listed(const std::vector<std::string>& words) {
  std::string out = "[";
  for (std::size_t i = 0; i < words.size() && i < kMaxListed; ++i) {
    out += (i == 0 ? "" : ", ") + shown(words[i]);
  }
  if (words.size() > kMaxListed) {
    out += " and " + std::to_string(words.size() - kMaxListed) + " more";
  }
  return out + "]";
}

std::string listed(const Globs& globs) {
  return "[" + globs.text(kMaxListed) + "]";
}

/// The names whose bits are set in `mask`.
template <std::size_t N>
std::string listed(unsigned mask, const std::array<std::string_view, N>& names) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < N; ++i) {
    if (mask >> i & 1U) words.emplace_back(names[i]);
  }
  return listed(words);
}

std::string about_groups(const Globs& wanted, View groups) {
  std::vector<std::string> words;
  for (const View group : groups.items()) words.push_back(quoted(group.text()));
  if (words.empty()) return "the caller is in no group, so in none of " + listed(wanted);
  return "none of the groups " + listed(words) + " is in " + listed(wanted);
}

std::string about_label(const Requirement& wanted, View labels) {
  const View label = labels[wanted.key];
  const std::string name = "label " + wanted.key;
  if (wanted.op == Requirement::Operator::does_not_exist) return name + " is there";
  if (!label.is_text()) return name + " is missing";
  const std::string is = name + " is " + quoted(label.text());
  if (wanted.op == Requirement::Operator::not_in)
    return is + ", which is in " + listed(wanted.values);
  return is + ", not " +
         (wanted.values.size() == 1 ? shown(wanted.values.front()) : "in " + listed(wanted.values));
}

/// `namespace "lab" is lab`, or, of a pattern, `namespace "lab" is like l*`.
std::string hit(const std::string& what, std::string_view name, const Globs& globs) {
  const Glob* glob = globs.first_match(name);
  return what + " " + quoted(name) +
         (glob->is_literal() ? " is listed" : " is like " + glob->text());
}

/// The caller's group that is wanted, first in the caller's order.
std::string group_hit(const Globs& wanted, View groups) {
  for (const View group : groups.items()) {
    if (wanted.any_matches(group.text())) return hit("group", group.text(), wanted);
  }
  return {};
}

std::string label_hit(const Requirement& wanted, View labels) {
  const View label = labels[wanted.key];
  return "label " + wanted.key + (label.is_text() ? " is " + quoted(label.text()) : " is missing");
}

}  // namespace

std::vector<std::string> why(const Match& match, const Subject& subject) {
  std::vector<std::string> said;
  if (match.all_pods) said.emplace_back("every pod is meant");
  if (match.roles != 0) said.push_back("role " + std::string(name_of(subject.spark.role)));
  if (match.launchers != 0) {
    said.push_back("launcher " + std::string(name_of(subject.spark.launcher)));
  }
  if (!match.namespaces.empty()) {
    said.push_back(hit("namespace", subject.namespace_name, match.namespaces));
  }
  if (!match.exclude_namespaces.empty()) {
    said.push_back("namespace " + quoted(subject.namespace_name) + " is not excluded");
  }
  if (!match.service_accounts.empty()) {
    said.push_back(hit("service account", subject.service_account, match.service_accounts));
  }
  if (!match.users.empty()) said.push_back(hit("user", subject.request->username, match.users));
  if (!match.groups.empty()) said.push_back(group_hit(match.groups, subject.request->groups));
  for (const Requirement& one : match.pod_selector.requirements) {
    said.push_back(label_hit(one, subject.labels));
  }
  return said;
}

std::string why_not(const Match& match, const Subject& subject) {
  const auto is_not_in = [](const std::string& what, const std::string& list) {
    return what + " is not in " + list;
  };
  switch (first_failed(match, subject)) {
    case Condition::none:
      return {};
    case Condition::pods:
      return "not a Spark pod";
    case Condition::roles:
      if (subject.spark.role == Role::none) return "not a Spark pod";
      return is_not_in("role " + std::string(name_of(subject.spark.role)),
                       listed(match.roles, kRoleNames));
    case Condition::launchers:
      if (subject.spark.role == Role::none) return "not a Spark pod";
      return is_not_in("launcher " + std::string(name_of(subject.spark.launcher)),
                       listed(match.launchers, kLauncherNames));
    case Condition::namespaces:
      return is_not_in("namespace " + quoted(subject.namespace_name), listed(match.namespaces));
    case Condition::exclude_namespaces:
      return "namespace " + quoted(subject.namespace_name) + " is in excludeNamespaces " +
             listed(match.exclude_namespaces);
    case Condition::service_accounts:
      return is_not_in("service account " + quoted(subject.service_account),
                       listed(match.service_accounts));
    case Condition::users:
      return is_not_in("user " + quoted(subject.request->username), listed(match.users));
    case Condition::groups:
      return about_groups(match.groups, subject.request->groups);
    case Condition::pod_selector:
      return about_label(*match.pod_selector.first_failed(subject.labels), subject.labels);
  }
  return {};
}

}  // namespace sparkgate::decision
