#include "decision/rules/volume_sources.h"

namespace sparkgate::decision {
namespace {

/// What the ServiceAccount admission plug-in writes. The second ConfigMap is OpenShift's.
/// Source: plugin/pkg/admission/serviceaccount, TokenVolumeSource.
constexpr std::string_view kNamePrefix = "kube-api-access-";
constexpr std::int64_t kLifetime = 3607;
constexpr std::array<std::string_view, 2> kAuthorities = {"kube-root-ca.crt",
                                                          "openshift-service-ca.crt"};

bool is_own_token(View token) {
  return token.present() && token["path"].text() == "token" && !token["audience"].present() &&
         token["expirationSeconds"].integer() == kLifetime;
}

bool is_authority(View config_map) {
  const std::string_view name = config_map["name"].text();
  return name == kAuthorities[0] || name == kAuthorities[1];
}

bool is_namespace(View downward) {
  const View items = downward["items"];
  return items.size() == 1 && items.at(0)["fieldRef"]["fieldPath"].text() == "metadata.namespace";
}

}  // namespace

std::string VolumeSource::path() const {
  std::string text = "spec.volumes[" + std::to_string(volume) + "].";
  if (is_projected()) text += "projected.sources[" + std::to_string(projection) + "].";
  return text += kind;
}

bool is_token_of_api_server(View volume) {
  const View sources = volume["projected"]["sources"];
  if (volume.size() != 2 || sources.size() == 0) return false;
  if (!volume["name"].text().starts_with(kNamePrefix)) return false;
  for (const View source : sources.items()) {
    const bool known = is_own_token(source["serviceAccountToken"]) ||
                       is_authority(source["configMap"]) || is_namespace(source["downwardAPI"]);
    if (source.size() != 1 || !known) return false;
  }
  return true;
}

}  // namespace sparkgate::decision
