#pragma once

#include <span>
#include <string_view>

namespace sparkgate::cli {

/// A file that `sparkgate init` writes.
struct StarterFile {
  std::string_view path;  // in the repository that it makes, with '/'
  std::string_view content;
};

/// All of them but the schema, which is made of the format itself: files of policies/, as they were
/// when this program was built.
std::span<const StarterFile> starter_files();

}  // namespace sparkgate::cli
