#include "render/version.h"

#include <charconv>

namespace sparkgate::render {

std::optional<Version> read_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  if (minor.ec != std::errc()) return std::nullopt;
  const auto rest = text.find_first_not_of("0123456789.");
  version.text = text.substr(0, rest);
  return version;
}

std::optional<Version> version_of_image(std::string_view image) {
  const auto name = image.rfind('/');
  const auto colon = image.find(':', name == std::string_view::npos ? 0 : name);
  if (colon == std::string_view::npos) return std::nullopt;
  return read_version(image.substr(colon + 1));
}

}  // namespace sparkgate::render
