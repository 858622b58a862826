#include "certs/rotation/store.h"

#include <array>
#include <utility>

#include "certs/names.h"

namespace sparkgate::rotation {
namespace {

struct Kind {
  const char* name;
  const char* plural;
};
constexpr std::array<Kind, 2> kKinds = {{
    {"MutatingWebhookConfiguration", "mutatingwebhookconfigurations"},
    {"ValidatingWebhookConfiguration", "validatingwebhookconfigurations"},
}};

std::string path_of(std::size_t index, const std::string& name) {
  return std::string("/apis/admissionregistration.k8s.io/v1/") + kKinds.at(index).plural + '/' +
         name;
}

std::string path_of_secret(const Places& places) {
  return "/api/v1/namespaces/" + places.service.name_space + "/secrets/" + places.secret;
}

}  // namespace

std::string name_of_secret(const Places& places) {
  return "Secret " + places.service.name_space + '/' + places.secret;
}

std::string name_of_registration(const Places& places, std::size_t index) {
  return std::string(kKinds.at(index).name) + ' ' + places.configuration;
}

std::string host_of(const Places& places) {
  return certs::service_host(places.service.name, places.service.name_space);
}

Result<cluster::Reply> Store::checked(const std::string& what, Result<cluster::Reply> reply) {
  may_pass_ = !reply || reply->may_change() || reply->status == 409;
  missing_ = reply && reply->status == 404;
  if (!reply || reply->ok()) return reply;
  return Error{what + ": " + reply->text()};
}

Result<Registration> Store::read(std::size_t index, const std::string& query) {
  const std::string name = name_of_registration(places_, index);
  const auto reply = checked(name, client_.get(path_of(index, places_.configuration) + query));
  if (!reply) return reply.error();
  auto one = Registration::read(reply->body, kKinds.at(index).name, places_.service);
  if (!one) return Error{name + ": " + one.error().message};
  return one;
}

Result<bool> Store::trusts_in_cache(const std::vector<std::string>& certificates) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    // Version 0 is "whatever you have": an API server answers from the cache that feeds its
    // webhooks.
    const auto one = read(i, "?resourceVersion=0");
    if (!one && missing_) return false;  // one made anew, which this cache has not seen
    if (!one) return one.error();
    if (!one->trust(certificates, {}).wanted) return false;
  }
  return true;
}

Result<View> Store::look() {
  std::vector<Registration> registrations;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    auto one = read(i, "");
    if (!one) return one.error();
    registrations.push_back(std::move(*one));
  }
  const auto reply = checked(name_of_secret(places_), client_.get(path_of_secret(places_)));
  if (!reply) return reply.error();
  auto secret = Secret::read(reply->body);
  if (!secret) return Error{name_of_secret(places_) + ": " + secret.error().message};
  return View{std::move(registrations), std::move(*secret), reply->date};
}

Result<void> Store::put(const Secret& secret) {
  const auto reply =
      checked(name_of_secret(places_), client_.put(path_of_secret(places_), secret.text()));
  return reply ? Result<void>() : reply.error();
}

Result<void> Store::put(const Registration& registration, std::size_t index) {
  const auto reply =
      checked(name_of_registration(places_, index),
              client_.put(path_of(index, places_.configuration), registration.text()));
  return reply ? Result<void>() : reply.error();
}

}  // namespace sparkgate::rotation
