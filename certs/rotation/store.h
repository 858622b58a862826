#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "certs/cluster/client.h"
#include "certs/rotation/registration.h"
#include "certs/rotation/secret.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// Where the objects of one installation are.
struct Places {
  ServiceName service;        // in the namespace of the Secret
  std::string secret;         // its name
  std::string configuration;  // the name of the mutating and of the validating one
};

/// "Secret NAMESPACE/NAME", and "KIND NAME" of a configuration: how messages call them.
std::string name_of_secret(const Places& places);
std::string name_of_registration(const Places& places, std::size_t index);

/// The name that API servers verify, `service.ns.svc`.
std::string host_of(const Places& places);

/// What was stored when we looked. `now` is the API server's, later than all of it was read.
struct View {
  std::vector<Registration> registrations;  // the mutating one, the validating one
  Secret secret;
  certs::Time now;
};

/// Reads and replaces the three objects of an installation, and no others.
class Store {
 public:
  Store(const cluster::Client& client, Places places)
      : client_(client), places_(std::move(places)) {}

  /// The configurations first, then the Secret: a `next` pair that was prepared before a CA was
  /// seen in a configuration is seen, too. Who then drops a CA drops none that is to be served.
  Result<View> look();

  /// Whether all of `certificates` are trusted by both, as one API server has them in its cache.
  Result<bool> trusts_in_cache(const std::vector<std::string>& certificates);

  /// Each replaces the object that was read, and fails when it was changed meanwhile.
  Result<void> put(const Secret& secret);
  Result<void> put(const Registration& registration, std::size_t index);

  /// Whether the last failure may pass: a conflict, no answer, a server in trouble.
  bool may_pass() const { return may_pass_; }

 private:
  Result<Registration> read(std::size_t index, const std::string& query);
  Result<cluster::Reply> checked(const std::string& what, Result<cluster::Reply> reply);

  const cluster::Client& client_;
  Places places_;
  bool may_pass_ = false;
  bool missing_ = false;  // the last answer was 404
};

}  // namespace sparkgate::rotation
