#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "certs/base64.h"
#include "certs/rotation/object.h"
#include "certs/rotation/store.h"

namespace sparkgate::rotation {

using Values = std::vector<std::pair<std::string, std::string>>;

/// An object of the API server.
inline nlohmann::json object_of(const std::string& kind, const Values& annotations) {
  nlohmann::json object = {{"kind", kind}, {"metadata", {{"resourceVersion", "7"}}}};
  for (const auto& [key, value] : annotations) object["metadata"]["annotations"][key] = value;
  return object;
}

inline Secret secret_of(const Values& data, const Values& annotations = {}) {
  nlohmann::json object = object_of("Secret", annotations);
  for (const auto& [key, value] : data) object["data"][key] = certs::encode_base64(value);
  return Secret::read(object.dump()).value();
}

inline Values values_of(const Pair& pair, const std::string& prefix = "") {
  return {{prefix + "tls.crt", pair.certificate},
          {prefix + "tls.key", pair.key},
          {prefix + "ca.crt", pair.ca}};
}

/// A mutating one whose webhooks call `web` in `spark`, with a caBundle each.
inline Registration registration_of(const std::vector<std::string>& bundles,
                                    const Values& annotations = {}) {
  nlohmann::json object = object_of("MutatingWebhookConfiguration", annotations);
  for (const std::string& bundle : bundles) {
    object["webhooks"].push_back({{"clientConfig",
                                   {{"caBundle", certs::encode_base64(bundle)},
                                    {"service", {{"name", "web"}, {"namespace", "spark"}}}}}});
  }
  return Registration::read(object.dump(), "MutatingWebhookConfiguration", {"spark", "web"})
      .value();
}

inline std::vector<std::string> bundles_of(const Registration& registration) {
  std::vector<std::string> all;
  for (const Webhook& one : registration.webhooks()) all.push_back(one.bundle);
  return all;
}

}  // namespace sparkgate::rotation
