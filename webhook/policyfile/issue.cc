#include "policyfile/issue.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sparkgate::policyfile {
namespace {

constexpr std::size_t kShownColumns = 160;  // of a long line (minified JSON, a pasted certificate)

std::string_view line_of(std::string_view text, int line) {
  for (; line > 1; --line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// Control characters of a hostile or binary file must not reach a terminal.
std::string printable(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return result;
}

}  // namespace

Source::Source(std::string file, std::string text, std::vector<Issue>& issues)
    : file_(std::move(file)), text_(std::move(text)), issues_(&issues) {}

void Source::tell(Code code, Position at, std::string_view message) {
  issues_->push_back({code, file_, at, printable(message), printable(line_of(text_, at.line))});
  if (entry_of(code).severity == Severity::error) ++mistakes_;
}

std::string sentence_of(const Issue& issue) {
  const bool mistake = issue.severity() == Severity::error;
  return (mistake ? "" : std::string(name_of(issue.severity())) + ": ") + issue.message;
}

std::string text_of(const Issue& issue) {
  std::string out = issue.file + ":" + std::to_string(issue.at.line) + ":" +
                    std::to_string(issue.at.column) + ": ";
  out += sentence_of(issue) + " [" + std::string(entry_of(issue.code).name) + "]\n";
  const auto column = static_cast<std::size_t>(std::max(issue.at.column, 1)) - 1;
  if (issue.source.empty() || column > issue.source.size()) return out;
  const std::size_t start = column < kShownColumns / 2 ? 0 : column - kShownColumns / 2;
  return out + "  " + issue.source.substr(start, kShownColumns) + "\n  " +
         std::string(column - start, ' ') + "^\n";
}

void sort_issues(std::vector<Issue>& issues) {
  std::stable_sort(issues.begin(), issues.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.file, a.at.line, a.at.column) < std::tie(b.file, b.at.line, b.at.column);
  });
}

bool has_errors(const std::vector<Issue>& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const Issue& issue) { return issue.severity() == Severity::error; });
}

}  // namespace sparkgate::policyfile
