#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/run_tests.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

/// How much of some policies tests reached: "20 of 21 parts, 95.2 %". It says 100 % of all only.
std::string percent_text(const std::vector<policytest::Part>& parts);

/// Some lines for each directory: how much of it tests reached, and where the rest is. Each line
/// begins with `margin`.
void print_coverage_text(std::ostream& out, const std::vector<PoliciesCovered>& covered,
                         const std::string& margin, const Colours& colours);

/// One line of JSON with all of them; nothing when there is none.
void print_coverage_json(std::ostream& out, const std::vector<PoliciesCovered>& covered);

}  // namespace sparkgate::cli
