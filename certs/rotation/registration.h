#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/rotation/pair.h"
#include "certs/rotation/step.h"
#include "certs/time.h"

namespace sparkgate::rotation {

struct ServiceName {
  std::string name_space;
  std::string name;
};

/// A webhook and what it trusts.
struct Webhook {
  std::string name;
  std::string bundle;  // PEM; empty: the roots of the API server's own machine
  bool fails = true;   // failurePolicy Fail: without an answer the pod is refused
};

/// A Mutating- or ValidatingWebhookConfiguration. Of its webhooks only those count that call
/// `service`; the others stay as they are.
class Registration {
 public:
  /// Of the API server's JSON. Error when it is no `kind`.
  static Result<Registration> read(const std::string& text, const std::string& kind,
                                   const ServiceName& service);

  std::vector<Webhook> webhooks() const;
  std::optional<certs::Time> published() const;
  /// The annotation of cert-manager that says who fills the caBundles in; empty: nobody.
  std::string owner() const;
  /// Whether there are any, and all trust all of `wanted`, and whether one trusts anything but
  /// `kept`.
  Trust trust(const std::vector<std::string>& wanted, const std::vector<std::string>& kept) const;

  /// Adds what a webhook does not trust yet to what it trusts; of a caBundle that is broken what
  /// can be read stays. `now` is written down as the time of it.
  void publish(const std::vector<std::string>& certificates, certs::Time now);
  /// Trusts these and no others.
  void drop_all_but(const std::vector<std::string>& certificates);

  std::string text() const { return object_.dump(); }

 private:
  Registration(nlohmann::json object, std::vector<std::size_t> ours)
      : object_(std::move(object)), ours_(std::move(ours)) {}
  nlohmann::json& client_config(std::size_t index);

  nlohmann::json object_;
  std::vector<std::size_t> ours_;  // indices in `webhooks`
};

}  // namespace sparkgate::rotation
