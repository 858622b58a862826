#include <algorithm>
#include <set>

#include "decision/selector.h"
#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

/// `company.com/name`, both parts DNS names, the first one with a dot.
bool is_signer(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view domain = name.substr(0, slash);
  return domain.find('.') != std::string_view::npos && decision::is_dns_subdomain(domain) &&
         decision::is_dns_subdomain(name.substr(slash + 1));
}

void signer(const Place& source) {
  const std::string name = source.text("signerName");
  if (name.empty() || is_signer(name)) return;
  source.refuse("signerName", "is '" + name + "': a signer is called like company.com/name");
}

/// `name`, or `company.com:name:rest` for the bundle of a signer.
bool is_bundle(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos) return decision::is_dns_subdomain(name);
  return name.substr(0, colon).find('/') == std::string_view::npos &&
         decision::is_dns_subdomain(name.substr(colon + 1));
}

/// Which files of a projected volume are there so far. Two in one place are refused.
class Files {
 public:
  void add(const Place& source, std::string_view field) {
    const std::string path = source.text(field);
    if (path.empty() || paths_.insert(path).second) return;
    source.refuse(field, "is '" + path + "', where the volume has another file");
  }

 private:
  std::set<std::string> paths_;
};

}  // namespace

void projected_rules(const Place& projected) {
  Files files;
  for (const Place& source : projected.items("sources")) {
    for (const char* kind : {"secret", "configMap", "downwardAPI"}) {
      for (const Place& item : source.at(kind).items("items")) files.add(item, "path");
    }
    files.add(source.at("clusterTrustBundle"), "path");
    for (const char* field : {"credentialBundlePath", "keyPath", "certificateChainPath"}) {
      files.add(source.at("podCertificate"), field);
    }
  }
}

void trust_bundle_rules(const Place& bundle) {
  if (bundle.has("name") == bundle.has("signerName")) {
    return bundle.refuse("needs one of 'name' and 'signerName'");
  }
  const std::string name = bundle.text("name");
  if (bundle.has("name") && !is_bundle(name)) {
    bundle.refuse("name", "is '" + name + "', which is no name of a ClusterTrustBundle");
  }
  if (bundle.has("name") && bundle.has("labelSelector")) {
    bundle.refuse("labelSelector", "cannot be set beside name");
  }
  if (bundle.has("signerName") && bundle.text("signerName").empty()) {
    bundle.refuse("signerName", "must not be empty");
  }
  signer(bundle);
}

void pod_certificate_rules(const Place& certificate) {
  signer(certificate);
  const auto said = [&](const char* field) { return !certificate.text(field).empty(); };
  if (said("credentialBundlePath") || said("keyPath") || said("certificateChainPath")) return;
  certificate.refuse("needs one of 'credentialBundlePath', 'keyPath' and 'certificateChainPath'");
}

}  // namespace sparkgate::policyfile
