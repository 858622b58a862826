#include <charconv>

#include "decision/kubernetes_annotations.h"
#include "decision/selector.h"
#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

using std::string_view;

/// Annotations of which Kubernetes reads the value.
constexpr string_view kDeletionCost = "controller.kubernetes.io/pod-deletion-cost";
constexpr string_view kMirror = "kubernetes.io/config.mirror";
constexpr string_view kSeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr string_view kSeccompContainer = "container.seccomp.security.alpha.kubernetes.io/";

bool is_deletion_cost(string_view text) {
  std::int32_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  return error == std::errc() && end == last && (text == "0" || text.front() != '0');
}

bool is_seccomp(string_view text) {
  if (!text.starts_with("localhost/")) {
    return text == "runtime/default" || text == "docker/default" || text == "unconfined";
  }
  return relative_path_mistake(text.substr(text.find('/') + 1)).empty();
}

/// What the value of a known annotation must be; "" when it is.
string_view annotation_mistake(string_view name, string_view value) {
  if (name == kDeletionCost && !is_deletion_cost(value)) return "must be a whole number of 32 bits";
  if (name == kMirror) return "cannot be set: it marks pods that a kubelet made by itself";
  if (name == kSeccompPod || name.starts_with(kSeccompContainer)) {
    return is_seccomp(value) ? "" : "must be runtime/default, unconfined or localhost/PATH";
  }
  const bool app_armor = value.empty() || value == "runtime/default" || value == "unconfined" ||
                         value.starts_with("localhost/");
  if (name.starts_with(decision::kAppArmorAnnotation) && !app_armor) {
    return "must be runtime/default, unconfined or localhost/PROFILE";
  }
  return {};
}

}  // namespace

void annotation_rules(const Place& metadata) {
  std::size_t size = 0;
  for (const Member& member : members(metadata.find("annotations"))) {
    if (member.value.is_null()) continue;  // taken out
    const std::string value = member.value.text();
    const std::string wrong = decision::label_key_mistake(lower_case(member.name));
    if (!wrong.empty()) metadata.refuse_key("annotations", member, wrong);
    size += member.name.size() + value.size();
    const string_view why = annotation_mistake(member.name, value);
    if (!why.empty()) metadata.refuse_at(member.value, "annotations." + member.name, why);
  }
  if (size > decision::kMostAnnotationBytes) {
    metadata.refuse("annotations", "cannot have more than 262144 bytes in all");
  }
}

}  // namespace sparkgate::policyfile
