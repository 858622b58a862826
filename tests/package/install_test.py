"""What `cmake --install` brings: all of it, each page and script as the programs say it themselves.

  install_test.py BUILD      needs the Debian package man-db for one of its tests
"""

import gzip
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

GENERATED = {"bin/sparkgate", "bin/kubectl-sparkgate", "bin/sparkgate-webhook", "share/man/man1/sparkgate.1.gz",
             "share/man/man1/kubectl-sparkgate.1.gz",
             "share/man/man8/sparkgate-webhook.8.gz", "share/bash-completion/completions/sparkgate",
             "share/zsh/vendor-completions/_sparkgate", "share/fish/vendor_completions.d/sparkgate.fish"}
DOCUMENTS = {"README.md", "CHANGELOG.md", "LICENSE", "certs/README.md", "webhook/README.md"}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def shipped(folder):
    """The files of a folder of the sources, without what git ignores or reads itself."""
    found = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
    return {name for name in found if "/tls/" not in name and not name.endswith(".gitignore")}


def spoken(troff):
    """Troff with its escapes taken away."""
    for escape, letter in (("\\-", "-"), ("\\fR", ""), ("\\(aq", "'"), ("\\(ga", "`"), ("\\(ti", "~"), ("\\e", "\\")):
        troff = troff.replace(escape, letter)
    return troff


def words(text):
    return " ".join(text.split())


def entries(page):
    """Each option of a page with what it takes and does, on one line."""
    return [words(name + " " + what) for name, what in re.findall(r"^\.TP\n\.B (.*)\n(.*)$", page, re.M)]


def told(program, *command):
    """The entries of --help, on one line."""
    text = run(BUILD / program, *command, "--help").partition("\nOptions:\n")[2]
    return words(text.partition("\n\n")[0])


class InstallTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.tree = pathlib.Path(cls.folder.name)
        run("cmake", "--install", BUILD, "--prefix", cls.tree)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def page(self, name):
        return spoken(gzip.decompress((self.tree / "share/man" / name).read_bytes()).decode())

    def test_each_file(self):
        files = {str(path.relative_to(self.tree)) for path in self.tree.rglob("*") if path.is_file()}
        documents = {f"share/doc/sparkgate/{name}" for name in DOCUMENTS}
        data = {f"share/sparkgate/{name}" for folder in ("policies", "manifests") for name in shipped(folder)}
        self.assertEqual(files, GENERATED | documents | data)

    def test_what_runs_in_the_sources_runs_when_it_is_installed(self):
        for name in shipped("policies") | shipped("manifests"):
            self.assertEqual(os.access(self.tree / "share/sparkgate" / name, os.X_OK), os.access(ROOT / name, os.X_OK), name)

    def test_documents_lead_to_what_is_installed(self):
        for folder in ("policies", "manifests"):
            link = self.tree / "share/doc/sparkgate" / folder
            self.assertEqual(link.resolve(), (self.tree / "share/sparkgate" / folder).resolve())

    def test_programs_run(self):
        for program in ("sparkgate", "sparkgate-webhook"):
            self.assertRegex(run(self.tree / "bin" / program, "--version"), r"^sparkgate \d+\.\d+\.\d+\S* \(\w+\)\n$")
        said = run(self.tree / "bin/sparkgate", "check", self.tree / "share/sparkgate/policies")
        self.assertTrue(said.endswith("no mistake\n"), said)
        said = run(self.tree / "bin/sparkgate", "test", self.tree / "share/sparkgate/policies")
        self.assertRegex(said, r"^(\d+) tests: \1 passed\n$")

    def test_completions_are_what_the_program_prints(self):
        for shell, file in (("bash", "bash-completion/completions/sparkgate"), ("zsh", "zsh/vendor-completions/_sparkgate"),
                            ("fish", "fish/vendor_completions.d/sparkgate.fish")):
            self.assertEqual((self.tree / "share" / file).read_text(encoding="utf-8"),
                             run(BUILD / "sparkgate", "completion", shell))

    def test_the_webhook_s_page_has_what_its_help_has(self):
        page = self.page("man8/sparkgate-webhook.8.gz")
        self.assertEqual(" ".join(entries(page)), told("sparkgate-webhook"))
        self.assertIn(run(BUILD / "sparkgate-webhook", "--help").rpartition("\n\n")[2], page)

    def test_the_page_of_sparkgate_has_each_command_with_what_its_help_has(self):
        page = self.page("man1/sparkgate.1.gz")
        sections = dict(re.findall(r"^\.SS sparkgate (.*)\n((?:.|\n)*?)(?=^\.S[SH] )", page, re.M))
        for command, section in sections.items():
            flags = [entry for entry in entries(section) if entry.startswith("-")]
            self.assertEqual(" ".join(flags), told("sparkgate", *command.split()), command)
        below = re.findall(r"^  ([a-z-]+) ", run(BUILD / "sparkgate", "--help").partition("Subcommands:")[2], re.M)
        self.assertEqual({command.split()[0] for command in sections}, set(below))

    def test_pages_are_printed_without_a_warning(self):
        if not shutil.which("man"):
            self.skipTest("skipped: needs the Debian package man-db")
        for name in ("man1/sparkgate.1.gz", "man8/sparkgate-webhook.8.gz"):
            done = subprocess.run(["man", "--warnings", "-l", self.tree / "share/man" / name], capture_output=True, text=True,
                                  check=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "120"})
            self.assertEqual(done.stderr, "", name)
            self.assertIn("SEE ALSO", done.stdout)


if __name__ == "__main__":
    result = unittest.main(verbosity=2, exit=False).result
    sys.exit(77 if result.wasSuccessful() and result.skipped else not result.wasSuccessful())
