#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sparkgate::certs {

/// Base64 (RFC 4648) with padding on one line: how Kubernetes writes bytes in JSON, so a
/// `caBundle`, which is the PEM text of one or several certificates, and the values of a Secret.
std::string encode_base64(std::string_view bytes);

/// Error when `text` is no base64 with padding; white space around it counts as none.
Result<std::string> decode_base64(std::string_view text);

}  // namespace sparkgate::certs
