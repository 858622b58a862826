#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "admission/observer.h"
#include "base/snapshot.h"
#include "cli/input.h"
#include "decision/policy_set.h"

namespace sparkgate::cli {

/// A pod that is asked about: the bytes that each door gets, followed by admission::kPadding more.
struct Question {
  std::string source, name;  // NAMESPACE/NAME
  int document = 1;
  std::string mutate, validate;  // the second has the pod as the first door leaves it
};

/// The question of an input; false, and why, when it is broken or no pod.
bool make_question(const Input& input, const decision::PolicySet& policies, Question& question,
                   std::string& why);

/// What one door took.
struct Measured {
  std::uint64_t decisions = 0;
  std::chrono::nanoseconds took{};    // CPU time
  const Question* slowest = nullptr;  // by its mean
  double slowest_ns = 0;

  double ns() const { return static_cast<double>(took.count()) / static_cast<double>(decisions); }
  double per_second() const { return 1e9 / ns(); }
};

/// Asks a door about all questions, in turns, for so long at least and once at least: bytes in,
/// bytes of the answer out, as the server does between its sockets. On one thread.
Measured measure(admission::DoorKind kind, const Snapshot<decision::PolicySet>& policies,
                 const std::vector<Question>& questions, std::chrono::duration<double> time);

}  // namespace sparkgate::cli
