"""What is asked of the machine: cores, CPU time, memory, and how much others use of it meanwhile."""

import contextlib
import os
import pathlib
import time


def cores():
    """The core for the server and the core for its client; None when there is one core only."""
    granted = sorted(os.sched_getaffinity(0))
    return (granted[0], granted[1]) if len(granted) > 1 else None


@contextlib.contextmanager
def on_core(core):
    """Processes that are started inside run on this core, all their threads included."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid):
    """User and system time of all threads: fields 14 and 15 of /proc/PID/stat, in nanoseconds instead of ticks."""
    clock = ~pid << 3 | 2  # clock_getcpuclockid(3)
    return time.clock_gettime_ns(clock) / 1e9


def rss_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def busy_seconds(of_cores):
    """Time that these cores did not idle, whoever used them, the hypervisor's other guests (steal) included."""
    names = {f"cpu{core}" for core in of_cores}
    ticks = 0
    for line in pathlib.Path("/proc/stat").read_text().splitlines():
        name, *values = line.split()
        if name in names:
            user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, values[:8])
            ticks += user + nice + system + irq + softirq + steal
    return ticks / os.sysconf("SC_CLK_TCK")


def description():
    """For the JSON only: figures of two machines are never compared."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    models = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")]
    return {"cores": os.cpu_count(), "model": models[0] if models else "unknown", "kernel": os.uname().release}
