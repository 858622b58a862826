#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <utility>

#include "base/files.h"
#include "certs/base64.h"
#include "certs/cluster/access.h"

// yaml-cpp is a guest of this file: its nodes and exceptions end here.

namespace sparkgate::cluster {
namespace {

constexpr std::size_t kMaxFile = 1024 * 1024;

/// The text at `key`; empty when it is not there or no scalar.
std::string text(const YAML::Node& map, const char* key) {
  const YAML::Node value = map.IsMap() ? map[key] : YAML::Node();
  return value.IsDefined() && value.IsScalar() ? value.Scalar() : "";
}

bool has(const YAML::Node& map, const char* key) {
  return map.IsMap() && map[key].IsDefined() && !map[key].IsNull();
}

/// The `inner` map of the entry called `name` in a list such as `clusters`.
Result<YAML::Node> entry(const YAML::Node& all, const char* list, const char* inner,
                         const std::string& name) {
  for (const YAML::Node& one : all[list]) {
    if (text(one, "name") == name && has(one, inner)) return one[inner];
  }
  return Error{std::string("no ") + inner + " \"" + name + "\" in it"};
}

class Reader {
 public:
  explicit Reader(const std::string& path) : folder_(std::filesystem::path(path).parent_path()) {}

  Result<Access> read(const YAML::Node& all) const {
    const std::string current = text(all, "current-context");
    if (current.empty()) return Error{"it has no current-context"};
    const auto context = entry(all, "contexts", "context", current);
    if (!context) return context.error();
    const auto cluster = entry(all, "clusters", "cluster", text(*context, "cluster"));
    if (!cluster) return cluster.error();
    const auto user = entry(all, "users", "user", text(*context, "user"));
    if (!user) return user.error();
    Result<Access> access = read_cluster(*cluster);
    if (!access) return access;
    return read_user(*user, text(*context, "user"), std::move(*access));
  }

 private:
  Result<Access> read_cluster(const YAML::Node& cluster) const {
    Result<Access> access = access_to(text(cluster, "server"));
    if (!access) return Error{"server " + access.error().message};
    if (text(cluster, "insecure-skip-tls-verify") == "true") {
      return Error{"insecure-skip-tls-verify: the API server's certificate is always verified"};
    }
    if (has(cluster, "proxy-url")) return Error{"proxy-url: proxies are not spoken to"};
    if (has(cluster, "tls-server-name")) return Error{"tls-server-name is not supported"};
    Result<std::string> ca = bytes(cluster, "certificate-authority");
    if (!ca) return ca.error();
    if (ca->empty()) return Error{"its cluster has no certificate-authority"};
    access->ca = std::move(*ca);
    return access;
  }

  Result<Access> read_user(const YAML::Node& user, const std::string& name, Access access) const {
    access.token = text(user, "token");
    Result<std::string> certificate = bytes(user, "client-certificate");
    if (!certificate) return certificate.error();
    Result<std::string> key = bytes(user, "client-key");
    if (!key) return key.error();
    access.certificate = std::move(*certificate);
    access.key = std::move(*key);
    if (access.certificate.empty() != access.key.empty()) {
      return Error{"user \"" + name + "\" has one of client-certificate and client-key only"};
    }
    if (access.token.empty() && access.key.empty()) {
      return Error{"user \"" + name +
                   "\" has neither a token nor a client certificate; exec, auth-provider and "
                   "passwords are not supported (`kubectl create token` makes a token)"};
    }
    return access;
  }

  /// `KEY-data` in base64, or the file that `KEY` names; empty when neither is there.
  Result<std::string> bytes(const YAML::Node& map, const std::string& key) const {
    const std::string data = text(map, (key + "-data").c_str());
    if (!data.empty()) {
      Result<std::string> decoded = certs::decode_base64(data);
      if (!decoded) return Error{key + "-data: " + decoded.error().message};
      return decoded;
    }
    const std::string file = text(map, key.c_str());
    if (file.empty()) return std::string();
    return read_file((folder_ / file).string(), kMaxFile);
  }

  std::filesystem::path folder_;
};

}  // namespace

Result<Access> read_kubeconfig(const std::string& path) {
  const Result<std::string> content = read_file(path, kMaxFile);
  if (!content) return content.error();
  try {
    Result<Access> access = Reader(path).read(YAML::Load(*content));
    if (!access) return Error{path + ": " + access.error().message};
    return access;
  } catch (const YAML::Exception& error) {
    return Error{path + ": " + error.what()};
  }
}

}  // namespace sparkgate::cluster
