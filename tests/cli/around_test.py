"""sparkgate where others call it: as kubectl's plugin, and from pre-commit.

  around_test.py BUILD      KUBECTL: a kubectl, else the one of tests/e2e/install or of the PATH
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
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
HOOK = re.compile(r"^- id: (\S+)\n(?:  .*\n)*?  entry: (.*)\n  args: \[(.*)\]\n", re.M)


def kubectl():
    built = ROOT / "build" / "e2e" / "bin" / "kubectl"
    return os.environ.get("KUBECTL") or (str(built) if built.exists() else shutil.which("kubectl"))


class Folder(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "sparkgate").symlink_to(BUILD / "sparkgate")
        (self.folder / "bin" / "kubectl-sparkgate").symlink_to("sparkgate")

    def run_it(self, *words, cwd=ROOT):
        """(exit code, stdout, stderr)"""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
                              env={**os.environ, "PATH": path, "NO_COLOR": "1", "HOME": str(self.folder)})
        return done.returncode, done.stdout, done.stderr


class KubectlTest(Folder):
    def test_it_calls_itself_as_it_was_called(self):
        for name, usage in (("kubectl-sparkgate", "Usage: kubectl sparkgate check "), ("sparkgate", "Usage: sparkgate check ")):
            self.assertIn(usage, self.run_it(name, "check", "--help")[1])

    @unittest.skipUnless(kubectl(), "skipped: needs kubectl, which tests/e2e/install brings")
    def test_kubectl_finds_it(self):
        pod = "tests/recordings/spark-submit-3.5.9-driver.json"
        for words in (["check", "policies"], ["dry-run", "-p", "policies", "-f", pod, "-o", "json"],
                      ["dry-run", "-p", "policies/registries.yaml", "-f", "nosuch.yaml"], ["chek"]):
            code, out, err = self.run_it("kubectl-sparkgate", *words)
            by_kubectl = self.run_it(kubectl(), "sparkgate", *words)
            self.assertEqual(by_kubectl[:2], (code, out), words)
            self.assertIn(err, by_kubectl[2])


class PreCommitTest(Folder):
    def test_the_hooks_run(self):
        text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        hooks = HOOK.findall(text)
        self.assertEqual([name for name, _, _ in hooks], ["sparkgate-check", "sparkgate-test"])
        self.assertEqual(text.count("\n- id: "), 2)
        for _, entry, arguments in hooks:
            self.assertEqual(self.run_it(*entry.split(), *arguments.split(", "))[::2], (0, ""), entry)
        (self.folder / "policies").mkdir()
        (self.folder / "policies" / "a.yaml").write_text("kind: SparkPolcy\n")
        self.assertEqual(self.run_it(*hooks[0][1].split(), hooks[0][2], cwd=self.folder)[0], 1)

    @unittest.skipUnless(shutil.which("pre-commit"), "skipped: needs pre-commit, from PyPI")
    def test_pre_commit_runs_them(self):
        repository, ours = self.folder / "repository", self.folder / "ours"  # what pre-commit sees of the tree
        self.run_it("sparkgate", "init", str(repository))
        ours.mkdir()
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", ours)
        for folder in (repository, ours):
            for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=b", "commit", "-qm", "c"]):
                self.assertEqual(self.run_it("git", *words, cwd=folder)[0], 0, words)
        for hook in ("sparkgate-check", "sparkgate-test"):
            code, out, err = self.run_it("pre-commit", "try-repo", str(ours), hook, "--all-files", cwd=repository)
            self.assertEqual(code, 0, out + err)
        (repository / "policies" / "sizes.yaml").write_text("kind: SparkPolcy\n")
        code, out, _ = self.run_it("pre-commit", "try-repo", str(ours), "sparkgate-check", "--all-files", cwd=repository)
        self.assertEqual(code, 1)
        self.assertIn("did you mean 'SparkPolicy'?", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
