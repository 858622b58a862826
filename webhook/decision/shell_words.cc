#include "decision/shell_words.h"

#include <algorithm>
#include <utility>

namespace sparkgate::decision {
namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view line) : rest_(line) {}

  std::vector<std::string> words() {
    while (!rest_.empty()) {
      const char c = next();
      quote_ == 0 ? bare(c) : quoted(c);
    }
    end_word();
    return std::move(words_);
  }

 private:
  char next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void bare(char c) {
    constexpr std::string_view kBlanks = " \t", kOperators = "\n;&|()<>";
    if (kBlanks.find(c) != std::string_view::npos) return end_word();
    if (kOperators.find(c) != std::string_view::npos) {
      end_word();
      words_.emplace_back(kEndOfCommand);
    } else if (c == '#' && !in_word_) {
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));  // a comment
    } else if (c == '\\') {
      escaped();
    } else if (c == '\'' || c == '"') {
      quote_ = c;
      in_word_ = true;
    } else {
      add(c);
      if (c == '$' && rest_.starts_with('(')) substitution();
    }
  }

  /// `$(NAME)` is Kubernetes' variable, `$(command)` the shell's: part of the word either way.
  void substitution() {
    const std::size_t end = rest_.find(')');
    const std::size_t length = end == std::string_view::npos ? rest_.size() : end + 1;
    word_ += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  void quoted(char c) {
    constexpr std::string_view kEscapable = "\"\\$`\n";  // by a backslash in double quotes
    if (c == quote_) {
      quote_ = 0;
    } else if (c == '\\' && quote_ == '"' && !rest_.empty() &&
               kEscapable.find(rest_.front()) != std::string_view::npos) {
      escaped();
    } else {
      add(c);
    }
  }

  /// What a backslash takes its meaning from; a line's end goes with it.
  void escaped() {
    if (rest_.empty()) return;
    if (const char c = next(); c != '\n') add(c);
  }

  void add(char c) {
    word_ += c;
    in_word_ = true;
  }

  void end_word() {
    if (in_word_) words_.push_back(std::exchange(word_, {}));
    in_word_ = false;
  }

  std::string_view rest_;
  char quote_ = 0;        // the one that is open
  bool in_word_ = false;  // also in an empty one: ''
  std::string word_;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  return Splitter(line).words();
}

}  // namespace sparkgate::decision
