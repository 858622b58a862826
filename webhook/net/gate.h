#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "net/head_parser.h"
#include "net/http_types.h"

namespace sparkgate::net {

inline constexpr unsigned kMaxHeadFields = 64;

/// A head that may come in. `query` points into the head's target, `route` into the routes.
struct Admitted {
  const Route* route = nullptr;
  std::string_view query;
  std::size_t body_bytes = 0;
  bool wants_continue = false;  // `Expect: 100-continue` before a body
};

/// A head that may not, and the answer to it: always a 4xx, and the connection ends.
struct Refusal {
  int status = 400;
  std::string_view message;     // static text, one sentence for a person
  std::string_view allow = {};  // value of `Allow`, for 405
};

/// Decides on a head alone, before a byte of the body is kept. One request can be read in one way
/// only: HTTP/1.1, exactly one Host, at most one Content-Length of digits, no Transfer-Encoding.
std::variant<Admitted, Refusal> gate(const Head& head, const Routes& routes, std::size_t max_body);

}  // namespace sparkgate::net
