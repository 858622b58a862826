#pragma once

#include <string>
#include <string_view>

namespace sparkgate::certs {

/// What `caBundle` of a webhook configuration holds: the PEM text of one or several CA certificates
/// in base64, on one line.
std::string encode_ca_bundle(std::string_view pem);

}  // namespace sparkgate::certs
