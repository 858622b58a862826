#include <zlib.h>

#include <new>
#include <utility>
#include <vector>

#include "replay/byte_source.h"

namespace sparkgate::replay {
namespace {

constexpr std::size_t kInput = 64 * 1024;
constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib.h: a gzip header, the largest window

class Gunzipped : public ByteSource {
 public:
  explicit Gunzipped(std::unique_ptr<ByteSource> compressed)
      : compressed_(std::move(compressed)), input_(kInput) {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Gunzipped() override { inflateEnd(&stream_); }
  Gunzipped(const Gunzipped&) = delete;
  Gunzipped& operator=(const Gunzipped&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        const Result<std::size_t> n =
            compressed_->read(reinterpret_cast<char*>(input_.data()), input_.size());
        if (!n) return n.error();
        if (*n == 0) return at_end();
        stream_.next_in = input_.data();
        stream_.avail_in = static_cast<uInt>(*n);
      }
      if (Result<void> done = step(); !done) return done.error();
    }
    return size - stream_.avail_out;
  }

 private:
  Result<void> step() {
    if (between_members_) {
      if (inflateReset(&stream_) != Z_OK) throw std::bad_alloc();
      between_members_ = false;
    }
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      return Error{std::string("broken gzip: ") + (stream_.msg ? stream_.msg : zError(code))};
    }
    between_members_ = code == Z_STREAM_END;
    return {};
  }

  Result<std::size_t> at_end() const {
    if (between_members_) return std::size_t{0};
    return Error{"truncated gzip"};
  }

  std::unique_ptr<ByteSource> compressed_;
  std::vector<Bytef> input_;
  z_stream stream_ = {};
  bool between_members_ = false;  // a member has ended, and the next has not begun
};

}  // namespace

std::unique_ptr<ByteSource> gunzipped(std::unique_ptr<ByteSource> compressed) {
  return std::make_unique<Gunzipped>(std::move(compressed));
}

}  // namespace sparkgate::replay
