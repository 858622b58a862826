#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rule.h"

namespace sparkgate::decision {

/// The rule `images`: where images may come from, for every container and for image volumes.
///
/// - `deny`, `allow`: patterns (image_pattern.h). Denied beats allowed; no `allow` allows all.
/// - `deny_tags`: patterns over the tag; an image with neither tag nor digest has the tag `latest`.
/// - `require_digest`: only images pinned by digest.
/// - `pull_policies`: allowed values of imagePullPolicy; empty allows all.
/// An image that no node could fetch is always refused.
struct ImageRule {
  std::vector<std::string> allow;
  std::vector<std::string> deny;
  std::vector<std::string> deny_tags;
  bool require_digest = false;
  std::vector<std::string> pull_policies;
  bool side_cars_only =
      false;  // neither the Spark container nor volumes: for the rule `containers`
};

std::unique_ptr<const Check> make_check(const ImageRule& rule);

}  // namespace sparkgate::decision
