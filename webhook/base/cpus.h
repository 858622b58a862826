#pragma once

namespace sparkgate {

/// How many CPUs this process may use: its affinity, cut to the quota of its cgroup (version 2 or
/// 1), rounded up; at least 1.
unsigned granted_cpus();

}  // namespace sparkgate
