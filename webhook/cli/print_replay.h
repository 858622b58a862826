#pragma once

#include <ostream>
#include <string>

#include "cli/terminal.h"
#include "replay/report.h"

namespace sparkgate::cli {

/// What a replay found, and by which policy sets.
struct Replayed {
  std::string policies, against;  // fingerprints; `against` "": no other set
  replay::Report report;
};

/// For a person: what was read, then the groups of each kind with their first owners.
void print_table(std::ostream& out, const Replayed& replayed, const Colours& colours);

/// A page for browsers, whole in one file: it loads nothing, and needs no scripts.
void print_html(std::ostream& out, const Replayed& replayed);

/// One JSON document; its shape is a promise.
void print_json(std::ostream& out, const Replayed& replayed);

}  // namespace sparkgate::cli
