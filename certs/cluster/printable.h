#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sparkgate::cluster {

/// More of a stranger's text is not printed.
inline constexpr std::size_t kMostPrinted = 200;

/// Text of an API server as it can be printed anywhere: what is not printable ASCII as "\x1b", and
/// behind kMostPrinted bytes "..." for the rest.
std::string printable(std::string_view text);

}  // namespace sparkgate::cluster
