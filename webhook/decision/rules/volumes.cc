#include "decision/rules/volumes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "decision/containers.h"
#include "decision/rules/volume_sources.h"

namespace sparkgate::decision {
namespace {

/// Names of volumes that may only be read, and the folder of the node that each is.
using ReadOnlyVolumes = std::map<std::string_view, std::string_view>;

bool equal_ignoring_case(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char c, char wanted) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == wanted;
  });
}

/// The kinds that exist inside `projected` only.
bool is_projected_only(std::string_view kind) {
  return kind == "serviceAccountToken" || kind == "clusterTrustBundle" || kind == "podCertificate";
}

class VolumeCheck : public Check {
 public:
  explicit VolumeCheck(const VolumeRule& rule)
      : types_(rule.types),
        types_text_(Globs(rule.types).text()),
        host_paths_(rule.host_paths),
        secrets_(rule.secrets),
        config_maps_(rule.config_maps),
        claims_(rule.claims) {}

  void run(const Subject& subject, Findings& findings) const override {
    ReadOnlyVolumes read_only;
    std::size_t index = 0;
    for (const View volume : subject.pod["spec"]["volumes"].items()) {
      const std::size_t here = index++;
      if (is_token_of_api_server(volume)) continue;
      for_each_source(volume, here, [&](const VolumeSource& source) {
        type(source, findings);
        named_objects(source, findings);
        if (source.kind == "hostPath") host_path(source, volume, read_only, findings);
        if (source.kind == "ephemeral") ephemeral_claim(source, volume, subject, findings);
      });
    }
    if (!read_only.empty()) mounts(subject.pod, read_only, findings);
  }

 private:
  bool has_type(std::string_view kind) const {
    return std::find(types_.begin(), types_.end(), kind) != types_.end();
  }

  void type(const VolumeSource& source, Findings& findings) const {
    if (types_.empty() || has_type(source.kind)) return;
    if (source.is_projected() && (!has_type("projected") || is_projected_only(source.kind))) return;
    const std::string path = source.path();
    findings.push_back(
        {path, std::string(source.kind), types_text_, path + " is not " + types_text_});
  }

  void named_objects(const VolumeSource& source, Findings& findings) const {
    const auto check = [&](const AllowedNames& names, const char* field) {
      const auto path = [&] { return source.path() + "." + field; };
      names.check(source.here[field].text(), path, findings);
    };
    if (source.kind == "secret")
      return check(secrets_, source.is_projected() ? "name" : "secretName");
    if (source.kind == "configMap") return check(config_maps_, "name");
    if (source.kind == "persistentVolumeClaim") return check(claims_, "claimName");
    driver_secrets(source, findings);
  }

  /// Of whatever kind, also of those we do not know. `secretName` among the attributes of a CSI
  /// volume is how the drivers of Azure are told; they ignore its case.
  void driver_secrets(const VolumeSource& source, Findings& findings) const {
    const auto check = [&](View name, const std::string& field) {
      secrets_.check(
          name.text(), [&] { return source.path() + "." + field; }, findings);
    };
    for (const auto [key, value] : source.here.members()) {
      if (key == "secretName") check(value, "secretName");
      if (key.ends_with("ecretRef") && value.present()) {
        check(value["name"], std::string(key) + ".name");
      }
    }
    for (const auto [key, value] : source.here["volumeAttributes"].members()) {
      if (equal_ignoring_case(key, "secretname")) {
        check(value, "volumeAttributes." + std::string(key));
      }
    }
  }

