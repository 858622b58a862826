#include "policyfile/check_directives.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "decision/directive.h"
#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

using decision::ListMerge;
using decision::PodField;
using decision::PodType;
using decision::Strength;
using std::string_view;

/// What holds things of Spark, of operators or of the API server beside ours: never given up.
bool is_shared(const TemplatePlace& place) {
  const string_view type = place.type ? place.type->name : "";
  if (type == "PodTemplateSpec" || type == "ObjectMeta" || type == "PodSpec") return true;
  if (place.path.ends_with("metadata.labels") || place.path.ends_with("metadata.annotations")) {
    return true;
  }
  if (type == "ResourceRequirements" || place.path.ends_with("resources.requests")) return true;
  return place.spark_container && type == "Container";
}

bool is_shared_list(string_view name, bool spark_container) {
  constexpr std::array<string_view, 5> kOfPod = {
      "containers", "initContainers", "ephemeralContainers", "volumes", "resourceClaims"};
  constexpr std::array<string_view, 4> kOfSpark = {"env", "envFrom", "volumeMounts", "ports"};
  return std::find(kOfPod.begin(), kOfPod.end(), name) != kOfPod.end() ||
         (spark_container && std::find(kOfSpark.begin(), kOfSpark.end(), name) != kOfSpark.end());
}

/// Objects that Kubernetes refuses when they are empty.
bool needs_something(string_view type) {
  return type == "Probe" || type == "LifecycleHandler" || type == "NodeSelector" ||
         type == "ContainerPort" || type.ends_with("Action") || type.ends_with("VolumeSource");
}

bool is_key(const TemplatePlace& place, string_view name) {
  const auto* keys = place.list ? &place.list->keys : nullptr;
  return keys && std::find(keys->begin(), keys->end(), name) != keys->end();
}

void check_patch(const Member& patch, const Node& object, const TemplatePlace& place,
                 Source& source) {
  const std::string word = patch.value.text();
  if (word != "replace" && word != "delete") {
    return source.tell(Code::directive, patch.value.at,
                       "$patch must be replace or delete, not " + describe(patch.value));
  }
  if (is_shared(place)) {
    return source.tell(Code::directive, patch.at,
                       place.path + " cannot be given up: not all in it is yours");
  }
  const string_view type = place.type ? place.type->name : "";
  const bool empty = word == "delete" || object.members.size() == 1;
  if (empty && !place.list && needs_something(type)) {
    return source.tell(Code::directive, patch.at,
                       place.path + " would be empty, which is not valid: write null");
  }
  if (word == "replace" && place.list) {
    return source.tell(Code::directive, patch.at,
                       "write {$patch: replace} as an item of its own: it speaks about "
                       "the whole list");
  }
  if (word != "delete" || !place.list) return;
  if (place.spark_container && place.list->name == "ports") {
    return source.tell(Code::directive, patch.at,
                       "the ports of the Spark container are Spark's own");
  }
  if (place.list->name == "resourceClaims") {
    return source.tell(Code::directive, patch.at,
                       "containers may use the claim; a new pod has the claims it needs");
  }
  if (place.list->keys.empty()) {
    return source.tell(Code::directive, patch.at,
                       place.path + " cannot be named: its list has no merge key");
  }
  for (const Member& member : object.members) {
    if (member.name == patch.name || is_key(place, member.name)) continue;
    source.tell(Code::directive, member.at,
                "'" + member.name + "' says nothing beside $patch: delete");
  }
}

/// A volume without a source would get one of the API server's, a probe without a way is refused.
bool loses_its_source(const PodType& type, const std::vector<std::string>& kept) {
  if (type.name != "Volume" && type.name != "Probe" && type.name != "LifecycleHandler")
    return false;
  return std::none_of(kept.begin(), kept.end(), [&](const std::string& name) {
    const PodField* field = type.find(name);
    return field && field->alternative;
  });
}

void check_retained(const Member& retained, const Node& object, const TemplatePlace& place,
                    Source& source) {
  const std::vector<std::string> names = strings(&retained.value);
  if (!retained.value.is_list() || names.size() != retained.value.items.size()) {
    return source.tell(Code::directive, retained.value.at, "$retainKeys must be a list of fields");
  }
  const bool is_item =
      place.type && (place.type->name == "Container" || place.type->name == "ContainerPort");
  if (is_shared(place) || is_item || !place.type) {
    return source.tell(Code::directive, retained.at, "$retainKeys cannot be used in " + place.path);
  }
  if (loses_its_source(*place.type, names)) {
    source.tell(Code::directive, retained.value.at,
                "one of the fields that say what it is must stay");
  }
  for (const Member& member : object.members) {
    const bool listed = std::find(names.begin(), names.end(), member.name) != names.end();
    if (listed || decision::is_directive(member.name) || member.value.is_null()) continue;
    source.tell(Code::directive, member.at, "'" + member.name + "' is not in $retainKeys");
  }
}

