#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "replay/batch.h"

namespace sparkgate::replay {

/// Bytes of a file that tell what it is.
inline constexpr std::size_t kHeadOfDocument = 512;

/// Whether a file that begins so is one JSON document and not a document a line: its first line is
/// `{` alone, as of all that is indented, or it begins as the API server or jq write a List.
bool is_document(std::string_view head);

/// Hands the items of a List to `sink`, or the one object that it is.
void take_document(const std::string& file, std::string& text, LineSink& sink);

}  // namespace sparkgate::replay
