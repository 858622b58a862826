#include "policyfile/read_secrets.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "policyfile/protected_fields.h"
#include "policyfile/read_match.h"
#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

using decision::Strength;
using nlohmann::json;

constexpr int kDefaultMode = 0644;  // the API server's
constexpr int kMostMode = 0777;
constexpr std::size_t kLabel = 63;  // bytes of a DNS label
constexpr std::size_t kHash = 8;    // digits

void check(const Node& entry, const std::string& path, Source& source) {
  const bool mounted = entry.find("mountPath");
  if (!mounted && !entry.find("env") && !entry.find("envFrom")) {
    source.tell(Code::missing_key, entry.at,
                path + " says nothing: one of mountPath, env or envFrom is missing");
  }
  for (const Member& member : entry.members) {
    if (mounted || (member.name != "items" && member.name != "defaultMode")) continue;
    source.tell(Code::missing_key, member.at,
                path + "." + member.name + " is about files: 'mountPath' is missing");
  }
  const Node* mode = entry.find("defaultMode");
  if (integer(mode) < 0 || integer(mode) > kMostMode) {
    source.tell(Code::wrong_value, mode->at,
                path + ".defaultMode must be between 0 and 0777, which is 511");
  }
  const Strength strength = boolean(entry.find("replace")) ? Strength::win : Strength::fill;
  for (const Member& variable : members(entry.find("env"))) {
    check_variable(variable.name, variable.at, strength, source);
  }
}

/// A value all of whose parts have one place.
Node node_at(const json& value, Position at) {
  Node node;
  node.at = at;
  if (value.is_object()) {
    node.kind = Node::Kind::map;
    for (const auto& [name, part] : value.items()) {
      node.members.push_back({name, at, node_at(part, at)});
    }
  } else if (value.is_array()) {
    node.kind = Node::Kind::list;
    for (const json& item : value) node.items.push_back(node_at(item, at));
  } else {
    node.scalar = value;
  }
  return node;
}

/// The Secret as a reference names it.
json reference(const Node& entry) {
  json result = {{"name", text(entry.find("name"))}};
  if (boolean(entry.find("optional"))) result["optional"] = true;
  return result;
}

Node env(const Node& entry, const Member& variables) {
  Node list = node_at(json::array(), variables.at);
  for (const Member& variable : variables.value.members) {
    json key = reference(entry);
    key["key"] = variable.value.text();
    list.items.push_back(node_at(
        {{"name", variable.name}, {"valueFrom", {{"secretKeyRef", std::move(key)}}}}, variable.at));
  }
  return list;
}

json env_from(const Node& entry, const Node& value) {
  json source = {{"secretRef", reference(entry)}};
  if (const Node* prefix = value.find("prefix")) source["prefix"] = prefix->text();
  return json::array({std::move(source)});
}

/// What the volume holds; two entries that mean the same give the same.
json files(const Node& entry) {
  json source = {{"secretName", text(entry.find("name"))}};
  if (boolean(entry.find("optional"))) source["optional"] = true;
  const Node* mode = entry.find("defaultMode");
  if (mode && integer(mode) != kDefaultMode) source["defaultMode"] = integer(mode);
  std::vector<Member> items = members(entry.find("items"));
  std::sort(items.begin(), items.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  for (const Member& item : items) {
    source["items"].push_back({{"key", item.name}, {"path", item.value.text()}});
  }
  return source;
}

/// FNV-1a, the lower 32 bits.
std::string hash_of(const std::string& bytes) {
  std::uint64_t state = 0xcbf29ce484222325ULL;
  for (const char byte : bytes) {
    state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  }
  char digits[kHash + 1];
  std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(state));
  return digits;
}

std::string volume_name(const json& files) {
  std::string name(kSecretVolumePrefix);
  name += files["secretName"].get_ref<const std::string&>();
  if (files.size() == 1 && name.size() <= kLabel && name.find('.') == std::string::npos) {
    return name;
  }
  std::replace(name.begin(), name.end(), '.', '-');
  name.resize(std::min(name.size(), kLabel - kHash - 1));
  name.erase(name.find_last_not_of('-') + 1);
  return name + "-" + hash_of(files.dump());
}

Node template_of(const Node& entry) {
  Node container = node_at({{"name", "$spark"}}, entry.at);
  Node spec = node_at(json::object(), entry.at);
  for (const Member& member : entry.members) {
    const Position at = member.at;
    if (member.name == "env") container.members.push_back({"env", at, env(entry, member)});
    if (member.name == "envFrom") {
      container.members.push_back({"envFrom", at, node_at(env_from(entry, member.value), at)});
    }
    if (member.name != "mountPath") continue;
    const json source = files(entry);
    const std::string volume = volume_name(source);
    const json mount = {{"name", volume}, {"readOnly", true}, {"mountPath", member.value.text()}};
    container.members.push_back({"volumeMounts", at, node_at(json::array({mount}), at)});
    const json added = {{"name", volume}, {"secret", source}};
    spec.members.push_back({"volumes", at, node_at(json::array({added}), at)});
  }
  Node containers = node_at(json::array(), entry.at);
  containers.items.push_back(std::move(container));
  spec.members.push_back({"containers", entry.at, std::move(containers)});
  Node result = node_at(json::object(), entry.at);
  result.members.push_back({"spec", entry.at, std::move(spec)});
  return result;
}

}  // namespace

std::vector<SecretEntry> read_secrets(const Node* list, Source& source) {
  std::vector<SecretEntry> result;
  std::size_t index = 0;
  for (const Node& entry : items(list)) {
    const std::string path = "spec.secrets[" + std::to_string(index++) + "]";
    if (!entry.is_map()) continue;  // reported with its shape
    check(entry, path, source);
    result.push_back({text(entry.find("name")), read_roles(entry.find("roles")),
                      boolean(entry.find("replace")), template_of(entry)});
  }
  return result;
}

}  // namespace sparkgate::policyfile
