#include "decision/match.h"

#include <algorithm>

namespace sparkgate::decision {
namespace {

bool admits(const Globs& globs, std::string_view name) {
  return globs.empty() || globs.any_matches(name);
}

bool any_group_matches(const Globs& globs, View groups) {
  for (const View group : groups.items()) {
    if (globs.any_matches(group.text())) return true;
  }
  return false;
}

/// Whether one of `globs` covers every name that `pattern` can match. Says yes only when it is
/// sure: for literals, for `*`, and for the very same pattern.
bool covered(const Glob& pattern, const Globs& globs) {
  return std::any_of(globs.all().begin(), globs.all().end(), [&](const Glob& glob) {
    return glob.text() == "*" || glob.text() == pattern.text() ||
           (pattern.is_literal() && glob.matches(pattern.text()));
  });
}

/// Whether some namespace can be in both. Patterns that the other side leaves out do not count.
bool namespaces_overlap(const Match& a, const Match& b) {
  static const Globs kEverything({"*"});
  const Globs& of_a = a.namespaces.empty() ? kEverything : a.namespaces;
  const Globs& of_b = b.namespaces.empty() ? kEverything : b.namespaces;
  for (const Glob& one : of_a.all()) {
    if (covered(one, b.exclude_namespaces) || covered(one, a.exclude_namespaces)) continue;
    for (const Glob& other : of_b.all()) {
      if (covered(other, a.exclude_namespaces) || covered(other, b.exclude_namespaces)) continue;
      if (Glob::overlap(one, other)) return true;
    }
  }
  return false;
}

/// A list that anything may match when it is empty, and one value when it is not.
bool lists_overlap(const Globs& a, const Globs& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.all().begin(), a.all().end(), [&](const Glob& one) {
    return std::any_of(b.all().begin(), b.all().end(),
                       [&](const Glob& other) { return Glob::overlap(one, other); });
  });
}

bool masks_overlap(unsigned a, unsigned b) {
  return a == 0 || b == 0 || (a & b) != 0;
}

/// Of lists that anything may match when they are empty.
bool lists_cover(const Globs& wide, const Globs& narrow) {
  if (wide.empty()) return true;
  return !narrow.empty() &&
         std::all_of(narrow.all().begin(), narrow.all().end(),
                     [&](const Glob& pattern) { return covered(pattern, wide); });
}

bool masks_cover(unsigned wide, unsigned narrow) {
  return wide == 0 || (narrow != 0 && (narrow & ~wide) == 0);
}

/// Whether `narrow` leaves out all that `wide` does, or never asked for it.
bool exclusions_cover(const Match& wide, const Match& narrow) {
  const auto& out = wide.exclude_namespaces.all();
  return std::all_of(out.begin(), out.end(), [&](const Glob& pattern) {
    if (covered(pattern, narrow.exclude_namespaces)) return true;
    const auto& asked = narrow.namespaces.all();
    return !asked.empty() && std::none_of(asked.begin(), asked.end(), [&](const Glob& one) {
      return Glob::overlap(one, pattern);
    });
  });
}

}  // namespace

std::string_view account_of(View pod) {
  const View spec = pod["spec"];
  for (const char* field : {"serviceAccountName", "serviceAccount"}) {
    if (const std::string_view name = spec[field].text(); !name.empty()) return name;
  }
  return "default";
}

Condition first_failed_beside_spark(const Match& match, const Subject& subject) {
  if (!admits(match.namespaces, subject.namespace_name)) return Condition::namespaces;
  if (match.exclude_namespaces.any_matches(subject.namespace_name)) {
    return Condition::exclude_namespaces;
  }
  if (!admits(match.service_accounts, subject.service_account)) return Condition::service_accounts;
  if (!admits(match.users, subject.request->username)) return Condition::users;
  if (!match.groups.empty() && !any_group_matches(match.groups, subject.request->groups)) {
    return Condition::groups;
  }
  if (!match.pod_selector.matches(subject.labels)) return Condition::pod_selector;
  return Condition::none;
}

Condition first_failed(const Match& match, const Subject& subject) {
  const bool spark = subject.spark.role != Role::none;
  if (!spark && !match.all_pods) return Condition::pods;
  if (match.roles != 0 && (match.roles & bit(subject.spark.role)) == 0) return Condition::roles;
  if (match.launchers != 0 && (!spark || (match.launchers & bit(subject.spark.launcher)) == 0)) {
    return Condition::launchers;
  }
  return first_failed_beside_spark(match, subject);
}

bool can_overlap(const Match& a, const Match& b) {
  return masks_overlap(a.roles, b.roles) && masks_overlap(a.launchers, b.launchers) &&
         namespaces_overlap(a, b) && lists_overlap(a.service_accounts, b.service_accounts) &&
         lists_overlap(a.users, b.users) && Selector::can_overlap(a.pod_selector, b.pod_selector);
}

bool covers(const Match& wide, const Match& narrow) {
  return (wide.all_pods || !narrow.all_pods) && masks_cover(wide.roles, narrow.roles) &&
         masks_cover(wide.launchers, narrow.launchers) &&
         lists_cover(wide.namespaces, narrow.namespaces) && exclusions_cover(wide, narrow) &&
         lists_cover(wide.service_accounts, narrow.service_accounts) &&
         lists_cover(wide.users, narrow.users) && lists_cover(wide.groups, narrow.groups) &&
         Selector::covers(wide.pod_selector, narrow.pod_selector);
}

}  // namespace sparkgate::decision
