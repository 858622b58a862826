#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace sparkgate::decision {

/// A regular expression of RE2 over a whole value: it has to match from the first character to the
/// last. Matching takes time linear in the value, whatever the expression.
class RegularExpression {
 public:
  /// Why `text` cannot be one, in a sentence; empty when it can. The compiled program is bounded,
  /// so that `((a{99}){99}){99}` is refused.
  static std::string mistake(std::string_view text);

  /// Precondition: mistake(text) is empty.
  explicit RegularExpression(std::string_view text);
  RegularExpression(RegularExpression&&) noexcept;
  RegularExpression& operator=(RegularExpression&&) noexcept;
  ~RegularExpression();

  bool matches(std::string_view value) const;

  /// The expression as it was written.
  const std::string& text() const;

 private:
  std::unique_ptr<const re2::RE2> compiled_;
};

}  // namespace sparkgate::decision
