"""The diff of `sparkgate dry-run`: what moved, strings that look like other types, colours, and the terminal's width.

  diff_test.py BUILD
"""

import fcntl
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
POLICY = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p}\nspec: {overrides: {both: %s}}\n"
POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"spark-role": "driver"}},
       "spec": {"containers": [{"name": "spark-kubernetes-driver", "image": "i",
                                "env": [{"name": name, "value": name.lower()} for name in "ABCD"]}]}}


class DiffTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "pod.json").write_text(json.dumps(POD))

    def command(self, template):
        (self.folder / "p.yaml").write_text(POLICY % template)
        return [str(BUILD / "sparkgate"), "dry-run", "-p", "p.yaml", "-f", "pod.json"]

    def lines(self, template, **environment):
        """What is other, without the annotation that says who did it."""
        done = subprocess.run(self.command(template), cwd=self.folder, capture_output=True, text=True, timeout=60,
                              check=True, env={**os.environ, "NO_COLOR": "1", **environment})
        return [line for line in done.stdout.splitlines()[1:] if re.match(r"\x1b|[-+]|  moved", line)
                and "annotations:" not in line and "sparkgate.dev/applied" not in line]

    def on_terminal(self, template, columns, **environment):
        """The bytes that a terminal of so many columns is sent."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CLICOLOR_FORCE")}
        with subprocess.Popen(self.command(template), cwd=self.folder, stdout=slave, env={**kept, **environment}) as process:
            os.close(slave)
            said = b""
            try:
                while part := os.read(master, 65536):
                    said += part
            except OSError:  # EIO: the other side is closed
                pass
        os.close(master)
        self.assertEqual(process.returncode, 0)
        return said.decode().replace("\r\n", "\n").splitlines()

    def test_an_item_that_moved_is_not_gone_and_new(self):
        order = ("{spec: {containers: [{name: $spark, env: [{name: D, value: d}, {name: A, value: a}, {name: B, value: b}, "
                 "{name: C, value: x}], "
                 "$setElementOrder/env: [{name: D}, {name: A}, {name: B}, {name: C}]}]}}")
        self.assertEqual(self.lines(order), [
            "-          value: c", "+          value: x", "  moved in spec.containers.spark-kubernetes-driver.env: D"])

    def test_strings_that_look_like_other_types_are_quoted(self):
        labels = '{metadata: {labels: {a: "1", b: "true", c: "null", d: "1e3", e: plain, f: "yes", g: ""}}}'
        self.assertEqual(self.lines(labels), [
            '+    a: "1"', '+    b: "true"', '+    c: "null"', '+    d: "1e3"', "+    e: plain", '+    f: "yes"', '+    g: ""'])

    def test_blue_and_orange_and_a_sign_always(self):
        change = "{spec: {containers: [{name: $spark, env: [{name: A, value: x}]}]}}"
        self.assertEqual(self.lines(change, NO_COLOR="", CLICOLOR_FORCE="1")[-2:], [
            "\x1b[38;5;208m-          value: a\x1b[0m", "\x1b[38;5;39m+          value: x\x1b[0m"])
        self.assertEqual(self.lines(change, CLICOLOR_FORCE="1"), ["-          value: a", "+          value: x"])

    def test_long_lines_are_cut_on_a_terminal_only(self):
        change = "{metadata: {annotations: {note: %s}}}" % ("é" * 30 + "x" * 200)
        whole = "+    note: " + "é" * 30 + "x" * 200
        self.assertIn(whole, self.lines(change))
        self.assertIn("+    note: " + "é" * 30 + "x" * 8 + "…", self.on_terminal(change, 50, NO_COLOR="1"))
        self.assertIn("\x1b[38;5;39m+    note: " + "é" * 8 + "…\x1b[0m", self.on_terminal(change, 20))
        self.assertIn(whole, self.on_terminal(change, len(whole), NO_COLOR="1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
