#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// A server's certificate, its key and the CA that signed it, PEM, as a Secret holds them.
struct Pair {
  std::string certificate;
  std::string key;
  std::string ca;
};

/// What a pair is worth.
enum class Held {
  absent,   // no certificate and no key
  unknown,  // its certificate cannot be read: nobody can tell whose it is
  broken,   // ours, but of two pairs, without its CA, or for another Service
  foreign,  // made by somebody else: the issuer is no CA of ours
  expired,  // nobody can be served with it
  due,      // good, and to be replaced
  good
};

struct JudgeRequest {
  certs::Time now;
  std::string host;  // `service.ns.svc`, which it has to name
  std::optional<std::chrono::days>
      renew_before;  // due with fewer left; absent: a third of its life
};

struct Judged {
  Held held = Held::absent;
  certs::Time not_after{};        // of the certificate; 0 when it cannot be read
  std::vector<std::string> ca{};  // each certificate in `Pair::ca`, PEM; none of an absent pair
};

Judged judge(const Pair& pair, const JudgeRequest& request);

struct MakeRequest {
  std::string service;
  std::string name_space;
  certs::Time now;
  std::chrono::days life;
};

/// A pair with a CA of its own, which signs this one certificate: its key is gone when this
/// returns.
Result<Pair> make_pair(const MakeRequest& request);

/// The certificates of a PEM text that can be read, one by one, each in its one spelling.
std::vector<std::string> split_pem(const std::string& pem);
/// Its reverse.
std::string joined(const std::vector<std::string>& certificates);

}  // namespace sparkgate::rotation
