#pragma once

#include <set>
#include <string>

#include "decision/places.h"
#include "decision/rule.h"

namespace sparkgate::decision {

/// What one rule found in the pod before an UPDATE, which forgives what it finds in the pod after:
/// one for one, so that the same a second time is new. Alike are two at one place (places.h), with
/// the same words. Items without a name are alike wherever they stand in their list. It keeps a
/// line of text a finding, no more.
class Forgiveness final : public Findings {
 public:
  /// Places of the pod before and of the pod after; both must outlive it.
  Forgiveness(Places& before, Places& after) : before_(before), after_(after) {}

  /// Of the pod before.
  void push_back(Finding finding) override;

  /// Of the pod after: whether one alike was there before, which is used up now.
  bool takes(const Finding& finding);

 private:
  Places& before_;
  Places& after_;
  std::multiset<std::string> left_;  // not hashed: the pod's author chooses what is in it
};

}  // namespace sparkgate::decision
