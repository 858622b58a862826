#pragma once

#include <string>

#include "base/result.h"
#include "certs/cluster/access.h"
#include "certs/time.h"

namespace sparkgate::cluster {

/// How it calls itself; API servers write it down as the manager of what it puts.
inline constexpr char kAgent[] = "sparkgate-certs";

/// What the API server said. Errors of a call are those without an answer.
struct Reply {
  unsigned status = 0;  // of HTTP
  std::string body;     // an object as JSON, or what HTTP had to say
  certs::Time date{};   // by the API server's clock, of an answer that is ok()

  bool ok() const { return status >= 200 && status < 300; }
  /// An answer that may be another one soon: too many requests, or a server in trouble.
  bool may_change() const { return status == 429 || status >= 500; }
  /// "403 Forbidden: " and the message of the Status object in `body`, printable. What is no Status
  /// is not told: it may repeat the request, and the token in it.
  std::string text() const;
};

/// Calls an API server over HTTPS, a connection a call. Its certificate is always verified, against
/// `access.ca` and by its name. An answer has 4 MiB at most, and each step of a call 10 seconds.
class Client {
 public:
  explicit Client(Access access) : access_(std::move(access)) {}

  /// `path` from "/api" or "/apis" on. An error says with whom there was no talking, and why.
  Result<Reply> get(const std::string& path) const { return call("GET", path, ""); }

  /// Replaces the object at `path`. The one in `json` has the resourceVersion that was read: when
  /// another one is stored by now, the answer is 409 and nothing changes.
  Result<Reply> put(const std::string& path, const std::string& json) const {
    return call("PUT", path, json);
  }

 private:
  Result<Reply> call(const std::string& verb, const std::string& path,
                     const std::string& json) const;

  Access access_;
};

}  // namespace sparkgate::cluster
