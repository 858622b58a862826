#include "render/volumes.h"

#include <map>
#include <set>
#include <utility>

#include "render/names.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// One volume under way: its settings by what follows its name, `mount.path`.
struct Volume {
  std::string prefix;  // of its keys
  std::string type, name;
  std::map<std::string, std::string> settings;

  std::string get(const std::string& key) const {
    const auto found = settings.find(key);
    return found == settings.end() ? "" : found->second;
  }
  bool is_true(const std::string& key) const { return get(key) == "true"; }
};

/// By type, then name: the order that Spark has them in is that of a hash table.
std::vector<Volume> volumes_of(const Conf& conf, const std::string& role, Account& account) {
  const std::string prefix = "spark.kubernetes." + role + ".volumes.";
  std::vector<Volume> volumes;
  for (const auto& [rest, value] : conf.with_prefix(prefix)) {
    const auto type_end = rest.find('.');
    const auto name_end = type_end == rest.npos ? rest.npos : rest.find('.', type_end + 1);
    if (name_end == rest.npos) {
      account.mistake(prefix + rest + ": a volume's key is TYPE.NAME.mount.path");
      continue;
    }
    const std::string type = rest.substr(0, type_end);
    const std::string name = rest.substr(type_end + 1, name_end - type_end - 1);
    if (volumes.empty() || volumes.back().type != type || volumes.back().name != name) {
      volumes.push_back({prefix + type + "." + name + ".", type, name, {}});
    }
    volumes.back().settings[rest.substr(name_end + 1)] = value;
  }
  return volumes;
}

/// A setting without which there is no volume.
std::string needed(const Volume& volume, const std::string& key, Account& account) {
  if (volume.get(key).empty()) account.mistake(volume.prefix + key + ": needed, and not set");
  return volume.get(key);
}

json empty_dir(const Volume& volume, Account& account) {
  json source = json::object();
  const std::string limit = volume.get("options.sizeLimit");
  if (!limit.empty()) {
    source["sizeLimit"] = amount(volume.prefix + "options.sizeLimit", limit, account);
  }
  if (!volume.get("options.medium").empty()) source["medium"] = volume.get("options.medium");
  return source;
}

/// `owner`: what names of claims begin with that Spark makes itself, with `pvc-` and a number.
json claim(const Volume& volume, const std::string& owner, std::size_t index, Account& account) {
  std::string name = needed(volume, "options.claimName", account);
  if (name == "OnDemand") {
    name = owner + "-pvc-" + std::to_string(index);
    account.note("claims that Spark makes on demand are named by it; nobody looks at them here");
  }
  constexpr std::string_view kExecutorId = "SPARK_EXECUTOR_ID";
  if (const auto at = name.find(kExecutorId); at != name.npos) {
    name.replace(at, kExecutorId.size(), "1");
  }
  json source = {{"claimName", name}};
  if (volume.is_true("mount.readOnly")) source["readOnly"] = true;
  return source;
}

json source_of(const Volume& volume, const std::string& owner, std::size_t index,
               Account& account) {
  if (volume.type == "emptyDir") return {{"emptyDir", empty_dir(volume, account)}};
  if (volume.type == "hostPath") {
    return {{"hostPath",
             {{"path", needed(volume, "options.path", account)},
              {"type", volume.get("options.type")}}}};
  }
  if (volume.type == "persistentVolumeClaim") {
    return {{volume.type, claim(volume, owner, index, account)}};
  }
  if (volume.type == "nfs") {
    json source = {{"path", needed(volume, "options.path", account)},
                   {"server", needed(volume, "options.server", account)}};
    if (volume.is_true("mount.readOnly")) source["readOnly"] = true;
    return {{"nfs", std::move(source)}};
  }
  account.mistake(volume.prefix + ": Spark knows emptyDir, hostPath, nfs and " +
                  "persistentVolumeClaim, and no " + volume.type);
  return json::object();
}

}  // namespace

void mount_volumes(SparkPod& pod, const Conf& conf, const std::string& role, Account& account) {
  const std::string owner =
      role == "driver" ? resource_prefix(conf) + "-driver" : executor_pod_name(conf);
  std::set<std::string> paths;
  std::size_t claims = 0;
  for (const Volume& volume : volumes_of(conf, role, account)) {
    const std::string path = needed(volume, "mount.path", account);
    if (!paths.insert(path).second) {
      account.mistake(volume.prefix + "mount.path: two volumes at " + path);
    }
    append_volume(pod, volume.name, source_of(volume, owner, claims, account), path);
    if (volume.type == "persistentVolumeClaim") ++claims;
    json& mount = pod.container["volumeMounts"].back();
    if (volume.is_true("mount.readOnly")) mount["readOnly"] = true;
    for (const char* key : {"subPath", "subPathExpr"}) {
      const std::string value = volume.get(std::string("mount.") + key);
      if (!value.empty()) mount[key] = value;
    }
  }
}

}  // namespace sparkgate::render
