#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/time.h"

namespace sparkgate::certs {

inline constexpr std::chrono::days kCaLife{3650};
inline constexpr std::chrono::days kLeafLife{365};

/// Certificates are valid from this long before they are made: clocks in a cluster differ.
inline constexpr std::chrono::minutes kBackdated{10};

/// A certificate and its private key, both PEM.
struct Issued {
  std::string certificate;
  std::string key;
};

struct CaRequest {
  Time now;
  std::chrono::days life = kCaLife;  // from `now`
};

struct LeafRequest {
  std::string service;
  std::string name_space;
  std::vector<std::string> dns_names;     // beside those of the Service
  std::vector<std::string> ip_addresses;  // "127.0.0.1", "::1"
  Time now;
  std::chrono::days life = kLeafLife;  // from `now`; cut where the CA ends
};

/// A new self-signed CA: ECDSA P-256, may sign leaves only. Each has a subject and a key identifier
/// of its own, so that two generations can be trusted side by side.
Result<Issued> issue_ca(const CaRequest& request);

/// A server certificate for a Service, ECDSA P-256, signed by `ca`. Fails when a name is not valid,
/// `ca` is no CA with its key, or has ended by `now`.
Result<Issued> issue_leaf(const Issued& ca, const LeafRequest& request);

}  // namespace sparkgate::certs
