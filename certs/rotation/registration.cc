#include "certs/rotation/registration.h"

#include <algorithm>
#include <utility>

#include "certs/base64.h"
#include "certs/pem.h"
#include "certs/rotation/object.h"

namespace sparkgate::rotation {
namespace {

using nlohmann::json;
using Certificates = std::vector<std::string>;

bool contains(const Certificates& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool contains_all(const Certificates& all, const Certificates& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return contains(all, one); });
}

std::string bundle_of(const json& webhook) {
  const std::string text = text_at(webhook, "/clientConfig/caBundle");
  const auto pem = certs::decode_base64(text);
  return pem ? *pem : text;
}

bool calls(const json& webhook, const ServiceName& service) {
  return text_at(webhook, "/clientConfig/service/name") == service.name &&
         text_at(webhook, "/clientConfig/service/namespace") == service.name_space;
}

/// Whether a caBundle is not plainly a list of certificates.
bool is_spoilt(const std::string& bundle) {
  const auto chain = certs::parse_chain(bundle);
  return !chain || (chain->empty() && !bundle.empty());
}

}  // namespace

Result<Registration> Registration::read(const std::string& text, const std::string& kind,
                                        const ServiceName& service) {
  Result<json> object = read_object(text, kind);
  if (!object) return object.error();
  std::vector<std::size_t> ours;
  const json& webhooks = (*object)["webhooks"];
  for (std::size_t i = 0; webhooks.is_array() && i < webhooks.size(); ++i) {
    if (calls(webhooks[i], service)) ours.push_back(i);
  }
  return Registration(std::move(*object), std::move(ours));
}

json& Registration::client_config(std::size_t index) {
  return object_["webhooks"][index]["clientConfig"];
}

std::vector<Webhook> Registration::webhooks() const {
  std::vector<Webhook> all;
  for (const std::size_t index : ours_) {
    const json& one = object_["webhooks"][index];
    all.push_back(
        {text_at(one, "/name"), bundle_of(one), text_at(one, "/failurePolicy") != "Ignore"});
  }
  return all;
}

std::optional<certs::Time> Registration::published() const {
  return time_in(object_, kPublished);
}

std::string Registration::owner() const {
  return cert_manager_in(object_);
}

Trust Registration::trust(const Certificates& wanted, const Certificates& kept) const {
  Trust trust{!ours_.empty(), false, published()};
  for (const Webhook& one : webhooks()) {
    const Certificates trusted = split_pem(one.bundle);
    trust.wanted = trust.wanted && contains_all(trusted, wanted);
    trust.others = trust.others || !contains_all(kept, trusted) || is_spoilt(one.bundle);
  }
  return trust;
}

void Registration::publish(const Certificates& certificates, certs::Time now) {
  for (const std::size_t index : ours_) {
    Certificates trusted = split_pem(bundle_of(object_["webhooks"][index]));
    for (const std::string& one : certificates) {
      if (!contains(trusted, one)) trusted.push_back(one);
    }
    client_config(index)["caBundle"] = certs::encode_base64(joined(trusted));
  }
  write_time(object_, kPublished, now);
}

void Registration::drop_all_but(const Certificates& certificates) {
  for (const std::size_t index : ours_) {
    client_config(index)["caBundle"] = certs::encode_base64(joined(certificates));
  }
}

}  // namespace sparkgate::rotation
