"""What `--version` says comes from git's tags, or from whoever builds without git.

Runs cmake/version.cmake in a repository of its own.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOBODY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
          "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": "/"}


class VersionTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        shutil.copytree(ROOT / "cmake", self.folder / "cmake")

    def run_here(self, *command):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True, timeout=60,
                              env={**os.environ, **NOBODY}).stdout.strip()

    def commit(self, tag=None):
        self.run_here("git", "init", "-q")
        self.run_here("git", "commit", "-q", "--allow-empty", "-m", "c")
        if tag:
            self.run_here("git", "tag", tag)
        return self.run_here("git", "rev-parse", "--short=12", "HEAD")

    def version(self, *definitions):
        """(version, commit)"""
        self.run_here("cmake", "-D", "PROJECT_VERSION=0.1.0", *definitions, "-P", "cmake/version.cmake")
        header = (self.folder / "generated/version.h").read_text(encoding="utf-8")
        return tuple(re.findall(r'\[\] = "(.*)"', header))

    def test_without_git(self):
        self.assertEqual(self.version(), ("0.1.0", "unknown"))
        self.assertEqual(self.version("-D", "SPARKGATE_VERSION=0.2.0", "-D", "SPARKGATE_COMMIT=abc"), ("0.2.0", "abc"))

    def test_without_a_tag_of_a_release(self):
        self.assertEqual(self.version_after(None), "0.1.0")
        self.assertEqual(self.version_after("demo"), "0.1.0")

    def test_at_a_tag(self):
        self.assertEqual(self.version_after("v0.3.1"), "0.3.1")
        self.assertEqual(self.version_after("v0.4.0-rc1"), "0.4.0-rc1")

    def test_behind_a_tag(self):
        self.assertEqual(self.version_after("v0.3.1", None, None), "0.3.1+2")
        self.assertEqual(self.version_after("v0.4.0-rc1", None), "0.4.0-rc1+1")

    def version_after(self, *tags):
        """Of a commit for each tag; the commit's name must be right, too."""
        commits = [self.commit(tag) for tag in tags]
        version, commit = self.version()
        self.assertEqual(commit, commits[-1])
        return version


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
