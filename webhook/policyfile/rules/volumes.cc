#include "policyfile/rules/volumes.h"

#include <algorithm>

#include "decision/rules/volume_sources.h"
#include "decision/rules/volumes.h"
#include "policyfile/read_values.h"
#include "policyfile/rules/allowed_names.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

/// Whether `..`, `.` or nothing stands between two slashes.
bool has_odd_part(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(part.size());
    if (part == ".." || part == "." || (part.empty() && !path.empty())) return true;
  }
  return false;
}

std::string folder_mistake(std::string_view text) {
  if (!text.starts_with('/')) return "a folder of the node begins with '/'";
  if (has_odd_part(text)) return "a folder is written without '//', '.' and '..'";
  if (text.find_first_of("*?") != std::string_view::npos) {
    return "a folder with all below it; '*' and '?' are not special";
  }
  return {};
}

const Shape kType{
    .kind = Kind::choice, .name = "type of volume", .choices = decision::kVolumeKinds};
const Shape kTypes{.kind = Kind::list, .name = "list of types of volumes", .element = &kType};
const Shape kFolder{.kind = Kind::text, .name = "folder", .mistake = folder_mistake};

constexpr Field kHostPathFields[] = {
    {"prefix", &kFolder, "A folder of the node, with all below it.", true},
    {"readOnly", &kBoolean, "Every mount of it says `readOnly: true`."},
};
const Shape kHostPath{.kind = Kind::object, .name = "host path", .fields = kHostPathFields};
const Shape kHostPaths{.kind = Kind::list, .name = "list of host paths", .element = &kHostPath};

constexpr Field kFields[] = {
    {"types", &kTypes, "Kinds of volumes, also inside `projected`; absent allows all."},
    {"hostPaths", &kHostPaths, "Where hostPath volumes may be; absent allows all."},
    {"secrets", &kAllowedNames, "Secrets that volumes may be made of, or are mounted with."},
    {"configMaps", &kAllowedNames, "ConfigMaps that volumes may be made of."},
    {"claims", &kAllowedNames, "PersistentVolumeClaims that may be mounted, made or copied."},
};

}  // namespace

const Shape kVolumes{
    .kind = Kind::object, .name = "volumes", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_volumes(const Node& value, Source& source) {
  decision::VolumeRule rule;
  rule.types = strings(value.find("types"));
  for (const Node& item : items(value.find("hostPaths"))) {
    if (!item.is_map()) continue;
    rule.host_paths.push_back({text(item.find("prefix")), boolean(item.find("readOnly"))});
  }
  const bool shut_out = !rule.types.empty() && std::find(rule.types.begin(), rule.types.end(),
                                                         "hostPath") == rule.types.end();
  if (shut_out && !rule.host_paths.empty()) {
    source.tell(Code::wrong_value, value.find("hostPaths")->at,
                "'types' does not have hostPath, so that no host path is ever allowed");
  }
  rule.secrets = name_bounds(value.find("secrets"));
  rule.config_maps = name_bounds(value.find("configMaps"));
  rule.claims = name_bounds(value.find("claims"));
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
