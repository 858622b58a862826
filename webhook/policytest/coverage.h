#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "decision/policy_set.h"

namespace sparkgate::policytest {

/// What one test's pod got from policies. All views and pointers are of the policy set.
struct Reached {
  std::vector<std::string> policies;         // that apply
  std::vector<decision::Origin> origins;     // of the operations, of policies in mode audit, too
  std::vector<const decision::Rule*> rules;  // that are broken, excepted or not
  std::vector<const decision::Exception*> exceptions;  // that let something pass
  bool without_label = false;  // it counts as Spark's only because some policy recognises it
};

/// A part of a policy that a test can reach.
struct Part {
  std::string policy;
  std::string what;  // "policy", "defaults.driver", "secret NAME", "rule NAME", …
  std::string file;  // name in the policy directory
  int line = 0;
  bool reached = false;
};

/// Which parts of some policies their tests reach: a policy that applied, a template or secret of
/// which something came into a pod, ownerReferences by which an executor was adopted, a
/// `recognise` that a pod needed, a rule that a pod broke, an exception that let a pod pass.
class Coverage {
 public:
  /// `policies` must outlive it.
  explicit Coverage(const decision::PolicySet& policies);

  void add(const Reached& reached);

  /// In the order of the files' names and lines.
  std::vector<Part> parts() const;

 private:
  /// Of one part of a template; parts of several policies may stand in one template file.
  using Key = std::tuple<std::string_view, std::string_view, int, int>;
  static Key key_of(const decision::Origin& origin);

  void add_policy(const decision::Policy& policy);
  std::size_t add_part(const decision::Policy& policy, std::string what, std::string_view file,
                       int line);
  void add_template(const decision::Policy& policy, const char* what,
                    const std::optional<decision::Fragment>& fragment);
  void add_lines(const decision::Fragment& fragment, std::size_t part);
  void reach(const void* one);

  std::vector<Part> parts_;
  std::map<Key, std::size_t> by_place_;             // of templates, secrets and ownerReferences
  std::map<const void*, std::size_t> by_address_;   // of rules and exceptions
  std::map<std::string, std::size_t> by_name_;      // of policies
  std::map<std::string, std::size_t> recognising_;  // of policies that recognise
};

/// Parts reached of parts, as a percentage; 100 when there is none.
double percentage(const std::vector<Part>& parts);

}  // namespace sparkgate::policytest
