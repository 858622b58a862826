"""The tests of the policies that are shipped pass, and reach all of them.

  policies_test.py BUILD
"""

import json
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()


class PoliciesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.done = subprocess.run([BUILD / "sparkgate", "test", "policies", "--coverage", "-o", "json"], cwd=ROOT,
                                  capture_output=True, text=True, timeout=60, check=False)
        cls.lines = [json.loads(line) for line in cls.done.stdout.splitlines()]

    def test_all_pass(self):
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""))
        self.assertEqual([line for line in self.lines if line.get("result", "passed") != "passed"], [])

    def test_each_file_of_tests_ran(self):
        files = {str(path.relative_to(ROOT)) for path in (ROOT / "policies").rglob("*.test.yaml")}
        self.assertEqual({line["file"] for line in self.lines if "file" in line}, files)

    def test_all_is_reached(self):
        coverage = self.lines[-1]["coverage"]
        self.assertEqual([one["policies"] for one in coverage], ["policies", "policies/library"])
        self.assertEqual([part for one in coverage for part in one["notReached"]], [])


if __name__ == "__main__":
    unittest.main()