  void host_path(const VolumeSource& source, View volume, ReadOnlyVolumes& read_only,
                 Findings& findings) const {
    if (host_paths_.empty()) return;
    const std::string_view folder = source.here["path"].text();
    const std::string quoted = "\"" + std::string(folder) + "\"";
    const HostPaths::Access access = host_paths_.access(folder);
    if (access == HostPaths::Access::none) {
      const std::string path = source.path() + ".path";
      findings.push_back({path, std::string(folder), "under " + host_paths_.text(),
                          path + " " + quoted + " is not under " + host_paths_.text()});
    }
    if (access != HostPaths::Access::read) return;
    read_only.emplace(volume["name"].text(), folder);
    const std::string type(source.here["type"].text());
    if (type.ends_with("OrCreate")) {
      const std::string path = source.path() + ".type";
      findings.push_back({path, type, "a type that makes nothing",
                          path + " \"" + type + "\" may make " + quoted + ", which is read-only"});
    }
  }

  /// Kubernetes names the claim after pod and volume. What it holds may have been another's.
  void ephemeral_claim(const VolumeSource& source, View volume, const Subject& subject,
                       Findings& findings) const {
    const View metadata = subject.pod["metadata"];
    std::string name(metadata["name"].text());
    if (name.empty()) name = metadata["generateName"].text();  // a file on a desk
    name.append("-").append(volume["name"].text());
    claims_.check(
        name, [&] { return source.path(); }, findings);
    if (claims_.empty()) return;
    const View spec = source.here["volumeClaimTemplate"]["spec"];
    const auto path_of = [&](const char* field) {
      return source.path() + ".volumeClaimTemplate.spec." + field;
    };
    for (const char* field : {"dataSource", "dataSourceRef"}) {
      if (spec[field].present()) copied(spec[field], path_of(field), subject, findings);
    }
    const View volume_name = spec["volumeName"];
    const bool named =
        volume_name.present() && !(volume_name.is_text() && volume_name.text().empty());
    if (named && !claims_.names(volume_name.text())) {
      no_claim(path_of("volumeName"), volume_name.text(), findings);
    }
    if (spec["selector"].present()) no_claim(path_of("selector"), "", findings);
  }

  void copied(View origin, std::string path, const Subject& subject, Findings& findings) const {
    const std::string_view home = origin["namespace"].text();
    const bool claim = origin["kind"].text() == "PersistentVolumeClaim" &&
                       origin["apiGroup"].text().empty() &&
                       (home.empty() || home == subject.namespace_name);
    if (!claim) return no_claim(std::move(path), origin["kind"].text(), findings);
    claims_.check(
        origin["name"].text(), [&] { return path + ".name"; }, findings);
  }

  /// Volumes, snapshots and claims of other namespaces do not say whose claim they were of.
  void no_claim(std::string path, std::string_view found, Findings& findings) const {
    std::string text = path + " is no claim of this namespace";
    if (claims_.has_allow()) text += "; allowed are " + claims_.text();
    findings.push_back({std::move(path), std::string(found),
                        claims_.has_allow() ? claims_.text() : "a claim of this namespace",
                        std::move(text)});
  }

  static void mounts(View pod, const ReadOnlyVolumes& read_only, Findings& findings) {
    for_each_container(pod, [&](std::string_view list, std::size_t i, View container) {
      for (const char* field : {"volumeMounts", "volumeDevices"}) {
        std::size_t index = 0;
        for (const View mount : container[field].items()) {
          const std::size_t here = index++;
          const auto volume = read_only.find(mount["name"].text());
          const View flag = mount["readOnly"];
          if (volume == read_only.end() || flag.boolean().value_or(false)) continue;
          const std::string path =
              container_path(list, i) + "." + field + "[" + std::to_string(here) + "].readOnly";
          findings.push_back({path, flag.present() ? flag.json() : "", "true",
                              path + " is not true: \"" + std::string(volume->second) +
                                  "\" of the node is read-only"});
        }
      }
    });
  }

  std::vector<std::string> types_;
  std::string types_text_;
  HostPaths host_paths_;
  AllowedNames secrets_, config_maps_, claims_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const VolumeRule& rule) {
  return std::make_unique<VolumeCheck>(rule);
}

}  // namespace sparkgate::decision
