#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.h"

// What becomes of a pod, in lines.

namespace sparkgate {

using Lines = std::vector<std::string>;

/// What changes, then what is left out, each once; the second time nothing changes.
inline Lines outcome(const PolicySetPointer& set, const Review& review) {
  EXPECT_EQ(ask_again(set, review).patch, nlohmann::json::array());
  Lines lines = changes(set, review);
  const std::string begin = "policy p (p.yaml:5): ";
  for (const std::string& one : ask(set, review).left_out) {
    lines.push_back("- " + (one.starts_with(begin) ? one.substr(begin.size()) : one));
  }
  return lines;
}

/// The same of an override of drivers' spec.
inline Lines overridden(const std::string& spec, const Review& review) {
  return outcome(policy("overrides: {driver: {spec: " + spec + "}}"), review);
}

}  // namespace sparkgate
