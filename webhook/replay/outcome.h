#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decision/spark.h"
#include "replay/position.h"
#include "replay/read_request.h"

namespace sparkgate::replay {

/// What is told about a pod: of one policy set the first three, of two the others.
enum class Kind {
  denied,
  audited,  // a rule with `action: audit` would have denied it
  changed,
  newly_denied,
  newly_allowed,
  patch_differs,
  warnings_differ,
};

inline constexpr std::array<std::string_view, 7> kKindNames = {
    "denied",       "audited",      "changed",       "newlyDenied",
    "newlyAllowed", "patchDiffers", "warningsDiffer"};

/// What a policy and its rule did to a pod.
struct Finding {
  static constexpr std::size_t kMostLines = 20;

  Kind kind;
  std::string policy;
  std::string rule;                // "" of a patch
  std::vector<std::string> lines;  // one at least, kMostLines at most
};

/// What came of one object of the input.
struct Outcome {
  Position at;
  std::string problem;  // when it is broken; all else is empty then
  Skipped skipped = Skipped::no;
  decision::Role role = decision::Role::none;
  bool known_then = false, same_then = false;  // whether the audit log tells what was decided

  // Of those with findings:
  std::string namespace_name, name, owner;
  std::vector<Finding> findings;  // a policy and rule of a kind once
};

}  // namespace sparkgate::replay
