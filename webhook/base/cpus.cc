#include "base/cpus.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "base/files.h"

namespace sparkgate {
namespace {

/// Quota and period of cgroup v2's cpu.max ("200000 100000", or "max 100000").
std::optional<double> quota_v2() {
  const Result<std::string> text = read_file("/sys/fs/cgroup/cpu.max", 256);
  double quota = 0, period = 0;
  if (!text || std::sscanf(text->c_str(), "%lf %lf", &quota, &period) != 2 || period <= 0) {
    return std::nullopt;
  }
  return quota / period;
}

std::optional<double> quota_v1() {
  const Result<std::string> quota = read_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", 64);
  const Result<std::string> period = read_file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", 64);
  double granted = 0, of = 0;
  if (!quota || !period || std::sscanf(quota->c_str(), "%lf", &granted) != 1 ||
      std::sscanf(period->c_str(), "%lf", &of) != 1 || granted <= 0 || of <= 0) {
    return std::nullopt;
  }
  return granted / of;
}

double affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

}  // namespace

unsigned granted_cpus() {
  double cpus = affinity();
  std::optional<double> quota = quota_v2();
  if (!quota) quota = quota_v1();
  if (quota) cpus = std::min(cpus, std::ceil(*quota));
  return static_cast<unsigned>(std::max(cpus, 1.0));
}

}  // namespace sparkgate
