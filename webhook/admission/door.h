#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "admission/observer.h"
#include "admission/review.h"
#include "base/snapshot.h"
#include "decision/policy_set.h"
#include "decision/verdict.h"

namespace sparkgate::admission {

/// One of the two doors, for one thread: bytes of an AdmissionReview in, bytes of its answer out.
class Door {
 public:
  /// `policies` and `metrics` must outlive the door.
  Door(DoorKind kind, const Snapshot<decision::PolicySet>& policies, Metrics& metrics);

  /// Answers one request into `out` (appending) and returns the HTTP status: 200 for every
  /// AdmissionReview, allowed or denied; 400 with a Status for what is none; 500 with one that
  /// names the uid when the decision throws, which is counted and logged: the door serves on.
  /// `body` must be followed by kPadding readable bytes. The policy set is taken once: no answer
  /// mixes two.
  int answer(std::string_view body, std::string& out);

 private:
  int decide(std::string_view body, std::string& out, std::string_view& uid);
  int crash(std::string_view uid, std::string& out);
  int refuse(std::string_view why, std::string& out);

  DoorKind kind_;
  Snapshot<decision::PolicySet>::Reader policies_;
  Observer observer_;
  ReviewReader reader_;
  decision::Verdict verdict_;
};

}  // namespace sparkgate::admission
