#pragma once

#include <string_view>

namespace sparkgate::policyfile {

/// Whether `text` is an IPv4 or IPv6 address as the API server's lenient reading has it: zeros may
/// lead the numbers of IPv4 (older clusters take `010.1.2.3`), and there is no zone.
bool is_address(std::string_view text);

}  // namespace sparkgate::policyfile
