#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "certs/handles.h"

namespace sparkgate::certs {

/// More PEM text than this is refused unread: parsers have been made to spin on large input
/// (CVE-2024-12401), and a chain with its key takes a few KiB.
inline constexpr std::size_t kMaxPemBytes = 64 * 1024;

/// Every certificate in `pem`, in order. Other blocks and text between blocks are skipped; without
/// any certificate the chain is empty. Fails when one block is broken or cut off.
Result<Chain> parse_chain(std::string_view pem);

/// Those certificates of `pem` that can be read, in order, however long it is and whatever stands
/// between them: as Go's CertPool.AppendCertsFromPEM, so kube-apiserver, finds them in a caBundle.
Chain readable_certificates(std::string_view pem);

/// Whether `pem` has a private key for `parse_key` to read.
bool has_key(std::string_view pem);

/// The first private key in `pem`, PKCS #8, SEC1 or PKCS #1. Never asks for a password: an
/// encrypted key is an error.
Result<KeyPtr> parse_key(std::string_view pem);

/// PEM text; empty only when OpenSSL is out of memory. A key comes out as PKCS #8, unencrypted.
std::string to_pem(const X509Ptr& certificate);
std::string to_pem(const KeyPtr& key);

}  // namespace sparkgate::certs
