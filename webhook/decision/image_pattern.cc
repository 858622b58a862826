#include "decision/image_pattern.h"

#include <algorithm>
#include <cctype>

namespace sparkgate::decision {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// `*/spark`: any registry.
void open_registry(ImageNameParts& parts) {
  if (parts.registry || !parts.path.starts_with("*/")) return;
  parts.registry = "*";
  parts.path.remove_prefix(2);
}

}  // namespace

ImagePattern::ImagePattern(std::string_view written) {
  ImageNameParts parts = split_image_name(written);
  open_registry(parts);
  if (parts.tag) tag_.emplace(*parts.tag);
  if (parts.digest) digest_.emplace(*parts.digest);
  if (!parts.registry && parts.path.starts_with('*') &&
      parts.path.find('/') == std::string_view::npos) {
    anywhere_.emplace(parts.path);
    return;
  }
  const std::string registry = lower(parts.registry.value_or(kDockerHub));
  const bool hub = registry == kDockerHub || registry == "index.docker.io";
  registry_.emplace(hub ? kDockerHub : std::string_view(registry));
  path_.emplace(hub && !parts.path.starts_with('*') ? docker_hub_path(parts.path)
                                                    : std::string(parts.path));
}

bool ImagePattern::matches(const ImageReference& image) const {
  if (anywhere_ && !anywhere_->matches(image.registry + "/" + image.path)) return false;
  if (registry_ && !registry_->matches(image.registry)) return false;
  if (path_ && !path_->matches(image.path)) return false;
  if (tag_ && !tag_->matches(image.tag)) return false;
  return !digest_ || digest_->matches(image.digest);
}

}  // namespace sparkgate::decision
