#include <algorithm>
#include <map>
#include <string>

#include "decision/guards/whole_pod.h"
#include "decision/kubernetes_annotations.h"

namespace sparkgate::decision {
namespace {

using std::string_view;

constexpr std::size_t kReserve = 4 * 1024;  // bytes, for our own annotations

bool is_app_armor(const Edit& edit) {
  return edit.name.starts_with(kAppArmorAnnotation);
}

string_view text_in(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  const bool is_text = found != object.end() && found->is_string();
  return is_text ? string_view(found->get_ref<const std::string&>()) : string_view();
}

/// A profile in the words of the annotation; "" when the container has none.
std::string profile_of(const Becoming& context) {
  string_view type, path;
  if (const Edit* ours = context.ours("appArmorProfile")) {
    type = text_in(ours->value, "type");
    path = text_in(ours->value, "localhostProfile");
  } else {
    const View theirs = context.pods("appArmorProfile");
    type = theirs["type"].text();
    path = theirs["localhostProfile"].text();
  }
  if (type == "RuntimeDefault") return "runtime/default";
  if (type == "Unconfined") return "unconfined";
  return type == "Localhost" ? "localhost/" + std::string(path) : "";
}

bool concerns_app_armor(const Walk& walk, const Edit* edits) {
  for (const auto [name, value] : walk.subject.pod["metadata"]["annotations"].members()) {
    if (name.starts_with(kAppArmorAnnotation)) return true;
  }
  return edits && std::any_of(edits->children.begin(), edits->children.end(), is_app_armor);
}

string_view container_in(string_view annotation) {
  return annotation.substr(kAppArmorAnnotation.size());
}

/// What the annotations will say, by container. Goes through those of the pod once: asking for one
/// by name is as long as all of them, and a pod has as many containers as it likes.
using Profiles = std::map<string_view, string_view>;
Profiles annotated_profiles(const Becoming& annotations, const Edit* edits, View here) {
  Profiles profiles;
  const bool stay = !edits || edits->verb == Verb::merge;
  for (const auto [name, value] : (stay ? here : View()).members()) {
    if (!name.starts_with(kAppArmorAnnotation) || !value.present()) continue;
    profiles.emplace(container_in(name), value.text());
  }
  for (std::size_t i = 0; edits && i < edits->children.size(); ++i) {
    const std::string& name = edits->children[i].name;
    if (!is_app_armor(edits->children[i])) continue;
    profiles.erase(container_in(name));
    if (annotations.present(name)) profiles.emplace(container_in(name), annotations.text(name));
  }
  return profiles;
}

/// Of annotation and field that say different things, what is ours goes.
void guard_profiles(Walk& walk, const Edit* edits, View here) {
  const Becoming annotations(walk, edits, here);
  const Profiles annotated = annotated_profiles(annotations, edits, here);
  const Becoming pod =
      Becoming(walk, walk.spec, walk.subject.pod["spec"]).member("securityContext");
  for_each_becoming(walk, [&](string_view name, const Becoming& container) {
    const auto said = annotated.find(name);
    if (said == annotated.end()) return;
    const Becoming own = container.member("securityContext");
    const std::string of_own = profile_of(own);
    const std::string profile = of_own.empty() ? profile_of(pod) : of_own;
    if (profile.empty() || profile == said->second) return;
    const Edit* ours = annotations.ours(std::string(kAppArmorAnnotation) + std::string(name));
    if (!ours) ours = (of_own.empty() ? pod : own).ours("appArmorProfile");
    if (!ours) return;
    walk.block(*ours, "the container " + std::string(name) +
                          " has another AppArmor profile by field than by annotation");
  });
}

bool has_container(const Walk& walk, string_view wanted) {
  bool has = false;
  for_each_becoming(walk, [&](string_view name, const Becoming&) { has = has || name == wanted; });
  return has;
}

void guard_names(Walk& walk, const Edit& edits) {
  for (const Edit& one : edits.children) {
    if (!one.adds || !is_app_armor(one) || walk.is_blocked(one)) continue;
    const std::string container = one.name.substr(kAppArmorAnnotation.size());
    if (!has_container(walk, container)) {
      walk.block(one, "the pod has no container called " + container);
    }
  }
}

void guard_size(Walk& walk, const Edit& edits, View here) {
  std::size_t size = kReserve + annotation_bytes(here);
  for (const Edit& one : edits.children) {
    if (!one.adds || walk.is_blocked(one)) continue;
    const std::size_t more = one.name.size() + one.text.size();
    if (size + more <= kMostAnnotationBytes) {
      size += more;
    } else {
      walk.block(one, "the annotations of the pod would be over 256 KiB");
    }
  }
}

}  // namespace

void guard_annotations(Walk& walk) {
  const Edit* edits = walk.find(walk.metadata, "annotations");
  const View here = walk.subject.pod["metadata"]["annotations"];
  if (edits) guard_size(walk, *edits, here);
  if (!concerns_app_armor(walk, edits)) return;
  if (edits) guard_names(walk, *edits);
  guard_profiles(walk, edits, here);
}

}  // namespace sparkgate::decision
