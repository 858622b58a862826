#include "base/process_metrics.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/files.h"

namespace sparkgate {
namespace {

const auto kStarted = std::chrono::system_clock::now();

void append(std::string& out, const char* name, const char* type, const char* help, double value) {
  char line[512];
  std::snprintf(line, sizeof line, "# HELP %s %s\n# TYPE %s %s\n%s %.15g\n", name, help, name, type,
                name, value);
  out += line;
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double resident_bytes() {
  const Result<std::string> statm = read_file("/proc/self/statm", 4096);
  unsigned long size = 0, resident = 0;
  if (!statm || std::sscanf(statm->c_str(), "%lu %lu", &size, &resident) != 2) return 0;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  std::error_code error;
  double count = 0;
  std::filesystem::directory_iterator entry("/proc/self/fd", error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) ++count;
  return count;
}

double max_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

double started_seconds() {
  return std::chrono::duration<double>(kStarted.time_since_epoch()).count();
}

}  // namespace

std::string process_metrics_text() {
  std::string out;
  append(out, "process_cpu_seconds_total", "counter", "User and system CPU time in seconds.",
         cpu_seconds());
  append(out, "process_resident_memory_bytes", "gauge", "Resident memory in bytes.",
         resident_bytes());
  append(out, "process_open_fds", "gauge", "Open file descriptors.", open_descriptors());
  append(out, "process_max_fds", "gauge", "Limit of open file descriptors.", max_descriptors());
  append(out, "process_start_time_seconds", "gauge", "Start time since the epoch in seconds.",
         started_seconds());
  return out;
}

}  // namespace sparkgate
