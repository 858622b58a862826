"""One run of wrk against one server, and what it cost."""

import json
import pathlib
import resource
import subprocess

import machine

SCRIPT = pathlib.Path(__file__).resolve().parent / "post.lua"


def client_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(peer, name, body_file, connections, seconds, cores):
    """Figures of one run; `others` is what neither server nor client used of the two cores, as a share of one."""
    host, port = peer.address
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(SCRIPT),
               f"https://{host}:{port}{peer.path(name)}", "--", str(body_file)]
    busy, server, client = machine.busy_seconds(cores), machine.cpu_seconds(peer.pid), client_seconds()
    with machine.on_core(cores[1]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True)
    server = machine.cpu_seconds(peer.pid) - server
    client = client_seconds() - client
    busy = machine.busy_seconds(cores) - busy
    told = json.loads(done.stdout.splitlines()[-1])
    if told["failed"] or not told["requests"]:
        raise RuntimeError(f"{peer.name}: {done.stdout}")
    took = told["microseconds"] / 1e6
    return {"rate": told["requests"] / took, "cpu": server * 1e6 / told["requests"], "p50": told["p50"],
            "p99": told["p99"], "others": max(0.0, (busy - server - client) / took)}
