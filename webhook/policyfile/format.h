#pragma once

#include <array>
#include <string_view>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

inline constexpr std::string_view kApiVersion = "sparkgate.dev/v1";

/// The documents of a policy directory.
extern const Shape kSparkPolicy;
extern const Shape kSparkPolicyTest;

/// The object `spec.rules[]`: its common keys, and one of the rules.
extern const Shape kRule;

/// How a rule key is read: its value has the shape already. Reports what a shape cannot say.
struct RuleReader {
  std::string_view name;
  std::unique_ptr<const decision::Check> (*read)(const Node& value, Source& source);
};
extern const std::array<RuleReader, 10> kRuleReaders;

}  // namespace sparkgate::policyfile
