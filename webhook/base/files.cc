#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace sparkgate {
namespace {

namespace fs = std::filesystem;

Error system_error_for(const std::string& path) {
  return Error{path + ": " + std::error_code(errno, std::generic_category()).message()};
}

/// A file descriptor that closes itself; stdin is left open.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Result<std::string> read_all(int fd, const std::string& path, std::size_t max_bytes) {
  std::string content;
  char chunk[65536];
  for (;;) {
    const ssize_t n = ::read(fd, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error_for(path);
    if (n == 0) {
      ::explicit_bzero(chunk, sizeof chunk);  // it may have been a private key
      return content;
    }
    content.append(chunk, static_cast<std::size_t>(n));
    if (content.size() > max_bytes) {
      return Error{path + ": larger than " + std::to_string(max_bytes) + " bytes"};
    }
  }
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// A link that leads nowhere is listed: reading it says why, leaving it out would say nothing.
bool is_file_or_lost_link(const fs::directory_entry& entry) {
  std::error_code gone;  // an entry may vanish while kubelet swaps the folder
  return entry.is_regular_file(gone) || (entry.is_symlink(gone) && !entry.exists(gone));
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  if (path == "-") return read_all(STDIN_FILENO, "stdin", max_bytes);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return system_error_for(path);
  return read_all(file.get(), path, max_bytes);
}

Result<void> write_file(const std::string& path, std::string_view content, unsigned mode) {
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.get() < 0) return system_error_for(temporary);
    if (!write_all(file.get(), content) || ::fchmod(file.get(), mode) != 0 ||
        ::fsync(file.get()) != 0) {
      const Error error = system_error_for(temporary);
      ::unlink(temporary.c_str());
      return error;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = system_error_for(path);
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

Result<std::vector<std::string>> list_files(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator entry(directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (!name.starts_with('.') && is_file_or_lost_link(*entry)) names.push_back(std::move(name));
  }
  if (error) return Error{directory + ": " + error.message()};
  std::sort(names.begin(), names.end());
  return names;
}

bool is_directory(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

}  // namespace sparkgate
