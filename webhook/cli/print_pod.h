#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "cli/asked_pod.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

// How every command that looks at pods names them.

/// "NAMESPACE/NAME  driver (LAUNCHER, container NAME)", or that the input is broken.
std::string headline(const AskedPod& pod, const Colours& colours);

/// A line for each note.
void print_notes(std::ostream& out, const AskedPod& pod, const Colours& colours);

/// The first members of a line of JSON, `notes` among them where there are some; `error` is the
/// last one and the caller's.
nlohmann::ordered_json json_head(const AskedPod& pod);

/// The text, or null for "".
nlohmann::ordered_json or_null(const std::string& text);

/// In one line; bytes that are no UTF-8 are replaced.
std::string dump(const nlohmann::ordered_json& value);

}  // namespace sparkgate::cli
