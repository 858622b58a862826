#include "certs/cluster/access.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "base/files.h"
#include "certs/cluster/printable.h"

namespace sparkgate::cluster {
namespace {

constexpr std::size_t kMaxFile = 64 * 1024;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// No part of what is read from a URL here. A NUL would end the name that is verified, and not the
/// one that is called.
bool is_odd(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || c == '?' || c == '#' || c == '@';
}

std::string trimmed(std::string text) {
  const std::size_t end = text.find_last_not_of(" \r\n\t");
  text.resize(end == std::string::npos ? 0 : end + 1);
  return text;
}

}  // namespace

Result<Access> access_to(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  // What stands before an '@' is a name and a password.
  const std::string shown =
      url.find('@') == url.npos ? '"' + printable(url) + '"' : "a URL with '@'";
  const Error wrong{shown + " is not https://HOST[:PORT][/PATH]"};
  if (!url.starts_with(kScheme)) return wrong;
  std::string_view rest = std::string_view(url).substr(kScheme.size());
  Access access;
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos) access.path = rest.substr(slash);
  while (access.path.ends_with('/')) access.path.pop_back();
  rest = rest.substr(0, slash);
  // An address of IPv6 is in brackets and has colons of its own.
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == std::string_view::npos) return wrong;
  const std::size_t colon = rest.find(':', bracket);
  access.host = bracket > 0 ? rest.substr(1, bracket - 1) : rest.substr(0, colon);
  access.port = colon == std::string_view::npos ? "443" : rest.substr(colon + 1);
  const bool odd = std::any_of(url.begin(), url.end(), is_odd);
  if (access.host.empty() || !is_port(access.port) || odd) return wrong;
  return access;
}

PodPlaces pod_places() {
  return {variable("KUBERNETES_SERVICE_HOST"), variable("KUBERNETES_SERVICE_PORT"),
          "/var/run/secrets/kubernetes.io/serviceaccount"};
}

Result<Access> read_in_cluster(const PodPlaces& places) {
  if (places.host.empty() || !is_port(places.port)) {
    return Error{
        "this is not a pod (KUBERNETES_SERVICE_HOST and _PORT are not set); --kubeconfig "
        "FILE says where the cluster is"};
  }
  const Result<std::string> token = read_file(places.folder + "/token", kMaxFile);
  if (!token) return Error{"this pod has no token: " + token.error().message};
  Result<std::string> ca = read_file(places.folder + "/ca.crt", kMaxFile);
  if (!ca) return ca.error();
  return Access{.host = places.host,
                .port = places.port,
                .path = "",
                .ca = std::move(*ca),
                .token = trimmed(*token),
                .certificate = "",
                .key = ""};
}

}  // namespace sparkgate::cluster
