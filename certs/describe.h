#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "certs/handles.h"
#include "certs/time.h"

namespace sparkgate::certs {

/// One certificate as a person reads it. All text is printable ASCII, whatever the certificate
/// holds: the rest is escaped.
struct Description {
  std::string subject;  // "O = sparkgate, CN = sparkgate-webhook"; may be empty
  std::string issuer;
  std::string serial;                  // hexadecimal, upper case
  std::vector<std::string> dns_names;  // subject alternative names; other kinds are left out
  std::vector<std::string> ip_addresses;
  Time not_before;
  Time not_after;
  std::string sha256;  // fingerprint, as openssl prints it: "AB:CD:…"
  bool is_ca = false;
};

/// Fails when the certificate's dates cannot be read.
Result<Description> describe(const X509Ptr& certificate);

}  // namespace sparkgate::certs
