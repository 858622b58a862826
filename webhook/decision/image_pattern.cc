#include "decision/image_pattern.h"

namespace sparkgate::decision {
namespace {

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
  const std::string registry = registry_name(parts.registry);
  const bool spelled_out = registry != kDockerHub || parts.path.starts_with('*');
  registry_.emplace(registry);
  path_.emplace(spelled_out ? std::string(parts.path) : docker_hub_path(parts.path));
}

bool ImagePattern::matches(const ImageReference& image) const {
  if (anywhere_ && !anywhere_->matches(image.registry + "/" + image.path)) return false;
  if (registry_ && !registry_->matches(image.registry)) return false;
  if (path_ && !path_->matches(image.path)) return false;
  if (tag_ && !tag_->matches(image.tag)) return false;
  return !digest_ || digest_->matches(image.digest);
}

}  // namespace sparkgate::decision
