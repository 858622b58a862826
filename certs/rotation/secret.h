#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/rotation/pair.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// The Secret that the server's pods mount, and in it the state of a rotation: the pair that is
/// served in `tls.crt`, `tls.key` and `ca.crt`, while another is prepared that one in the same
/// names behind `next-`; in `previous-ca.crt` the CAs of pairs that replicas may serve still, and
/// as an annotation when the pair was swapped last. What else it holds stays.
class Secret {
 public:
  /// Of the API server's JSON. A value that is no base64 is kept as it is, and broken as PEM.
  static Result<Secret> read(const std::string& text);

  Pair current() const;
  Pair next() const;
  std::vector<std::string> previous() const;  // CAs, PEM, one by one
  bool has_previous() const;                  // readable or not
  std::optional<certs::Time> swapped() const;
  /// When others changed it last, as API servers write down in `metadata.managedFields`.
  std::optional<certs::Time> changed_by_others() const;
  /// The annotation of cert-manager that says whose this Secret is; empty when there is none.
  std::string owner() const;

  void set_next(const Pair& pair);
  /// The next pair is the one that is served from `now` on, and there is no next; the CA of the one
  /// before it is a previous one.
  void swap(certs::Time now);
  /// There is no previous CA.
  void forget();

  std::string text() const { return object_.dump(); }

 private:
  explicit Secret(nlohmann::json object) : object_(std::move(object)) {}
  std::string value(const std::string& key) const;

  nlohmann::json object_;
};

}  // namespace sparkgate::rotation
