#include "decision/image_reference.h"

#include <algorithm>
#include <cctype>

// The grammar is that of github.com/distribution/reference, which containerd, CRI-O and kubelet
// use.

namespace sparkgate::decision {
namespace {

using std::string_view;

constexpr std::size_t kMaxPath = 255;  // with the folder of Docker Hub, without the registry

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_alphanumeric(char c) {
  return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_alphanumeric(c) || c == '_';
}

/// Letters, digits and inner hyphens, in parts joined by dots; or an IPv6 address in brackets.
bool is_host(string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    return host.size() > 2 && std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
             return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':';
           });
  }
  char before = '.';
  for (const char c : host) {
    if (c == '.' ? before == '.' || before == '-' : !is_alphanumeric(c) && c != '-') return false;
    if (c == '-' && before == '.') return false;
    before = c;
  }
  return before != '.' && before != '-';
}

bool is_registry(string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != string_view::npos && text.back() != ']') {
    const string_view port = text.substr(colon + 1);
    if (port.empty() || port.find_first_not_of("0123456789") != string_view::npos) return false;
    text = text.substr(0, colon);
  }
  return !text.empty() && is_host(text);
}

/// One part of a path: lower case, with single `.`, one or two `_`, or any `-` between.
bool is_path_component(string_view part) {
  if (part.empty() || !is_lower_or_digit(part.front()) || !is_lower_or_digit(part.back())) {
    return false;
  }
  for (std::size_t i = 0; i < part.size();) {
    if (is_lower_or_digit(part[i])) {
      ++i;
      continue;
    }
    const std::size_t end = std::min(part.find_first_not_of(part[i], i), part.size());
    const std::size_t run = end - i;
    const bool separator =
        (part[i] == '.' && run == 1) || (part[i] == '_' && run <= 2) || part[i] == '-';
    if (!separator || !is_lower_or_digit(part[end])) return false;
    i = end;
  }
  return true;
}

bool is_path(string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (!is_path_component(path.substr(0, slash))) return false;
    if (slash == string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool is_tag(string_view tag) {
  return !tag.empty() && tag.size() <= 128 && is_word(tag.front()) &&
         std::all_of(tag.begin(), tag.end(),
                     [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

/// How many digits a digest of this algorithm has; 0 for those that no node knows.
std::size_t digits_of(string_view algorithm) {
  return algorithm == "sha256" ? 64 : algorithm == "sha384" ? 96 : algorithm == "sha512" ? 128 : 0;
}

bool is_lower_hex(string_view text) {
  return text.find_first_not_of("0123456789abcdef") == string_view::npos;
}

/// `sha256:` and 64 digits, in lower case (github.com/opencontainers/go-digest).
bool is_digest(string_view digest) {
  const std::size_t colon = digest.find(':');
  if (colon == string_view::npos) return false;
  const string_view hex = digest.substr(colon + 1);
  return !hex.empty() && hex.size() == digits_of(digest.substr(0, colon)) && is_lower_hex(hex);
}

/// `quay.io:443` and `quay.io:0443` are `quay.io`: the port that is asked when none is named.
void drop_usual_port(std::string& registry) {
  const std::size_t colon = registry.rfind(':');
  if (colon == std::string::npos || registry.back() == ']') return;
  const std::size_t first = registry.find_first_not_of('0', colon + 1);
  if (first == std::string::npos) return;
  registry.erase(colon + 1, first - colon - 1);
  if (registry.compare(colon, std::string::npos, ":443") == 0) registry.resize(colon);
}

/// Whether the part before the first slash names a registry and not a folder of Docker Hub.
bool names_registry(string_view first) {
  return first == "localhost" || first.find_first_of(".:") != string_view::npos ||
         std::any_of(first.begin(), first.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

ImageNameParts split_image_name(string_view text) {
  ImageNameParts parts;
  if (const std::size_t at = text.find('@'); at != string_view::npos) {
    parts.digest = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const std::size_t colon = text.rfind(':'), last_slash = text.rfind('/');
  if (colon != string_view::npos && (last_slash == string_view::npos || colon > last_slash)) {
    parts.tag = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  const std::size_t slash = text.find('/');
  if (slash != string_view::npos && names_registry(text.substr(0, slash))) {
    parts.registry = text.substr(0, slash);
    text.remove_prefix(slash + 1);
  }
  parts.path = text;
  return parts;
}

std::string registry_name(std::optional<string_view> written) {
  std::string name(written.value_or(kDockerHub));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  drop_usual_port(name);
  const bool hub = name == "index.docker.io" || name == "registry-1.docker.io";
  return hub ? std::string(kDockerHub) : name;
}

std::string docker_hub_path(string_view path) {
  const bool official = path.find('/') == string_view::npos;
  return (official ? "library/" : "") + std::string(path);
}

bool is_image_id(string_view text) {
  const std::size_t colon = text.find(':');
  return colon != string_view::npos && digits_of(text.substr(0, colon)) > 0;
}

std::optional<ImageReference> ImageReference::parse(string_view text) {
  if (text.size() == 64 && is_lower_hex(text)) return std::nullopt;  // an id, says the grammar
  const ImageNameParts parts = split_image_name(text);
  if ((parts.registry && !is_registry(*parts.registry)) || !is_path(parts.path) ||
      (parts.tag && !is_tag(*parts.tag)) || (parts.digest && !is_digest(*parts.digest))) {
    return std::nullopt;
  }
  ImageReference image;
  image.registry = registry_name(parts.registry);
  image.path = image.registry == kDockerHub ? docker_hub_path(parts.path) : std::string(parts.path);
  if (image.path.size() > kMaxPath) return std::nullopt;
  image.tag = parts.tag.value_or(parts.digest ? "" : "latest");
  image.digest = parts.digest.value_or("");
  return image;
}

}  // namespace sparkgate::decision
