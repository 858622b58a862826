"""`sparkgate completion`: what bash, zsh and fish offer when they have read it.

  completion_test.py BUILD      bash, zsh and fish are Debian packages; one that is missing is skipped
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import shells

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()

COMMANDS = {"bench", "check", "dry-run", "explain", "init", "replay", "test", "schema", "certs", "completion", "version"}
FILES = {"a b.yaml", "policies"}


def sparkgate(*words):
    return subprocess.run([BUILD / "sparkgate", *words], capture_output=True, text=True, timeout=60, check=True).stdout


def told(*command):
    """The flags and commands in the help of a command."""
    text = sparkgate(*command, "--help")
    flags = set(re.findall(r"--[a-z-]+", "\n".join(re.findall(r"^  (-\S+)", text, re.M))))
    below = text.partition("Subcommands:\n")[2].partition("\n\n")[0]
    return flags, re.findall(r"^  (\S+)", below, re.M)


def all_commands(*command):
    yield command
    for name in told(*command)[1]:
        yield from all_commands(*command, name)


class CompletionTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.place = self.folder / "place"
        (self.place / "policies").mkdir(parents=True)
        (self.place / "a b.yaml").touch()

    def completes(self, shell):
        """A function from words to what is offered for the last of them."""
        if not shutil.which(shell):
            self.skipTest(f"skipped: needs the Debian package {shell}")
        script = self.folder / f"script.{shell}"
        script.write_text(sparkgate("completion", shell), encoding="utf-8")
        return lambda *words: {word.replace("\\ ", " ") for word in
                               shells.offered(shell, script, ["sparkgate", *words], self.place)}

    def check(self, shell):
        complete = self.completes(shell)
        for words, offered in (
                ([""], COMMANDS), (["c"], {"check", "certs", "completion"}),
                (["certs", "in"], {"init"}), (["completion", ""], {"bash", "zsh", "fish"}),
                (["check", ""], FILES), (["check", "po"], {"policies"}), (["dry-run", ""], set()),
                (["check", "-o", ""], {"text", "json", "sarif", "github"}), (["check", "-o", "s"], {"sarif"}),
                (["dry-run", "-p", ""], FILES), (["dry-run", "-n", ""], set()), (["schema", ""], set()),
                (["certs", "show", "-o", ""], {"text", "json"}),
                (["dry-run", "-p", "policies", "--operation", "U"], {"UPDATE"})):
            self.assertEqual(complete(*words), offered, (shell, words))
        # fish and zsh take the flag for part of the word, or do not.
        joint = {word.rpartition("=")[2] for word in complete("check", "--output", "=", "s")}
        self.assertEqual(joint, {"sarif"}, shell)

    def check_flags(self, shell):
        """Each command's flags, those of --help and no other."""
        complete = self.completes(shell)
        for command in all_commands():
            offered = {word.partition("=")[0] for word in complete(*command, "--")}
            self.assertEqual(offered, told(*command)[0], (shell, command))

    def test_bash(self):
        self.check("bash")
        self.check_flags("bash")

    def test_zsh(self):
        self.check("zsh")
        self.check_flags("zsh")

    def test_fish(self):
        self.check("fish")
        self.check_flags("fish")


if __name__ == "__main__":
    result = unittest.main(verbosity=2, exit=False).result
    sys.exit(77 if result.wasSuccessful() and result.skipped else not result.wasSuccessful())
