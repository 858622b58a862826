#pragma once

#include <string>
#include <string_view>

namespace sparkgate::admission {

/// Appends the base64 form of `bytes` (standard alphabet, padded), straight into the answer.
void append_base64(std::string& out, std::string_view bytes);

}  // namespace sparkgate::admission
