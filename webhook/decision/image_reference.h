#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sparkgate::decision {

/// An image as the node will fetch it, whatever spelling the pod uses: `spark` is
/// `docker.io/library/spark:latest`.
struct ImageReference {
  std::string repository;  // with its registry, in lower case: "docker.io/library/spark"
  std::string tag;         // "latest" when neither tag nor digest is given; else may be empty
  std::string digest;      // "sha256:…", empty when there is none

  /// Empty for what containerd and kubelet would not take (upper case in a repository, blanks,
  /// characters that only look like ASCII, …).
  static std::optional<ImageReference> parse(std::string_view text);

  /// repository[:tag][@digest]
  std::string text() const;
};

/// A glob over images, as it has to be matched: against the repository alone, or with tag and
/// digest when the pattern has one. `spark-*` means `docker.io/library/spark-*`, as in a pod; a
/// pattern whose registry has a star in it, or that begins with one, is taken as it is. It must not
/// be empty.
std::string normalised_image_pattern(std::string_view pattern);
bool pattern_has_version(std::string_view pattern);

}  // namespace sparkgate::decision
