#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/rule.h"

namespace sparkgate::decision {

/// Which objects of one kind (Secrets, ConfigMaps, claims) a pod may name: globs over the name.
/// Denied beats allowed; no `allow` allows all.
struct NameBounds {
  std::vector<std::string> allow, deny;
};

/// The same, ready to be asked. A name that is missing is "": no `allow` but `*` has it.
class AllowedNames {
 public:
  explicit AllowedNames(const NameBounds& bounds) : allow_(bounds.allow), deny_(bounds.deny) {}

  bool allows(std::string_view name) const {
    return !deny_.any_matches(name) && (allow_.empty() || allow_.any_matches(name));
  }

  /// Appends a finding when the name is not allowed; `path_of()` spells out where it stands.
  template <class PathOf>
  void check(std::string_view name, const PathOf& path_of, Findings& findings) const {
    if (!allows(name)) findings.push_back(finding(path_of(), name));
  }

  /// Whether `allow` has it: for names that are nothing's of this kind.
  bool names(std::string_view name) const { return has_allow() && allows(name); }

  /// Whether all is allowed.
  bool empty() const { return allow_.empty() && deny_.empty(); }

  /// Whether only named objects are allowed, so that one without a known name is not.
  bool has_allow() const { return !allow_.empty(); }

  /// What the finding about such an object says is allowed.
  std::string text() const { return allow_.text(); }

 private:
  Finding finding(std::string path, std::string_view name) const;

  Globs allow_, deny_;
};

/// "PATH "NAME" is GLOB, which is denied".
Finding denied(std::string path, std::string_view name, std::string_view glob);

}  // namespace sparkgate::decision
