#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decision/glob.h"
#include "decision/image_reference.h"

namespace sparkgate::decision {

/// A glob over images, matched part by part, so that a star in a registry's name never reaches into
/// a path: `*.corp.example/*` is not `evil.example/x.corp.example/y`.
///
/// - `registry.corp/team/*` registry and path, whatever the tag; stars in the path cross `/`
/// - `apache/spark`, `spark`  of Docker Hub, as in a pod
/// - `…:3.*`, `…@sha256:*`    with its tag, its digest
/// - `*`, `*spark*`           without `/` and with a star in front: anywhere in registry/path
class ImagePattern {
 public:
  /// Precondition: Glob::mistake(written) is empty.
  explicit ImagePattern(std::string_view written);

  bool matches(const ImageReference& image) const;

 private:
  std::optional<Glob> anywhere_;
  std::optional<Glob> registry_;
  std::optional<Glob> path_;
  std::optional<Glob> tag_;
  std::optional<Glob> digest_;
};

}  // namespace sparkgate::decision
