#include "policyfile/ignores.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "policyfile/suggest.h"

namespace sparkgate::policyfile {
namespace {

constexpr std::string_view kMark = "# sparkgate: ignore";
constexpr std::string_view kBlank = " \t\r";

/// Takes the first word off `text`.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kBlank));
  text.remove_prefix(word.size());
  return word;
}

bool is_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlank);
  return first != std::string_view::npos && line[first] == '#';
}

/// A comment that silences a code in its line and in `below`.
struct Ignore {
  Position at;
  const CodeEntry* entry;
  int below;
  bool used = false;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Where a comment of ours begins in a line; npos: there is none.
std::size_t mark_in(std::string_view line) {
  const std::size_t at = line.find(kMark);
  if (at == std::string_view::npos) return at;
  const std::string_view behind = line.substr(at + kMark.size());
  const bool begins = at == 0 || kBlank.find(line[at - 1]) != std::string_view::npos;
  const bool ends = behind.empty() || kBlank.find(behind.front()) != std::string_view::npos;
  return begins && ends ? at : std::string_view::npos;
}

/// The code that a comment may silence; nullptr, and an issue, when it cannot.
const CodeEntry* read_ignore(std::string_view words, Position at, Source& source) {
  const std::string_view name = take_word(words);
  const CodeEntry* entry = find_code(name);
  std::string why;
  if (name.empty()) {
    why = "an ignore says what and why: # sparkgate: ignore CODE reason";
  } else if (!entry) {
    std::vector<std::string_view> names;
    for (const CodeEntry& one : all_codes()) names.push_back(one.name);
    why = "there is no code '" + std::string(name) + "'" + did_you_mean(std::string(name), names);
  } else if (entry->severity == Severity::error) {
    why = std::string(name) + " is a mistake and cannot be ignored";
  } else if (take_word(words).empty()) {
    why = "an ignore needs a reason behind " + std::string(name);
  }
  if (why.empty()) return entry;
  source.tell(Code::bad_ignore, at, why);
  return nullptr;
}

std::vector<Ignore> ignores_of(Source& source) {
  std::vector<Ignore> result;
  const std::vector<std::string_view> lines = lines_of(source.text());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t mark = mark_in(lines[i]);
    if (mark == std::string_view::npos) continue;
    const Position at{static_cast<int>(i) + 1, static_cast<int>(mark) + 1};
    std::size_t below = i;
    if (is_comment(lines[i])) {
      while (below < lines.size() && is_comment(lines[below])) ++below;
    }
    const CodeEntry* entry = read_ignore(lines[i].substr(mark + kMark.size()), at, source);
    if (entry) result.push_back({at, entry, static_cast<int>(below) + 1});
  }
  return result;
}

}  // namespace

void apply_ignores(const std::vector<PolicyFile>& files, std::vector<Issue>& issues) {
  std::vector<Issue> told;
  const bool mistaken = has_errors(issues);  // then not all that may be ignored was looked for
  for (const PolicyFile& file : files) {
    Source source(file.path, file.text, told);
    std::vector<Ignore> ignores = ignores_of(source);
    std::erase_if(issues, [&](const Issue& issue) {
      bool silenced = false;
      for (Ignore& one : ignores) {
        const bool here = issue.at.line == one.at.line || issue.at.line == one.below;
        if (issue.file != file.path || issue.code != one.entry->code || !here) continue;
        one.used = silenced = true;
      }
      return silenced;
    });
    for (const Ignore& one : ignores) {
      if (one.used || mistaken) continue;
      source.tell(Code::unused_ignore, one.at,
                  "nothing to ignore here: no " + std::string(one.entry->name));
    }
  }
  issues.insert(issues.end(), told.begin(), told.end());
}

}  // namespace sparkgate::policyfile
