#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sparkgate::decision {

/// An image as the node will fetch it, whatever spelling the pod uses: `spark` is
/// `docker.io/library/spark:latest`.
struct ImageReference {
  std::string registry;  // in lower case, with its port: "docker.io"
  std::string path;      // "library/spark"
  std::string tag;       // "latest" when neither tag nor digest is given; else may be empty
  std::string digest;    // "sha256:…", empty when there is none

  /// Empty for what containerd and kubelet would not take (upper case in a path, blanks,
  /// characters that only look like ASCII, …), and for a registry with `_` (`a_b.c/d`): the grammar
  /// finds none in that, and each of them would ask another.
  static std::optional<ImageReference> parse(std::string_view text);
};

/// The parts of a name as they are written, for images and for patterns over them.
struct ImageNameParts {
  std::optional<std::string_view> registry;  // none: Docker Hub
  std::string_view path;
  std::optional<std::string_view> tag;
  std::optional<std::string_view> digest;
};

/// Whether the node may read this as the id of an image that it has already, or as the beginning of
/// one, whoever's that image is and wherever it came from: `sha256:` and digits. containerd looks
/// for ids where it finds no name; a path `sha256` of Docker Hub is spelled the same.
bool is_image_id(std::string_view text);

/// Splits without judging. A first part names a registry when it has a dot or a colon, an
/// upper-case letter, or is `localhost`; else it is a folder of Docker Hub.
ImageNameParts split_image_name(std::string_view text);

inline constexpr std::string_view kDockerHub = "docker.io";

/// A registry as images are compared by it: in lower case, without port 443, Docker Hub under its
/// one name.
std::string registry_name(std::optional<std::string_view> written);

/// A path of Docker Hub spelled out: official images are in the folder `library`.
std::string docker_hub_path(std::string_view path);

}  // namespace sparkgate::decision
