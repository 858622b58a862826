#include "decision/regular_expression.h"

#include <re2/re2.h>

namespace sparkgate::decision {
namespace {

constexpr std::size_t kMaxLength = 1024;      // as of a glob
constexpr int kMaxProgram = 4000;             // instructions: what a character can cost at most
constexpr std::int64_t kMaxMemory = 1 << 20;  // of the program and what RE2 caches for it

re2::RE2::Options options() {
  re2::RE2::Options result;
  result.set_log_errors(false);
  result.set_max_mem(kMaxMemory);
  result.set_never_capture(true);
  return result;
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string RegularExpression::mistake(std::string_view text) {
  if (text.empty()) return "an empty expression matches only the empty value";
  if (text.size() > kMaxLength) return "an expression has at most 1024 characters";
  const re2::RE2 compiled(piece(text), options());
  if (!compiled.ok()) return "no regular expression of RE2: " + compiled.error();
  return compiled.ProgramSize() > kMaxProgram ? "too large; repeat less" : "";
}

RegularExpression::RegularExpression(std::string_view text)
    : compiled_(std::make_unique<re2::RE2>(piece(text), options())) {}

RegularExpression::RegularExpression(RegularExpression&&) noexcept = default;
RegularExpression& RegularExpression::operator=(RegularExpression&&) noexcept = default;
RegularExpression::~RegularExpression() = default;

bool RegularExpression::matches(std::string_view value) const {
  return re2::RE2::FullMatch(piece(value), *compiled_);
}

const std::string& RegularExpression::text() const {
  return compiled_->pattern();
}

}  // namespace sparkgate::decision
