#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "replay/seen.h"

namespace sparkgate::replay {

/// Bytes of a file, one piece after the other.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Reads up to `size` bytes; 0: the end. After an error nothing more can be read.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
};

/// Opens a file, or stdin for "-". What gzip or zstd has compressed, as its first bytes tell, comes
/// out as it was; `seen` counts those that were read. Errors name no path: missing, not readable, a
/// directory.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path, Seen& seen);

/// What `compressed` was before gzip (one member or several) or zstd (frames) compressed it. Read
/// errors say where the stream is broken or ends too early.
std::unique_ptr<ByteSource> gunzipped(std::unique_ptr<ByteSource> compressed);
std::unique_ptr<ByteSource> unzstd(std::unique_ptr<ByteSource> compressed);

}  // namespace sparkgate::replay
