#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace sparkgate::decision {

/// A pattern over a whole name: `*` is any run of characters (also none, also `/`), `?` is one.
/// Nothing else is special. Matching takes time linear in the name and allocates nothing.
class Glob {
 public:
  /// Why `pattern` cannot be one, in a sentence; empty when it can.
  static std::string mistake(std::string_view pattern);

  /// Precondition: mistake(pattern) is empty.
  explicit Glob(std::string_view pattern);
  Glob(Glob&&) noexcept;
  Glob& operator=(Glob&&) noexcept;
  ~Glob();

  bool matches(std::string_view name) const;

  /// The pattern as it was written.
  const std::string& text() const { return text_; }

  /// Whether the pattern can match one name only.
  bool is_literal() const { return kind_ == Kind::literal; }

  /// Whether some name matches both.
  static bool overlap(const Glob& a, const Glob& b);

 private:
  enum class Kind { literal, prefix, any, pattern };

  std::string text_;
  Kind kind_;
  std::unique_ptr<const re2::RE2> compiled_;  // of Kind::pattern only
};

/// Some globs; the order is the author's.
class Globs {
 public:
  Globs() = default;
  explicit Globs(const std::vector<std::string>& patterns);

  bool empty() const { return globs_.empty(); }
  bool any_matches(std::string_view name) const { return first_match(name) != nullptr; }

  /// The first that matches, or nullptr.
  const Glob* first_match(std::string_view name) const;

  const std::vector<Glob>& all() const { return globs_; }

  /// The patterns, comma-separated, at most `max` of them: for a message.
  std::string text(std::size_t max = 5) const;

 private:
  std::vector<Glob> globs_;
};

}  // namespace sparkgate::decision
