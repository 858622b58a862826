"""What README.md shows of the command line is what it prints: `$ sparkgate …` in a fenced block, and the output below.

  readme_test.py SPARKGATE

A line `…` stands for any lines. Commands run in the top folder; `certs init`, which writes there, is not run.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHOWN = re.compile(r"^```\n\$ (sparkgate [^\n]*)\n(.*?)^```$", re.M | re.S)


class ReadmeTest(unittest.TestCase):
    maxDiff = None

    def test_commands_print_what_is_shown(self):
        shown = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertEqual(len(shown), 7)
        for command, output in shown:
            arguments = [str(SPARKGATE), *command.split()[1:]]
            done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
            if "\u2026\n" not in output:
                self.assertEqual(done.stdout + done.stderr, output, command)
                continue
            expected = ".*".join(re.escape(part) for part in output.split("\u2026\n"))
            self.assertRegex(done.stdout, re.compile(f"^{expected}$", re.S))


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        print("skipped: the first argument must be the sparkgate binary")
        sys.exit(77)
    SPARKGATE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
