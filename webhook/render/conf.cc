#include "render/conf.h"

#include <algorithm>
#include <cctype>

namespace sparkgate::render {

std::string Conf::get(const std::vector<std::string_view>& keys, std::string_view fallback) const {
  for (const std::string_view key : keys) {
    if (const auto found = values_.find(key); found != values_.end()) return found->second;
  }
  return std::string(fallback);
}

bool Conf::is_true(std::string_view key, bool fallback) const {
  const auto found = values_.find(key);
  if (found == values_.end()) return fallback;
  const std::string_view yes = "true";
  return std::equal(found->second.begin(), found->second.end(), yes.begin(), yes.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == b; });
}

std::vector<std::pair<std::string, std::string>> Conf::with_prefix(std::string_view prefix) const {
  std::vector<std::pair<std::string, std::string>> found;
  for (auto at = values_.lower_bound(prefix); at != values_.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    found.emplace_back(at->first.substr(prefix.size()), at->second);
  }
  return found;
}

namespace {

constexpr std::string_view kBlanks = " \t\f";

/// One logical line: continued where a line ends in an odd number of backslashes.
std::string next_line(std::string_view& text) {
  std::string line;
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const auto begin = piece.find_first_not_of(kBlanks);
    piece.remove_prefix(begin == std::string_view::npos ? piece.size() : begin);
    if (line.empty() && (piece.starts_with('#') || piece.starts_with('!'))) return "";
    line += piece;
    const auto last = line.find_last_not_of('\\');
    const std::size_t slashes = line.size() - (last == std::string::npos ? 0 : last + 1);
    if (slashes % 2 == 0) break;
    line.pop_back();
    if (text.starts_with('\n')) text.remove_prefix(1);  // of \r\n
  }
  return line;
}

/// Without its escapes: `\t`, `\n`, and `\` before anything else.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char next = text[++i];
    result += next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return result;
}

/// Where the key ends: at the first blank, `=` or `:` that is not escaped.
std::size_t end_of_key(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '=' || line[i] == ':' || kBlanks.find(line[i]) != kBlanks.npos) {
      return i;
    }
  }
  return line.size();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> read_properties(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> entries;
  while (!text.empty()) {
    const std::string line = next_line(text);
    const std::size_t end = end_of_key(line);
    std::string key = unescaped(std::string_view(line).substr(0, end));
    if (!key.starts_with("spark.")) continue;
    std::size_t value = std::min(line.find_first_not_of(kBlanks, end), line.size());
    if (value < line.size() && (line[value] == '=' || line[value] == ':')) {
      value = std::min(line.find_first_not_of(kBlanks, value + 1), line.size());
    }
    std::string text_of_value = unescaped(std::string_view(line).substr(value));
    // Spark trims what Java leaves at the end of a line.
    text_of_value.erase(text_of_value.find_last_not_of(" \t\f\r\n") + 1);
    entries.emplace_back(std::move(key), std::move(text_of_value));
  }
  return entries;
}

}  // namespace sparkgate::render
