#include <zstd.h>

#include <new>
#include <utility>
#include <vector>

#include "replay/byte_source.h"

namespace sparkgate::replay {
namespace {

struct Free {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class Unzstd : public ByteSource {
 public:
  explicit Unzstd(std::unique_ptr<ByteSource> compressed)
      : compressed_(std::move(compressed)),
        stream_(ZSTD_createDStream()),
        buffer_(ZSTD_DStreamInSize()) {
    if (!stream_) throw std::bad_alloc();
  }

  Result<std::size_t> read(char* to, std::size_t size) override {
    ZSTD_outBuffer out = {to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !more_) {
        const Result<std::size_t> n = compressed_->read(buffer_.data(), buffer_.size());
        if (!n) return n.error();
        if (*n == 0) {
          if (inside_frame_) return Error{"truncated zstd"};
          return std::size_t{0};
        }
        in_ = {buffer_.data(), *n, 0};
      }
      const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(code)) {
        return Error{std::string("broken zstd: ") + ZSTD_getErrorName(code)};
      }
      inside_frame_ = code != 0;
      more_ = out.pos == out.size;  // it may hold bytes that found no room
    }
    return out.pos;
  }

 private:
  std::unique_ptr<ByteSource> compressed_;
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  std::vector<char> buffer_;
  ZSTD_inBuffer in_ = {nullptr, 0, 0};
  bool inside_frame_ = false;
  bool more_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> unzstd(std::unique_ptr<ByteSource> compressed) {
  return std::make_unique<Unzstd>(std::move(compressed));
}

}  // namespace sparkgate::replay
