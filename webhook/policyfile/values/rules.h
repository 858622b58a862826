#pragma once

#include "policyfile/values/place.h"

// What the fields of an object must be together, one function a type of Kubernetes, one file a
// paragraph of its API. Each mirrors a function of k8s.io/kubernetes v1.36,
// pkg/apis/core/validation, as far as a template alone can break it.

namespace sparkgate::policyfile {

/// Containers without an image only change a container that is there; they may be half of one.
inline bool is_whole_container(const Place& container) {
  return container.has("image");
}

// pod_rules.cc
void pod_rules(const Place& pod);
void dns_rules(const Place& dns);

// annotation_rules.cc
void annotation_rules(const Place& metadata);

// container_rules.cc
void container_rules(const Place& container);
void handler_rules(const Place& handler);
void mount_rules(const Place& mount);

// environment_rules.cc
void env_from_rules(const Place& source);
void env_source_rules(const Place& source);
void downward_file_rules(const Place& file);

// resource_rules.cc
void resource_rules(const Place& resources);
void container_resource_names(const Place& resources);
void pod_resource_names(const Place& resources);
void claim_rules(const Place& claim);

// scheduling_rules.cc
void node_selector_rules(const Place& selector);
void node_term_rules(const Place& term);
void label_requirement_rules(const Place& requirement);
void affinity_term_rules(const Place& term);
void toleration_rules(const Place& toleration);
void spread_rules(const Place& constraint);

// security_rules.cc
void pod_security_rules(const Place& context);
void security_rules(const Place& context);
void seccomp_rules(const Place& seccomp);
void app_armor_rules(const Place& app_armor);

// volume_rules.cc
void volume_rules(const Place& volume);
void fibre_channel_rules(const Place& source);
void csi_rules(const Place& source);
void claim_template_rules(const Place& claim);
void claim_spec_rules(const Place& spec);

// projected_rules.cc
void projected_rules(const Place& projected);
void trust_bundle_rules(const Place& bundle);
void pod_certificate_rules(const Place& certificate);

}  // namespace sparkgate::policyfile
