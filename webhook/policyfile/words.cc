#include "policyfile/words.h"

#include <algorithm>
#include <array>

#include "decision/glob.h"
#include "decision/image_reference.h"
#include "decision/message.h"
#include "decision/selector.h"
#include "policyfile/suggest.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

bool only(std::string_view text, std::string_view extra) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           extra.find(c) != std::string_view::npos;
  });
}

const Shape kGlob{.kind = Kind::text, .name = "glob", .mistake = glob_mistake};
const Shape kNamespaceGlob{.kind = Kind::text, .name = "glob", .mistake = namespace_glob_mistake};
const Shape kImageGlob{.kind = Kind::text, .name = "image glob", .mistake = image_glob_mistake};
const Shape kLabelValue{
    .kind = Kind::text, .name = "label value", .mistake = decision::label_value_mistake};
constexpr std::array<std::string_view, 2> kRoleChoices = {"driver", "executor"};
const Shape kRole{.kind = Kind::choice, .name = "role", .choices = kRoleChoices};
const Shape kResourceName{.kind = Kind::text, .name = "resource", .mistake = resource_name_mistake};

/// A name without '/' that ends like a host: registry.corp, registry.corp*.
bool looks_like_registry(std::string_view path) {
  if (path.find('/') != std::string_view::npos || path.starts_with('*')) return false;
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view last = path.substr(dot + 1, path.find('*', dot) - dot - 1);
  return last.size() > 1 &&
         std::all_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

const Shape kText{.kind = Kind::text, .name = "string"};
const Shape kBoolean{.kind = Kind::boolean, .name = "boolean"};
const Shape kInteger{.kind = Kind::integer, .name = "whole number"};
const Shape kNumber{.kind = Kind::number, .name = "number"};
const Shape kQuantity{.kind = Kind::quantity, .name = "quantity"};
const Shape kGlobs{.kind = Kind::list, .name = "list of globs", .element = &kGlob};
const Shape kNamespaceGlobs{
    .kind = Kind::list, .name = "list of globs", .element = &kNamespaceGlob};
const Shape kImageGlobs{.kind = Kind::list, .name = "list of image globs", .element = &kImageGlob};
const Shape kLabelValues{
    .kind = Kind::list, .name = "list of label values", .element = &kLabelValue};
const Shape kResourceNames{
    .kind = Kind::list, .name = "list of resources", .element = &kResourceName};
const Shape kRoles{.kind = Kind::list, .name = "list of roles", .element = &kRole};
const Shape kStringMap{.kind = Kind::map, .name = "map of strings", .element = &kText};
const Shape kLabelMap{.kind = Kind::map,
                      .name = "map of labels",
                      .mistake = decision::label_key_mistake,
                      .element = &kLabelValue};
const Shape kResourceQuantities{.kind = Kind::map,
                                .name = "map of quantities",
                                .mistake = resource_name_mistake,
                                .element = &kQuantity,
                                .may_be_empty = false};

std::string glob_mistake(std::string_view text) {
  return decision::Glob::mistake(text);
}

std::string namespace_glob_mistake(std::string_view text) {
  if (std::string why = decision::Glob::mistake(text); !why.empty()) return why;
  if (text.size() > 63 || !only(text, "-*?")) {
    return "namespaces have at most 63 lower-case letters, digits and '-'";
  }
  return {};
}

std::string image_glob_mistake(std::string_view text) {
  if (std::string why = decision::Glob::mistake(text); !why.empty()) return why;
  if (text.find("://") != std::string_view::npos) return "an image's name has no scheme (https://)";
  const decision::ImageNameParts parts = decision::split_image_name(text);
  if (text.ends_with('/')) return "names no image; write '" + std::string(text) + "*'";
  if (std::any_of(parts.path.begin(), parts.path.end(),
                  [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return "image names are in lower case";
  }
  if (!parts.registry && looks_like_registry(parts.path)) {
    return "without '/' this is an image of Docker Hub; for a registry write '" +
           std::string(parts.path.substr(0, parts.path.find('*'))) + "/*'";
  }
  if (parts.registry && parts.registry->size() > 1 && parts.registry->starts_with('*') &&
      (*parts.registry)[1] != '.') {
    const std::string_view open = parts.registry->substr(1);
    return "'" + std::string(*parts.registry) + "' also matches evil" + std::string(open) +
           "; write '" + std::string(open) + "/*', or '*." + std::string(open) + "/*'";
  }
  if (parts.registry && parts.registry->size() > 1 && parts.registry->ends_with('*')) {
    const std::string_view open = parts.registry->substr(0, parts.registry->size() - 1);
    return "'" + std::string(*parts.registry) + "' also matches " + std::string(open) +
           ".evil.example; end the registry's name before '/'";
  }
  return {};
}

std::string tag_glob_mistake(std::string_view text) {
  if (std::string why = decision::Glob::mistake(text); !why.empty()) return why;
  const bool fits = text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
                      return only({&c, 1}, "-._*?") || (c >= 'A' && c <= 'Z');
                    });
  return fits ? "" : "a tag has at most 128 letters, digits, '_', '.' or '-'; no ':' in front";
}

std::string object_name_mistake(std::string_view text) {
  const auto edge = [](char c) { return c != '-' && c != '.'; };
  if (!text.empty() && text.size() <= 253 && only(text, "-.") && edge(text.front()) &&
      edge(text.back())) {
    return {};
  }
  return "a name has lower-case letters, digits, '-' and '.', and begins and ends with a letter "
         "or digit";
}

std::string rule_name_mistake(std::string_view text) {
  if (!text.empty() && text.size() <= 63 && decision::label_value_mistake(text).empty()) return {};
  return "a rule's name has at most 63 letters, digits, '-', '_' or '.'";
}

std::string message_mistake(std::string_view text) {
  if (text.empty()) return "an empty message tells nobody anything";
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return "'{' without '}'";
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const std::vector<std::string_view> known(decision::kPlaceholders.begin(),
                                              decision::kPlaceholders.end());
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string message = "unknown placeholder {" + std::string(name) + "}";
      return message + did_you_mean(name, known);
    }
  }
  return {};
}

std::string resource_name_mistake(std::string_view text) {
  static const std::vector<std::string_view> kNative = {"cpu", "memory", "ephemeral-storage"};
  const bool native = std::find(kNative.begin(), kNative.end(), text) != kNative.end() ||
                      text.starts_with("hugepages-");
  const bool extended = text.find('/') != std::string_view::npos;
  if (native || (extended && decision::label_key_mistake(text).empty())) return {};
  return "no resource of Kubernetes: cpu, memory, ephemeral-storage or one with a domain such as "
         "nvidia.com/gpu" +
         did_you_mean(text, kNative);
}

std::string container_name_mistake(std::string_view text) {
  if (!text.empty() && text.size() <= 63 && only(text, "-") && text.front() != '-' &&
      text.back() != '-') {
    return {};
  }
  return "a container's name has at most 63 lower-case letters, digits and '-'" +
         (text.starts_with('$') ? did_you_mean(text, {"$spark"}) : "");
}

std::string file_name_mistake(std::string_view text) {
  if (text.empty()) return "the name of a file in this directory";
  if (text.find('/') != std::string_view::npos) {
    return "a file of this directory, without a path: a ConfigMap has no folders";
  }
  if (text.front() == '.') return "files whose names start with '.' are skipped";
  return {};
}

}  // namespace sparkgate::policyfile
