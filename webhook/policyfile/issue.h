#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::policyfile {

/// A place in a file, both counted from 1 (columns in bytes).
struct Position {
  int line = 1;
  int column = 1;
};

enum class Severity {
  error,  // the set does not load
  note    // it loads, and its author should know
};

/// What an author wrote that cannot be, and where.
struct Issue {
  Severity severity = Severity::error;
  std::string file;  // path as the caller named it
  Position at;
  std::string message;
  std::string source;  // the line itself, without its end
};

/// One file being read: its name, its text, and the list its issues go to.
class Source {
 public:
  /// `issues` must outlive the source.
  Source(std::string file, std::string text, std::vector<Issue>& issues);

  const std::string& file() const { return file_; }
  const std::string& text() const { return text_; }

  void error(Position at, std::string_view message);
  void note(Position at, std::string_view message);

  /// Errors so far.
  std::size_t mistakes() const { return mistakes_; }

 private:
  void add(Severity severity, Position at, std::string_view message);

  std::string file_;
  std::string text_;
  std::vector<Issue>* issues_;
  std::size_t mistakes_ = 0;
};

/// `file:line:column: message`, the line and a caret below the column; each line ends in a newline.
std::string text_of(const Issue& issue);

/// By file, line and column.
void sort_issues(std::vector<Issue>& issues);

bool has_errors(const std::vector<Issue>& issues);

}  // namespace sparkgate::policyfile
