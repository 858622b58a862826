#pragma once

#include <string>

#include "base/result.h"
#include "certs/handles.h"

namespace sparkgate::certs {

/// Whether `key` is the private half of the certificate's public key.
bool key_fits(const X509Ptr& certificate, const KeyPtr& key);

/// Whether a client that trusts `trusted`, as kube-apiserver trusts a caBundle, accepts the first
/// certificate of `chain` (not empty) as a server's; the error is the reason. Names and dates are
/// not looked at: they have their own checks and messages.
Result<void> check_trust(const Chain& chain, const Chain& trusted);

/// Whether the certificate's alternative names allow `host`. As in Go's TLS, the subject does not
/// count and `*` stands for one whole label.
bool covers(const X509Ptr& certificate, const std::string& host);

}  // namespace sparkgate::certs
