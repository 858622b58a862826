#include "cli/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <stop_token>

namespace sparkgate::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirst(1000), kNext(250);
constexpr const char* kWipe = "\r\x1b[K";  // ECMA-48: erase to the end of the line

/// The bytes of all files; 0 when one of them is a pipe.
std::uint64_t size_of(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    struct stat status = {};
    const int failed = file == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(file.c_str(), &status);
    if (failed != 0) continue;  // which the replay tells
    if (!S_ISREG(status.st_mode)) return 0;
    total += static_cast<std::uint64_t>(status.st_size);
  }
  return total;
}

void tell(const std::stop_token& stop, std::uint64_t total, const replay::Seen& seen) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  const Clock::time_point start = Clock::now();
  const auto is_over = [&](Clock::duration wait) {
    stopped.wait_for(lock, stop, wait, [] { return false; });
    return stop.stop_requested();
  };
  if (is_over(kFirst)) return;
  do {
    const std::chrono::duration<double> seconds = Clock::now() - start;
    std::cerr << kWipe + progress_line(seen, total, seconds.count()) << std::flush;
  } while (!is_over(kNext));
  std::cerr << kWipe << std::flush;
}

}  // namespace

std::string progress_line(const replay::Seen& seen, std::uint64_t total, double seconds) {
  const auto whole = [](double number) {
    return std::to_string(static_cast<std::uint64_t>(number + 0.5));
  };
  const std::uint64_t objects = seen.objects, bytes = seen.bytes;
  std::string line = std::to_string(objects) + " pods, " +
                     whole(static_cast<double>(objects) / seconds) + " a second";
  if (total == 0 || bytes == 0 || bytes > total) return line;  // a log may grow
  const double share = static_cast<double>(bytes) / static_cast<double>(total);
  return line + ", " + whole(share * 100) + " %, " + whole(seconds * (1 / share - 1)) + " s left";
}

Progress::Progress(const std::vector<std::string>& files, const replay::Seen& seen) {
  if (::isatty(STDERR_FILENO) != 1) return;
  thread_ = std::jthread(tell, size_of(files), std::cref(seen));
}

}  // namespace sparkgate::cli
