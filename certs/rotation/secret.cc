#include "certs/rotation/secret.h"

#include <algorithm>
#include <utility>

#include "certs/base64.h"
#include "certs/cluster/client.h"
#include "certs/rotation/object.h"

namespace sparkgate::rotation {
namespace {

using nlohmann::json;

constexpr char kNext[] = "next-";
constexpr char kPrevious[] = "previous-ca.crt";

void put(json& data, const std::string& prefix, const Pair& pair) {
  data[prefix + "tls.crt"] = certs::encode_base64(pair.certificate);
  data[prefix + "tls.key"] = certs::encode_base64(pair.key);
  data[prefix + "ca.crt"] = certs::encode_base64(pair.ca);
}

}  // namespace

Result<Secret> Secret::read(const std::string& text) {
  Result<json> object = read_object(text, "Secret");
  if (!object) return object.error();
  if (!(*object)["data"].is_object()) (*object)["data"] = json::object();
  return Secret(std::move(*object));
}

std::string Secret::value(const std::string& key) const {
  const std::string text = text_at(object_["data"], ("/" + key).c_str());
  const auto decoded = certs::decode_base64(text);
  return decoded ? *decoded : text;
}

Pair Secret::current() const {
  return {value("tls.crt"), value("tls.key"), value("ca.crt")};
}

Pair Secret::next() const {
  const std::string prefix = kNext;
  return {value(prefix + "tls.crt"), value(prefix + "tls.key"), value(prefix + "ca.crt")};
}

std::vector<std::string> Secret::previous() const {
  return split_pem(value(kPrevious));
}

bool Secret::has_previous() const {
  return object_["data"].contains(kPrevious);
}

std::optional<certs::Time> Secret::swapped() const {
  return time_in(object_, kSwapped);
}

std::optional<certs::Time> Secret::changed_by_others() const {
  const json::json_pointer pointer("/metadata/managedFields");
  std::optional<certs::Time> last;
  if (!object_.contains(pointer) || !object_[pointer].is_array()) return last;
  for (const json& one : object_[pointer]) {
    const auto time = certs::read_utc(text_at(one, "/time"));
    if (time && text_at(one, "/manager") != cluster::kAgent) last = std::max(last, {*time});
  }
  return last;
}

std::string Secret::owner() const {
  return cert_manager_in(object_);
}

void Secret::set_next(const Pair& pair) {
  put(object_["data"], kNext, pair);
}

void Secret::swap(certs::Time now) {
  json& data = object_["data"];
  std::string previous = joined(this->previous());
  for (const std::string& one : split_pem(current().ca)) {
    if (previous.find(one) == std::string::npos) previous += one;
  }
  if (!previous.empty()) data[kPrevious] = certs::encode_base64(previous);
  put(data, "", next());
  for (const char* name : {"tls.crt", "tls.key", "ca.crt"}) data.erase(std::string(kNext) + name);
  write_time(object_, kSwapped, now);
}

void Secret::forget() {
  object_["data"].erase(kPrevious);
}

}  // namespace sparkgate::rotation
