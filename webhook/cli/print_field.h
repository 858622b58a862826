#pragma once

#include <ostream>

#include "cli/explain_field.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

/// For a person: the place, what stands in it, and each policy that says something of it.
void print_text(std::ostream& out, const ExplainedField& explained, const Colours& colours);

/// For a script: one line of JSON.
void print_json(std::ostream& out, const ExplainedField& explained);

}  // namespace sparkgate::cli
