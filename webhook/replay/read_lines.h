#pragma once

#include <cstddef>

#include "replay/batch.h"
#include "replay/byte_source.h"
#include "replay/seen.h"

namespace sparkgate::replay {

inline constexpr std::size_t kLongestLine = std::size_t{16} << 20;
inline constexpr std::size_t kLargestDocument = std::size_t{256} << 20;

/// Hands the objects of a file to `sink`: those of NDJSON line by line, in constant memory; a line
/// over kLongestLine is skipped and told. A file that begins with a line `{` or as a List does is
/// read whole, kLargestDocument at most: of a List each item is an object. Lines that are blank are
/// left out. What cannot be read is told with its place, and ends the file.
void read_lines(const std::string& file, ByteSource& source, LineSink& sink);

/// The same of a file that is opened first; `seen` counts its bytes.
void read_file_lines(const std::string& file, LineSink& sink, Seen& seen);

}  // namespace sparkgate::replay
