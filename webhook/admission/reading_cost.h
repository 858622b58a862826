#pragma once

#include <cstddef>
#include <string_view>

namespace sparkgate::admission {

/// The bytes of memory that reading a body and deciding on it may take: simdjson's index of places,
/// its tape and its strings, and what is found in each value. 0 for what fits in the memory that a
/// reader keeps anyway. One look at each byte.
std::size_t reading_cost(std::string_view body);

}  // namespace sparkgate::admission
