"""Lintian has nothing to say about the Debian package but what cmake/debian/lintian-overrides gives a reason for.

  lintian_test.py BUILD
"""

import subprocess
import tempfile
import unittest

import package


class LintianTest(unittest.TestCase):
    maxDiff = None

    def test_no_tag(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["lintian", "--allow-root", "--no-cfg", "--tag-display-limit", "0", package.make(folder)],
                                  capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual((done.stdout, done.returncode), ("", 0), done.stderr)


if __name__ == "__main__":
    package.main("lintian")
