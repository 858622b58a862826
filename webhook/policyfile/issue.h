#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policyfile/code.h"

namespace sparkgate::policyfile {

/// A place in a file, both counted from 1 (columns in bytes).
struct Position {
  int line = 1;
  int column = 1;
};

/// What an author wrote that cannot be or should be looked at, and where.
struct Issue {
  Code code = Code::wrong_value;
  std::string file;  // path as the caller named it
  Position at;
  std::string message;
  std::string source;  // the line itself, without its end

  Severity severity() const { return entry_of(code).severity; }
};

/// One file being read: its name, its text, and the list its issues go to.
class Source {
 public:
  /// `issues` must outlive the source.
  Source(std::string file, std::string text, std::vector<Issue>& issues);

  const std::string& file() const { return file_; }
  const std::string& text() const { return text_; }

  /// Adds an issue.
  void tell(Code code, Position at, std::string_view message);

  /// Mistakes so far: issues that are errors.
  std::size_t mistakes() const { return mistakes_; }

 private:
  std::string file_;
  std::string text_;
  std::vector<Issue>* issues_;
  std::size_t mistakes_ = 0;
};

/// The message, behind its severity when it is no mistake: "note: ...".
std::string sentence_of(const Issue& issue);

/// `file:line:column: message [code]`, with the severity before the message, the line and a
/// caret below the column; each line ends in a newline.
std::string text_of(const Issue& issue);

/// By file, line and column.
void sort_issues(std::vector<Issue>& issues);

bool has_errors(const std::vector<Issue>& issues);

}  // namespace sparkgate::policyfile
