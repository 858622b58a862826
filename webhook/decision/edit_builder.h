#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/edit.h"
#include "decision/policy.h"

namespace sparkgate::decision {

/// Two policies of equal priority that want different values for one field; or one policy that says
/// something else with its secrets.
struct Conflict {
  std::string path;  // "spec.priorityClassName"
  Origin first, second;
};

/// A value that a stronger policy's kept out, of whatever mode.
struct Beaten {
  enum class By { strength, priority, name };  // an override over a default; then the higher one

  std::string path;
  Origin winner, loser;
  By by;
};

/// Merges the fragments of policies into one template, the strongest first: overrides before
/// defaults, then by priority, then a role's own before `both`, then its secrets. What is there
/// already stays.
class EditBuilder {
 public:
  /// `spark_alias`: a container name that means the Spark container, beside `$spark`; may be empty.
  /// Must outlive the builder, as must the policies the result.
  EditBuilder(Role role, std::string_view spark_alias);

  /// Takes in what one policy says for the role, with one strength.
  void take(const Policy& policy, Strength strength);

  /// Where policies of equal priority disagreed so far.
  const std::vector<Conflict>& conflicts() const { return conflicts_; }

  /// Who won over whom so far.
  const std::vector<Beaten>& beaten() const { return beaten_; }

  /// The template, ready to be applied; `left_out` gets what is in it and must not be. The builder
  /// is used up.
  Edit finish(std::vector<LeftOut>& left_out);

 private:
  Edit asked(const Fragment& said, const PodField& field) const;
  Edit make(const Fragment& said, const PodField& field, std::string_view name);
  bool names_spark(std::string_view container) const;
  Edit make_item(const Fragment& said, const PodField& list);
  void merge(Edit& into, const Fragment& said);
  void merge_members(Edit& into, const Fragment& said);
  void merge_directives(Edit& into, const Fragment& said);
  void merge_items(Edit& list, const Fragment& said);
  void merge_item(Edit& list, const Fragment& said);
  void merge_secrets(const Policy& policy);
  void disagree_if_different(const Edit& mine, const Fragment& theirs);
  void disagree_about(const Edit& mine, const Fragment& ours, const Fragment& theirs);
  void disagree(const Edit& mine, const Fragment& theirs);

  Role role_;
  std::string_view spark_alias_;
  Edit root_;
  std::vector<Conflict> conflicts_;
  std::vector<Beaten> beaten_;
  std::vector<std::string> path_;      // names on the way to what is being merged
  Strength strength_ = Strength::win;  // of the fragment being taken in
  int priority_ = 0;
  bool of_secret_ = false;
};

}  // namespace sparkgate::decision
