#include "cli/text_diff.h"

#include <dtl/dtl.hpp>
#include <sstream>

namespace sparkgate::cli {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::vector<std::string> unified_diff(std::string_view before, std::string_view after) {
  dtl::Diff<std::string> diff(lines_of(before), lines_of(after));
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream out;
  diff.printUnifiedFormat(out);
  return lines_of(out.str());
}

}  // namespace sparkgate::cli
