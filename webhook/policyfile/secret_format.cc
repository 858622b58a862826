#include "policyfile/secret_format.h"

#include <algorithm>

#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using std::string_view;

bool only(string_view text, string_view extra) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           extra.find(c) != string_view::npos;
  });
}

/// Whether some part of a path is this one.
bool has_part(string_view path, string_view part) {
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    if (path.substr(0, end) == part) return true;
    path.remove_prefix(end == string_view::npos ? path.size() : end + 1);
  }
  return false;
}

std::string secret_name_mistake(string_view text) {
  if (std::string why = object_name_mistake(text); !why.empty()) return why;
  for (const string_view wrong : {"..", ".-", "-."}) {
    if (text.find(wrong) == string_view::npos) continue;
    return "'.' stands between letters or digits, not in '" + std::string(wrong) + "'";
  }
  return {};
}

std::string mount_path_mistake(string_view text) {
  if (!text.starts_with('/')) return "a path in the container, which begins with '/'";
  if (text == "/") return "it would hide the whole container";
  if (text.find(':') != string_view::npos) return "Kubernetes allows no ':' in it";
  if (text.ends_with('/') || has_part(text.substr(1), "") || has_part(text, ".") ||
      has_part(text, "..")) {
    return "without '//', '.' and '..', and no '/' at its end";
  }
  return {};
}

std::string item_path_mistake(string_view text) {
  if (!text.empty() && !text.starts_with('/') && !text.starts_with("..") && !has_part(text, "..")) {
    return {};
  }
  return "a path below mountPath, without '..'";
}

std::string key_mistake(string_view text) {
  if (!text.empty() && text.size() <= 253 && only(text, "-._") && text != "." &&
      !text.starts_with("..")) {
    return {};
  }
  return "a Secret's key has at most 253 letters, digits, '-', '_' or '.'";
}

std::string variable_mistake(string_view text) {
  const bool digit = !text.empty() && text.front() >= '0' && text.front() <= '9';
  if (!text.empty() && !digit && only(text, "-._") && text != "." && !text.starts_with("..")) {
    return {};
  }
  return "a variable has letters, digits, '_', '-' or '.', and does not begin with a digit";
}

const Shape kSecretName{.kind = Kind::text, .name = "name", .mistake = secret_name_mistake};
const Shape kMountPath{.kind = Kind::text, .name = "path", .mistake = mount_path_mistake};
const Shape kItemPath{.kind = Kind::text, .name = "path", .mistake = item_path_mistake};
const Shape kKey{.kind = Kind::text, .name = "key", .mistake = key_mistake};
const Shape kPrefix{.kind = Kind::text, .name = "prefix", .mistake = variable_mistake};
const Shape kItems{.kind = Kind::map,
                   .name = "map of paths",
                   .mistake = key_mistake,
                   .element = &kItemPath,
                   .may_be_empty = false};
const Shape kEnv{.kind = Kind::map,
                 .name = "map of keys",
                 .mistake = variable_mistake,
                 .element = &kKey,
                 .may_be_empty = false};

constexpr Field kEnvFromFields[] = {
    {"prefix", &kPrefix, "Put before each key; absent means the keys as they are."},
};
const Shape kEnvFrom{.kind = Kind::object, .name = "envFrom", .fields = kEnvFromFields};

constexpr Field kSecretFields[] = {
    {"name", &kSecretName, "Of the Secret, in the pod's namespace.", true},
    {"roles", &kRoles, "driver, executor; absent means both."},
    {"mountPath", &kMountPath, "Where its keys are files, read-only."},
    {"items", &kItems, "The files: path by key; absent means all keys. With mountPath."},
    {"defaultMode", &kInteger,
     "Permissions of the files, 0 to 0777; 0644 if absent. With mountPath."},
    {"env", &kEnv, "Variables: key by name."},
    {"envFrom", &kEnvFrom, "`{}`: each key is a variable; or with a prefix."},
    {"optional", &kBoolean, "The pod also starts without it; default false."},
    {"replace", &kBoolean, "Wins over what the pod has in its place; default false."},
};
const Shape kSecret{.kind = Kind::object, .name = "secret", .fields = kSecretFields};

}  // namespace

const Shape kSecrets{.kind = Kind::list, .name = "list of secrets", .element = &kSecret};

}  // namespace sparkgate::policyfile
