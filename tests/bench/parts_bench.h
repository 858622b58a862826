#pragma once

#include <string>

namespace sparkgate::bench {

/// Registers a benchmark for each part of a decision: parse, recognise, plan, apply, decide (these
/// three and our annotations), answer; and rules, as the validating door runs them.
void add_parts(const std::string& set, const std::string& name);

}  // namespace sparkgate::bench
