#pragma once

#include <ostream>
#include <string>

#include "cli/examine.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

/// How `dry-run` prints.
struct Printing {
  std::string format = "diff";  // diff, yaml, json, patch or review
  bool show_pod = false;
  bool explain = false;
};

/// Prints what was found out about objects, one after the other.
class Printer {
 public:
  explicit Printer(Printing printing) : printing_(std::move(printing)) {}

  void print(std::ostream& out, const Examined& examined) const;

 private:
  void diff(std::ostream& out, const Examined& examined) const;
  void headline(std::ostream& out, const Examined& examined) const;
  void changes(std::ostream& out, const Examined& examined) const;
  std::string reason(const nlohmann::json& operation, const Provenance& from) const;
  void reasons(std::ostream& out, const Examined& examined) const;
  void audited(std::ostream& out, const Examined& examined) const;

  Printing printing_;
  Colours colours_;
};

}  // namespace sparkgate::cli
