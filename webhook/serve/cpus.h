#pragma once

namespace sparkgate::serve {

/// How many CPUs this process may use: its affinity, cut to the quota of its cgroup (version 2 or
/// 1), rounded up; at least 1.
unsigned granted_cpus();

}  // namespace sparkgate::serve
