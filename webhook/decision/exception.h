#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "decision/fragment.h"
#include "decision/match.h"

namespace sparkgate::decision {

/// One entry of a policy's `exceptions`: who may break some of its rules until a day.
struct Exception {
  std::vector<std::string> rules;  // of the same policy, by name
  Match match;
  std::string reason;
  std::string owner;                // whom to ask about it
  std::chrono::sys_days expires{};  // the last day on which it counts, in UTC
  Origin origin;

  bool names(const std::string& rule) const {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  }
};

/// A day as `2027-01-31`.
std::string text_of(std::chrono::sys_days day);

}  // namespace sparkgate::decision
