"""The release binaries have what the OpenSSF guide for hardening C and C++ asks for.

  hardening_test.py BUILD
"""

import pathlib
import platform
import re
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
BRANCHES = {"x86_64": ["-fcf-protection=full"], "aarch64": ["-mbranch-protection=standard"]}
BINARIES = ("sparkgate-webhook", "sparkgate")


def readelf(binary, *flags):
    return subprocess.run(["readelf", "-W", *flags, BUILD / binary], capture_output=True, text=True, check=True,
                          timeout=60).stdout


class HardeningTest(unittest.TestCase):
    @staticmethod
    def each(*flags):
        return [readelf(binary, *flags) for binary in BINARIES]

    def test_is_position_independent_and_bound_at_once(self):
        for dynamic in self.each("-d"):
            self.assertRegex(dynamic, r"FLAGS_1.*\bNOW\b.*\bPIE\b")
            self.assertNotRegex(dynamic, r"R(UN)?PATH")

    def test_writes_nowhere_that_runs(self):
        for segments in self.each("-l"):
            self.assertIn("GNU_RELRO", segments)
            self.assertRegex(segments, r"GNU_STACK .* RW  ")
            self.assertNotRegex(segments, r"LOAD .* RWE ")

    def test_functions_guard_their_frames_and_buffers(self):
        for symbols in self.each("--dyn-syms"):
            self.assertIn("__stack_chk_fail", symbols)
            self.assertRegex(symbols, r"__(memcpy|snprintf|read|memmove|memset)_chk")

    def test_every_source_is_compiled_with_the_flags(self):
        flags = ("-D_FORTIFY_SOURCE=3", "-D_GLIBCXX_ASSERTIONS", "-fstack-clash-protection", "-fstack-protector-strong",
                 "-fno-delete-null-pointer-checks", "-fno-strict-overflow", "-fno-strict-aliasing",
                 "-ftrivial-auto-var-init=zero", *BRANCHES.get(platform.machine(), []))
        commands = (BUILD / "compile_commands.json").read_text(encoding="utf-8")
        ours = [line for line in commands.splitlines() if '"command"' in line and re.search(r"/(webhook|certs)/\S+\.cc\b", line)
                and "/tests/" not in line]
        self.assertGreater(len(ours), 100)
        self.assertEqual([flag for flag in flags for line in ours if flag not in line], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
