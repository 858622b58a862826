#pragma once

#include <ostream>
#include <string>

#include "cli/terminal.h"
#include "replay/report.h"

namespace sparkgate::cli {

/// What a replay found, and of which policy sets.
struct Replayed {
  const replay::Report& report;
  std::string policies;  // fingerprint
  std::string against;   // fingerprint; "": no other set
};

/// For a person: what was read, then the groups of each kind with their first owners.
void print_table(std::ostream& out, const Replayed& replayed, const Colours& colours);

/// One JSON document; its shape is a promise.
void print_json(std::ostream& out, const Replayed& replayed);

}  // namespace sparkgate::cli
