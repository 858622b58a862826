#pragma once

#include <ostream>

#include "cli/explain.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

/// For a person: the pod, the policies that apply with what each does, and those that do not.
void print_text(std::ostream& out, const Explained& explained, const Colours& colours);

/// For a script: one line of JSON.
void print_json(std::ostream& out, const Explained& explained);

}  // namespace sparkgate::cli
