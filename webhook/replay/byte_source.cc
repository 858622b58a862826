#include "replay/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace sparkgate::replay {
namespace {

constexpr std::string_view kGzip = "\x1f\x8b";          // RFC 1952
constexpr std::string_view kZstd = "\x28\xb5\x2f\xfd";  // RFC 8878
constexpr std::size_t kHead = 4;                        // enough to tell them

Error system_error() {
  return Error{std::strerror(errno)};
}

/// A file descriptor, which it closes.
class FileSource : public ByteSource {
 public:
  FileSource(int descriptor, Seen& seen) : descriptor_(descriptor), seen_(seen) {}
  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    for (;;) {
      const ssize_t n = ::read(descriptor_, to, size);
      if (n > 0) seen_.bytes += static_cast<std::uint64_t>(n);
      if (n >= 0) return static_cast<std::size_t>(n);
      if (errno != EINTR) return system_error();
    }
  }

 private:
  int descriptor_;
  Seen& seen_;
};

/// A source whose first bytes were looked at.
class Replayed : public ByteSource {
 public:
  Replayed(std::string head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (given_ == head_.size()) return rest_->read(to, size);
    const std::size_t n = std::min(size, head_.size() - given_);
    std::memcpy(to, head_.data() + given_, n);
    given_ += n;
    return n;
  }

 private:
  std::string head_;
  std::size_t given_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> source) {
  std::string head(kHead, '\0');
  std::size_t size = 0;
  while (size < kHead) {  // a pipe gives what it has
    const Result<std::size_t> n = source->read(head.data() + size, kHead - size);
    if (!n) return n.error();
    if (*n == 0) break;
    size += *n;
  }
  head.resize(size);
  const bool gzip = head.starts_with(kGzip), zstd = head.starts_with(kZstd);
  std::unique_ptr<ByteSource> whole =
      std::make_unique<Replayed>(std::move(head), std::move(source));
  if (gzip) return gunzipped(std::move(whole));
  return zstd ? unzstd(std::move(whole)) : std::move(whole);
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path, Seen& seen) {
  const int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error();
  auto source = std::make_unique<FileSource>(file, seen);
  struct stat status = {};
  if (::fstat(file, &status) != 0) return system_error();
  if (S_ISDIR(status.st_mode)) return Error{"is a directory"};
  return decompressed(std::move(source));
}

}  // namespace sparkgate::replay
