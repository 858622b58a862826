#pragma once

#include <span>
#include <string_view>

namespace sparkgate::cli {

/// A file of the sources, as it was when this program was built.
struct EmbeddedFile {
  std::string_view path;
  std::string_view content;
};

/// What `sparkgate init` writes, all but the schema, which is made of the format itself: files of
/// policies/. The path is in the repository that it makes, with '/'.
std::span<const EmbeddedFile> starter_files();

/// What the page of `sparkgate replay -o html` is made of: "page", "style" and "script".
std::span<const EmbeddedFile> report_files();

}  // namespace sparkgate::cli
