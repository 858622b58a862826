#include "cli/print_coverage.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "cli/print_pod.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;
using policytest::Part;

std::size_t reached(const std::vector<Part>& parts) {
  return static_cast<std::size_t>(
      std::count_if(parts.begin(), parts.end(), [](const Part& part) { return part.reached; }));
}

/// With one digit, rounded down.
double percent(const std::vector<Part>& parts) {
  return std::floor(policytest::percentage(parts) * 10) / 10;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

std::string percent_text(const std::vector<Part>& parts) {
  char number[16];
  std::snprintf(number, sizeof number, "%.4g %%", percent(parts));
  return std::to_string(reached(parts)) + " of " + std::to_string(parts.size()) +
         (parts.size() == 1 ? " part, " : " parts, ") + number;
}

void print_coverage_text(std::ostream& out, const std::vector<PoliciesCovered>& covered,
                         const std::string& margin, const Colours& colours) {
  for (const PoliciesCovered& one : covered) {
    out << margin << "coverage of " << one.path << ": " << percent_text(one.parts) << "\n";
    std::size_t names = 0, words = 0;
    for (const Part& part : one.parts) {
      if (part.reached) continue;
      names = std::max(names, part.policy.size());
      words = std::max(words, part.what.size());
    }
    for (const Part& part : one.parts) {
      if (part.reached) continue;
      out << margin << "  " << colours.yellow("not reached") << "  " << padded(part.policy, names)
          << "  " << padded(part.what, words) << "  "
          << colours.faint(part.file + ":" + std::to_string(part.line)) << "\n";
    }
  }
}

void print_coverage_json(std::ostream& out, const std::vector<PoliciesCovered>& covered) {
  if (covered.empty()) return;
  Json list = Json::array();
  for (const PoliciesCovered& one : covered) {
    Json missed = Json::array();
    for (const Part& part : one.parts) {
      if (part.reached) continue;
      missed.push_back(
          {{"policy", part.policy}, {"what", part.what}, {"file", part.file}, {"line", part.line}});
    }
    list.push_back({{"policies", one.path},
                    {"parts", one.parts.size()},
                    {"reached", reached(one.parts)},
                    {"percent", percent(one.parts)},
                    {"notReached", missed}});
  }
  out << dump({{"coverage", list}}) << "\n";
}

}  // namespace sparkgate::cli
