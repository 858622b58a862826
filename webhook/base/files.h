#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sparkgate {

/// The content of a regular file (or of stdin for "-"), at most `max_bytes`.
/// Errors name the path and the reason: missing, not readable, a directory, too large.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes);

/// Replaces `path` by writing a temporary file beside it and renaming it, so that a reader sees the
/// old content or the new one, never half. `mode` as for chmod, e.g. 0600 for a key.
Result<void> write_file(const std::string& path, std::string_view content, unsigned mode);

/// Names (not paths) of the regular files in a directory, sorted, symlinks followed; a symlink that
/// dangles or loops is listed too. Names that start with `.` are left out: kubelet keeps `..data`
/// and its targets there.
Result<std::vector<std::string>> list_files(const std::string& directory);

/// Whether `path` is a directory.
bool is_directory(const std::string& path);

}  // namespace sparkgate
