#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "certs/handles.h"
#include "certs/time.h"

namespace sparkgate::certs {

/// A new ECDSA P-256 key.
Result<KeyPtr> new_key();

/// The steps below fill in one X.509 v3 certificate, in this order: dates and key, subject, names,
/// extensions, signature. False and null mean that OpenSSL refused; `openssl_error` has its reason.
X509Ptr start(const KeyPtr& key, Time not_before, Time not_after);

/// "O = sparkgate, CN = `common_name`"; X.509 allows a common name 64 characters.
bool set_subject(const X509Ptr& certificate, const std::string& common_name);

/// Subject alternative names. Error when an address is none; DNS names are taken as they are.
Result<void> add_names(const X509Ptr& certificate, const std::vector<std::string>& dns_names,
                       const std::vector<std::string>& ip_addresses);

struct Extension {
  int nid;
  const char* value;  // in the words of openssl's x509v3_config: constants only, never input
};

/// Key identifiers refer to the keys of `certificate` and `issuer`, so both must have theirs.
bool extend(const X509Ptr& certificate, const X509Ptr& issuer,
            const std::vector<Extension>& extensions);

/// Names the issuer and signs with its key, SHA-256.
bool sign(const X509Ptr& certificate, const X509Ptr& issuer, const KeyPtr& issuer_key);

}  // namespace sparkgate::certs
