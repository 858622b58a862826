#include "decision/glob.h"

#include <re2/re2.h>

#include <algorithm>

namespace sparkgate::decision {
namespace {

std::string regular_expression(std::string_view pattern) {
  std::string expression;
  for (const char c : pattern) {
    if (c == '*') {
      expression += "(?s:.*)";
    } else if (c == '?') {
      expression += "(?s:.)";
    } else {
      expression += re2::RE2::QuoteMeta(re2::StringPiece(&c, 1));
    }
  }
  return expression;
}

re2::RE2::Options options() {
  re2::RE2::Options result;
  result.set_log_errors(false);
  result.set_encoding(re2::RE2::Options::EncodingLatin1);  // bytes: names come from hostile pods
  result.set_never_capture(true);
  return result;
}

bool special(char c) {
  return c == '*' || c == '?';
}

/// Whether some text matches both patterns, by walking all pairs of positions once.
bool intersect(std::string_view a, std::string_view b) {
  std::vector<bool> reachable((a.size() + 1) * (b.size() + 1), false);
  const auto at = [&](std::size_t i, std::size_t j) { return i * (b.size() + 1) + j; };
  reachable[at(0, 0)] = true;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (!reachable[at(i, j)]) continue;
      const bool more_a = i < a.size(), more_b = j < b.size();
      const bool star_a = more_a && a[i] == '*', star_b = more_b && b[j] == '*';
      if (star_a) reachable[at(i + 1, j)] = true;  // the star is over
      if (star_b) reachable[at(i, j + 1)] = true;
      if (star_a && more_b) reachable[at(i, j + 1)] = true;  // it takes what b has here
      if (star_b && more_a) reachable[at(i + 1, j)] = true;
      if (!more_a || !more_b || star_a || star_b) continue;
      if (a[i] == b[j] || special(a[i]) || special(b[j])) reachable[at(i + 1, j + 1)] = true;
    }
  }
  return reachable[at(a.size(), b.size())];
}

}  // namespace

std::string Glob::mistake(std::string_view pattern) {
  if (pattern.empty()) return "an empty pattern matches nothing";
  if (pattern.size() > 1024) return "a pattern has at most 1024 characters";
  if (pattern.front() == ' ' || pattern.back() == ' ') return "blanks around a pattern";
  if (pattern.front() == '!')
    return "'!' does not negate a pattern; list what to leave out instead";
  for (const char c : pattern) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return "a pattern has no control characters";
    if (byte >= 0x80) return "a pattern is plain ASCII, as names of Kubernetes objects are";
    if (std::string_view("[]{}\\^|").find(c) != std::string_view::npos) {
      return std::string("'") + c + "' is not part of a pattern; only * and ? are special";
    }
  }
  return {};
}

Glob::Glob(std::string_view pattern) : text_(pattern), kind_(Kind::pattern) {
  const std::size_t first = pattern.find_first_of("*?");
  if (first == std::string_view::npos) {
    kind_ = Kind::literal;
  } else if (pattern == "*") {
    kind_ = Kind::any;
  } else if (first == pattern.size() - 1 && pattern.back() == '*') {
    kind_ = Kind::prefix;
  } else {
    compiled_ = std::make_unique<re2::RE2>(regular_expression(pattern), options());
  }
}

Glob::Glob(Glob&&) noexcept = default;
Glob& Glob::operator=(Glob&&) noexcept = default;
Glob::~Glob() = default;

bool Glob::matches(std::string_view name) const {
  switch (kind_) {
    case Kind::literal:
      return name == text_;
    case Kind::any:
      return true;
    case Kind::prefix:
      return name.starts_with(std::string_view(text_).substr(0, text_.size() - 1));
    case Kind::pattern:
      break;
  }
  return re2::RE2::FullMatch(re2::StringPiece(name.data(), name.size()), *compiled_);
}

bool Glob::overlap(const Glob& a, const Glob& b) {
  if (a.is_literal()) return b.matches(a.text_);
  if (b.is_literal()) return a.matches(b.text_);
  return intersect(a.text_, b.text_);
}

Globs::Globs(const std::vector<std::string>& patterns) {
  globs_.reserve(patterns.size());
  for (const std::string& pattern : patterns) globs_.emplace_back(pattern);
}

const Glob* Globs::first_match(std::string_view name) const {
  const auto found = std::find_if(globs_.begin(), globs_.end(),
                                  [&](const Glob& glob) { return glob.matches(name); });
  return found == globs_.end() ? nullptr : &*found;
}

std::string Globs::text(std::size_t max) const {
  std::string out;
  for (std::size_t i = 0; i < globs_.size() && i < max; ++i) {
    if (i > 0) out += ", ";
    out += globs_[i].text();
  }
  if (globs_.size() > max) out += " and " + std::to_string(globs_.size() - max) + " more";
  return out;
}

}  // namespace sparkgate::decision
