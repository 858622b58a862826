"""The language of the tests of `sparkgate replay`: two policies that differ, and a folder to replay in."""

import os
import pathlib
import subprocess
import tempfile
import unittest

POLICY = """apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: p}
spec:
  defaults: {both: {spec: {priorityClassName: %s}}}
  rules: [{name: r, images: {allow: [%s]}}]
"""


class Replaying(unittest.TestCase):
    maxDiff = None
    build = None  # the folder of the programs

    def setUp(self):
        self.place = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.write("old.yaml", POLICY % ("high", "good/*"))
        self.write("new.yaml", POLICY % ("low", "bad/*"))

    def write(self, name, content):
        (self.place / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def run_replay(self, *words, stdin=b""):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([self.build / "sparkgate", "replay", *words], cwd=self.place, input=stdin,
                              capture_output=True, timeout=100, check=False, env={**os.environ, "NO_COLOR": "1"})
        return done.returncode, done.stdout.decode(), done.stderr.decode()