/// The place of an item in an order, by the list's first key; -1 when it is not in it.
int place_in(const Node& order, const Node& item, string_view key) {
  const Node* wanted = item.find(key);
  for (std::size_t i = 0; wanted && i < order.items.size(); ++i) {
    const Node* one = order.items[i].find(key);
    if (one && one->scalar == wanted->scalar) return static_cast<int>(i);
  }
  return -1;
}

void check_order(const Member& order, const Node& object, const TemplatePlace& place,
                 Source& source) {
  const std::string name = order.name.substr(decision::kElementOrder.size());
  const PodField* list = place.type ? place.type->find(name) : nullptr;
  if (!list || list->keys.empty()) {
    return source.tell(Code::directive, order.at, "'" + name + "' is no list with a merge key");
  }
  const string_view key = list->keys.front();
  for (const Node& item : items(&order.value)) {
    if (item.find(key)) continue;
    source.tell(Code::directive, item.at,
                order.name + " lists items as {" + std::string(key) + ": ...}");
  }
  if (!order.value.is_list())
    source.tell(Code::directive, order.value.at, order.name + " must be a list");
  int last = -1;
  for (const Node& item : items(object.find(name))) {
    if (item.find(decision::kPatchWord)) continue;
    const int at = place_in(order.value, item, key);
    if (at < 0) source.tell(Code::directive, item.at, "this item is not in " + order.name);
    if (at >= 0 && at < last)
      source.tell(Code::directive, item.at, order.name + " has it in another place");
    last = std::max(last, at);
  }
}

}  // namespace

void check_directive(const Member& member, const Node& object, const TemplatePlace& place,
                     Source& source) {
  if (place.strength == Strength::fill) {
    return source.tell(Code::directive, member.at,
                       "'" + member.name + "' is for overrides: a default fills in");
  }
  if (member.name == decision::kPatchWord) return check_patch(member, object, place, source);
  if (member.name == decision::kRetainKeys) return check_retained(member, object, place, source);
  if (member.name.starts_with(decision::kElementOrder)) {
    return check_order(member, object, place, source);
  }
  if (member.name.starts_with("$deleteFromPrimitiveList/")) {
    return source.tell(Code::directive, member.at,
                       "only finalizers are such a list, and templates have none");
  }
  source.tell(Code::directive, member.at, "unknown directive '" + member.name + "'");
}

bool check_replacing_item(const Node& item, const PodField& list, const TemplatePlace& place,
                          Source& source) {
  const Node* patch = item.find(decision::kPatchWord);
  if (!patch || patch->text() != "replace" || item.members.size() != 1) return false;
  if (place.strength == Strength::fill) {
    source.tell(Code::directive, item.at, "'$patch' is for overrides: a default fills in");
  } else if (is_shared_list(list.name, place.spark_container)) {
    source.tell(Code::directive, item.at,
                place.path +
                    " cannot be given up: not all in it is yours; name what is "
                    "to go with $patch: delete");
  } else if (list.merge == ListMerge::atomic || list.merge == ListMerge::all_terms) {
    source.tell(Code::directive, item.at,
                list.merge == ListMerge::atomic
                    ? place.path + " is replaced as a whole without $patch"
                    : "say $patch: replace beside nodeSelectorTerms");
  }
  return true;
}

std::string why_not_null(const Member& member, const Node& object, const TemplatePlace& place) {
  if (place.strength == Strength::fill) return "null is for overrides: a default fills in";
  const string_view type = place.type ? place.type->name : "";
  const string_view name = member.name;
  const PodField* field = place.type ? place.type->find(name) : nullptr;
  if (type == "PodTemplateSpec" || type == "ObjectMeta" ||
      is_shared_list(name, place.spark_container) ||
      (place.spark_container && name == "resources")) {
    return std::string(name) + " cannot be taken out: not all in it is yours";
  }
  if (name == "requests" || name == "imagePullPolicy" || name == "serviceAccountName" ||
      place.path.ends_with(".requests")) {
    return "the API server puts it back; say what it is to be";
  }
  if (object.find(decision::kPatchWord)) return "it says nothing beside $patch";
  const bool may_go = type == "Probe" || type == "LifecycleHandler";
  if ((needs_something(type) && !may_go) || is_key(place, name) || name == "image" ||
      name == "restartPolicy" || (type == "VolumeMount" && name == "name")) {
    return "a pod without it is not valid; take out what it belongs to";
  }
  const auto gives_another = [&](const Member& other) {
    const PodField* known = place.type->find(other.name);
    return known && known->alternative && !other.value.is_null();
  };
  if (field && field->alternative && type != "VolumeMount" &&
      std::none_of(object.members.begin(), object.members.end(), gives_another)) {
    return "say beside it what it is to be instead";
  }
  return {};
}

}  // namespace sparkgate::policyfile
