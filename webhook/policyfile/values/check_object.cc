#include "policyfile/values/check_object.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "policyfile/values/check_values.h"
#include "policyfile/values/rules.h"

namespace sparkgate::policyfile {
namespace {

struct TypeRules {
  std::string_view type;
  void (*check)(const Place& object);
};

constexpr std::array<TypeRules, 29> kRules = {{
    {"ObjectMeta", annotation_rules},
    {"PodSpec", pod_rules},
    {"PodDNSConfig", dns_rules},
    {"PodResourceClaim", claim_rules},
    {"PodSecurityContext", pod_security_rules},

    {"Container", container_rules},
    {"LifecycleHandler", handler_rules},
    {"VolumeMount", mount_rules},
    {"EnvFromSource", env_from_rules},
    {"EnvVarSource", env_source_rules},
    {"DownwardAPIVolumeFile", downward_file_rules},
    {"ResourceRequirements", resource_rules},
    {"SecurityContext", security_rules},
    {"SeccompProfile", seccomp_rules},
    {"AppArmorProfile", app_armor_rules},

    {"Volume", volume_rules},
    {"FCVolumeSource", fibre_channel_rules},
    {"CSIVolumeSource", csi_rules},
    {"ProjectedVolumeSource", projected_rules},
    {"ClusterTrustBundleProjection", trust_bundle_rules},
    {"PodCertificateProjection", pod_certificate_rules},
    {"PersistentVolumeClaimTemplate", claim_template_rules},
    {"PersistentVolumeClaimSpec", claim_spec_rules},

    {"NodeSelector", node_selector_rules},
    {"NodeSelectorTerm", node_term_rules},
    {"LabelSelectorRequirement", label_requirement_rules},
    {"PodAffinityTerm", affinity_term_rules},
    {"Toleration", toleration_rules},
    {"TopologySpreadConstraint", spread_rules},
}};

}  // namespace

void check_object(const Node& object, const decision::PodType& type, const std::string& path,
                  Source& source) {
  if (is_directive(object)) return;
  check_values(object, type, path, source);
  const auto* const found = std::find_if(kRules.begin(), kRules.end(), [&](const TypeRules& rules) {
    return rules.type == type.name;
  });
  if (found != kRules.end()) found->check(Place(&object, type, path, source));
}

}  // namespace sparkgate::policyfile
