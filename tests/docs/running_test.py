"""webhook/README.md names every flag, metric and log event that there is, and no other.

  running_test.py BUILD
"""

import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[1:1] = [str(HERE.parent / "http")]

import world  # noqa: E402  (takes BUILD from the arguments)

PAGE = (ROOT / "webhook/README.md").read_text(encoding="utf-8")


def section(title):
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text):
    """What stands in backquotes in the first column of the tables."""
    return [word for line in text.splitlines() if line.startswith("| `") for word in
            re.findall(r"`([^`]+)`", line.split(" | ")[0])]


def events():
    """The event of every call of log() in the server's sources."""
    found = set()
    for room in ("base", "net", "admission", "serve"):
        for path in (ROOT / "webhook" / room).glob("*.cc"):
            for call in re.findall(r"\blog\(([^;]*?)(?:\{\{|\);)", path.read_text(encoding="utf-8"), re.S):
                found.update(word for word in re.findall(r'"([^"]+)"', call) if word != "{}")
    return found


class RunningTest(unittest.TestCase):
    def test_flags(self):
        told = subprocess.run([world.BUILD / "sparkgate-webhook", "--help"], capture_output=True, text=True, check=True,
                              timeout=30).stdout
        flags = set(re.findall(r"^  (--[a-z-]+)", told, re.M)) - {"--version"}
        self.assertEqual({cell.split()[0] for cell in first_cells(section("Flags"))}, flags)

    def test_metrics(self):
        with world.server() as server:
            world.ready(server).post("/mutate", world.review())
            served = set(re.findall(r"^# TYPE (\w+) ", server.get("/metrics")[1], re.M))
        named = {cell.split("{")[0] for cell in first_cells(section("Metrics"))}
        rare = {"sparkgate_rule_violations_total", "sparkgate_excepted_violations_total",
                "sparkgate_exception_expiry_timestamp_seconds", "sparkgate_audited_patches_total",
                "sparkgate_patch_operations_total"}
        self.assertEqual(named - rare, served - rare)
        source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "webhook").rglob("*.cc"))
        self.assertEqual([name for name in rare if f'"{name}"' not in source], [])

    def test_events(self):
        self.assertEqual(set(first_cells(section("The log"))), events())


if __name__ == "__main__":
    unittest.main(verbosity=2)
