#pragma once

#include <string>
#include <string_view>

namespace sparkgate {

/// Appends `text` (UTF-8) to `out` as a JSON string with its quotes. Anything else that is JSON is
/// written by a library; this one stands on the request path and must not allocate on its own.
void append_json_string(std::string& out, std::string_view text);

}  // namespace sparkgate
