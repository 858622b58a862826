#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sparkgate::render {

/// The newest Spark whose pods are known.
inline constexpr std::string_view kNewestSpark = "4.3.0";

/// A version of Spark.
struct Version {
  int major = 0;
  int minor = 0;
  std::string text;  // as written: the label spark-version

  bool at_least(int wanted_major, int wanted_minor) const {
    return std::pair(major, minor) >= std::pair(wanted_major, wanted_minor);
  }
};

/// `3.5.9`, `4.1.4-scala2.13`, `v3.5`; empty when it begins with no such number.
std::optional<Version> read_version(std::string_view text);

/// The version that an image's tag begins with.
std::optional<Version> version_of_image(std::string_view image);

}  // namespace sparkgate::render
