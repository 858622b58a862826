#pragma once

#include <span>
#include <string_view>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

inline constexpr std::string_view kApiVersion = "sparkgate.dev/v1";

/// The document `SparkPolicy`.
extern const Shape kSparkPolicy;

/// The object `spec.rules[]`: its common keys, and one of the rules.
extern const Shape kRule;

/// How a rule key is read: its value has the shape already. Reports what a shape cannot say.
struct RuleReader {
  std::string_view name;
  std::unique_ptr<const decision::Check> (*read)(const Node& value, Source& source);
};
extern const std::span<const RuleReader> kRuleReaders;

}  // namespace sparkgate::policyfile
