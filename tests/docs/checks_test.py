"""policies/checks.md has what `sparkgate check --list` prints, and nothing else; SARIF has it, too.

  checks_test.py SPARKGATE
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning|note) \| ([^|]*) \| ([^|]*) \|$", re.M)
LISTED = re.compile(r"([a-z-]+) +(error|warning|note) +(.*)\n +cure: (.*)\n")


def sparkgate(*words):
    return subprocess.run([SPARKGATE, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout


class ChecksTest(unittest.TestCase):
    maxDiff = None

    def test_the_page_has_every_code(self):
        listed = sparkgate("check", "--list")
        rows = LISTED.findall(listed)
        self.assertEqual("".join(LISTED.split(listed)[::5]), "")
        self.assertGreater(len(rows), 30)
        self.assertEqual(ROW.findall((ROOT / "policies" / "checks.md").read_text(encoding="utf-8")), rows)

    def test_codes_and_severities_are_in_order(self):
        rows = [(severity, code) for code, severity, _, _ in LISTED.findall(sparkgate("check", "--list"))]
        self.assertEqual([severity for severity, _ in rows],
                         sorted((severity for severity, _ in rows), key=["error", "warning", "note"].index))
        self.assertEqual(len(set(rows)), len(rows))

    def test_sarif_knows_every_code(self):
        rules = json.loads(sparkgate("check", "-o", "sarif", "policies"))["runs"][0]["tool"]["driver"]["rules"]
        self.assertEqual([(rule["id"], rule["defaultConfiguration"]["level"], rule["shortDescription"]["text"])
                          for rule in rules],
                         [row[:3] for row in LISTED.findall(sparkgate("check", "--list"))])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        print("skipped: the first argument must be the sparkgate binary")
        sys.exit(77)
    SPARKGATE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
