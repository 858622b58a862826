#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/describe.h"
#include "certs/time.h"

namespace sparkgate::certs {

/// A finding is made when a certificate has fewer days left than this.
inline constexpr std::int64_t kSoonDays = 30;

/// One file: PEM certificates, a private key, or both.
struct PemFile {
  std::string name;  // its path: `tls.key` belongs to the `tls.crt` beside it
  std::string pem;
};

struct InspectRequest {
  Time now;
  std::string host;  // the name callers verify, `svc.ns.svc`; empty: no name is looked for
};

/// The three answers are absent where there was nothing to compare with.
struct InspectedCertificate {
  std::string name;      // the file's; " #2" behind it for the second certificate in one file
  bool serving = false;  // what a server shows: first in `tls.crt` or first in a file, and no CA
  Description description;
  std::int64_t days_left = 0;
  std::optional<bool> key_fits;
  std::optional<bool> chains_to_ca;  // through one of the CA certificates among the files
  std::optional<bool> covers_host;
};

struct Inspection {
  std::vector<InspectedCertificate> certificates;  // in the order of the files
  std::vector<std::string> findings;               // one sentence each; none: all is well
};

/// What these files hold and whether they fit together. Error when one of them cannot be read as
/// PEM, or when there is no certificate at all.
Result<Inspection> inspect(const std::vector<PemFile>& files, const InspectRequest& request);

}  // namespace sparkgate::certs
