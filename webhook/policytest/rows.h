#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "policyfile/node.h"

namespace sparkgate::policytest {

/// Values that the tables of one document may make, long strings counted as several.
inline constexpr std::size_t kMaxValues = 1'000'000;

/// A test with one row of its table filled in, and without `each`.
struct FilledIn {
  policyfile::Node test;
  std::string label;  // of the row: its column `name`, else its values; empty without a table
};

/// Fills in the table of a test. `${COLUMN}` in a string is replaced by the row's value; where it
/// is the whole string, the value keeps its type. Mistakes: placeholders that name no column,
/// columns that no placeholder names, rows that speak of columns (so nothing is circular).
/// `budget`: how many values may still be made; it is used up.
/// A test without `each` is taken as it stands, whatever its strings say.
std::vector<FilledIn> fill_in(const policyfile::Node& test, std::size_t& budget,
                              policyfile::Source& source);

}  // namespace sparkgate::policytest
