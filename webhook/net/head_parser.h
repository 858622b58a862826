#pragma once

#include <optional>
#include <string_view>

namespace sparkgate::net {

/// How often a field stands in a head, and the value of the last one.
struct HeadField {
  unsigned count = 0;
  std::string_view value;
};

/// What the gate wants to know of a request head. The views point into the parsed bytes.
struct Head {
  std::string_view method;
  std::string_view target;
  int version = 0;  // 10 or 11
  bool keep_alive = false;
  unsigned fields = 0;
  HeadField host;
  HeadField content_length;
  HeadField transfer_encoding;
  HeadField content_type;
  HeadField expect;
};

/// Parses one whole head, from the method to the empty line and no byte more. Nothing for what is
/// no HTTP/1.0 or 1.1 head to Beast; what it lets through and should not is the gate's to refuse.
/// Never allocates.
std::optional<Head> parse_head(std::string_view bytes);

}  // namespace sparkgate::net
