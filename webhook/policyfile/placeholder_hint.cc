#include "policyfile/placeholder_hint.h"

#include <algorithm>

namespace sparkgate::policyfile {
namespace {

std::string_view line_at(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string_view placeholder_hint(std::string_view text, int line) {
  const std::string_view shown = line_at(text, line);
  const std::string_view before = shown.substr(0, shown.find("${"));
  if (before.size() == shown.size()) return "";
  const auto quotes =
      std::count_if(before.begin(), before.end(), [](char c) { return c == '"' || c == '\''; });
  const bool bare = quotes % 2 == 0 && before.find_first_of("{[") != std::string_view::npos;
  return bare ? "; inside { } and [ ], write \"${...}\" with quotes" : "";
}

}  // namespace sparkgate::policyfile
