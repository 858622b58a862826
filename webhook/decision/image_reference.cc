#include "decision/image_reference.h"

#include <algorithm>
#include <cctype>

// The grammar is that of github.com/distribution/reference, which containerd, CRI-O and kubelet
// use.

namespace sparkgate::decision {
namespace {

using std::string_view;

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_alphanumeric(char c) {
  return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_alphanumeric(c) || c == '_';
}

std::string lower(string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Letters, digits and inner hyphens, in parts joined by dots; or an IPv6 address in brackets.
bool is_host(string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    return std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
      return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '.';
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

/// `sha256:` and 64 hexadecimal digits, or another algorithm with at least 32.
bool is_digest(string_view digest) {
  const std::size_t colon = digest.find(':');
  if (colon == 0 || colon == string_view::npos) return false;
  const string_view algorithm = digest.substr(0, colon), hex = digest.substr(colon + 1);
  const bool hexadecimal =
      std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (!hexadecimal || !std::isalpha(static_cast<unsigned char>(algorithm.front()))) return false;
  return algorithm == "sha256" ? hex.size() == 64 : hex.size() >= 32;
}

/// Whether the part before the first slash names a registry and not a folder of Docker Hub.
bool names_registry(string_view first) {
  return first == "localhost" || first.find_first_of(".:") != string_view::npos ||
         std::any_of(first.begin(), first.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

struct Name {
  string_view registry;  // empty: Docker Hub
  string_view path;
};

Name split_registry(string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == string_view::npos || !names_registry(name.substr(0, slash))) return {{}, name};
  return {name.substr(0, slash), name.substr(slash + 1)};
}

std::string full_repository(const Name& name) {
  const std::string registry = lower(name.registry);
  if (!registry.empty() && registry != "docker.io" && registry != "index.docker.io") {
    return registry + "/" + std::string(name.path);
  }
  const bool library = name.path.find('/') == string_view::npos;
  return (library ? "docker.io/library/" : "docker.io/") + std::string(name.path);
}

/// Takes `@digest` and `:tag` off the end of `name`. A colon before a slash belongs to a port.
void cut_version(string_view& name, std::optional<string_view>& tag,
                 std::optional<string_view>& digest) {
  if (const std::size_t at = name.find('@'); at != string_view::npos) {
    digest = name.substr(at + 1);
    name = name.substr(0, at);
  }
  const std::size_t colon = name.rfind(':'), slash = name.rfind('/');
  if (colon != string_view::npos && (slash == string_view::npos || colon > slash)) {
    tag = name.substr(colon + 1);
    name = name.substr(0, colon);
  }
}

}  // namespace

std::optional<ImageReference> ImageReference::parse(string_view text) {
  string_view rest = text;
  std::optional<string_view> tag, digest;
  cut_version(rest, tag, digest);
  const Name name = split_registry(rest);
  if ((!name.registry.empty() && !is_registry(name.registry)) || !is_path(name.path) ||
      (tag && !is_tag(*tag)) || (digest && !is_digest(*digest)) || rest.size() > 255) {
    return std::nullopt;
  }
  ImageReference image;
  image.repository = full_repository(name);
  image.tag = tag ? std::string(*tag) : digest ? "" : "latest";
  image.digest = std::string(digest.value_or(""));
  return image;
}

std::string ImageReference::text() const {
  return repository + (tag.empty() ? "" : ":" + tag) + (digest.empty() ? "" : "@" + digest);
}

bool pattern_has_version(string_view pattern) {
  std::optional<string_view> tag, digest;
  cut_version(pattern, tag, digest);
  return tag || digest;
}

std::string normalised_image_pattern(string_view pattern) {
  const string_view first = pattern.substr(0, pattern.find('/'));
  const bool open_registry =
      first.find_first_of("*?") != string_view::npos && first.size() < pattern.size();
  if (open_registry || pattern.front() == '*') return std::string(pattern);
  string_view name = pattern;
  std::optional<string_view> tag, digest;
  cut_version(name, tag, digest);
  return full_repository(split_registry(name)) + std::string(pattern.substr(name.size()));
}

}  // namespace sparkgate::decision
