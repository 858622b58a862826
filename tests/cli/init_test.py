"""What `sparkgate init` writes passes its own checks, and nothing of anybody else is lost.

  init_test.py BUILD
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
SCHEMA = "policies/schema/sparkgate.schema.json"


class InitTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def sparkgate(self, *words, cwd=None):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([BUILD / "sparkgate", *words], cwd=cwd or self.folder, capture_output=True, text=True,
                              timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def test_what_it_writes_is_what_is_shipped(self):
        code, out, err = self.sparkgate("init", "new/repository")
        self.assertEqual((code, err), (0, ""))
        *written, after = out.splitlines()
        self.assertEqual(sorted(written), self.files())
        self.assertEqual(after, "next: sparkgate check new/repository/policies; sparkgate test new/repository/policies")
        repository = self.folder / "new" / "repository"
        places = {".github/workflows/policies.yml": "policies/repository/workflow.yml",
                  ".vscode/settings.json": "policies/repository/settings.json"}
        names = [str(pathlib.Path(name).relative_to("new/repository")) for name in written]
        for name in names:
            self.assertEqual((repository / name).read_bytes(), (ROOT / places.get(name, name)).read_bytes(), name)
        shipped = {str(path.relative_to(ROOT)) for path in (ROOT / "policies").rglob("*")
                   if path.is_file() and path.relative_to(ROOT / "policies").parts[0] not in ("library", "repository")}
        self.assertEqual({name for name in names if name not in places},
                         {name for name in shipped if not name.endswith(".md")})

    def test_it_passes_what_its_workflow_runs(self):
        self.sparkgate("init", ".")
        workflow = (self.folder / ".github/workflows/policies.yml").read_text()
        commands = re.findall(r"^    - run: (sparkgate .*)$", workflow, re.M)
        self.assertEqual(commands, ["sparkgate check -o github policies", "sparkgate test policies --coverage-min 100"])
        for command in commands:
            code, out, err = self.sparkgate(*command.split()[1:])
            self.assertEqual((code, err), (0, ""), command + out)
        self.assertEqual(self.sparkgate("check", "policies")[1], "policies: 7 policies, no mistake\n")

    def test_editors_find_the_schema(self):
        self.sparkgate("init", ".")
        schema = (self.folder / SCHEMA).resolve()
        self.assertEqual(json.loads(schema.read_text()), json.loads(self.sparkgate("schema")[1]))
        named = 0
        for path in (self.folder / "policies").rglob("*.yaml"):
            if path.name == "kustomization.yaml":
                continue
            name = path.read_text().splitlines()[0].removeprefix("# yaml-language-server: $schema=")
            self.assertEqual((path.parent / name).resolve(), schema, path)
            named += 1
        self.assertEqual(named, 10)
        settings = json.loads((self.folder / ".vscode/settings.json").read_text())["yaml.schemas"]
        self.assertEqual(settings, {SCHEMA: ["policies/*.yaml", "policies/tests/*.test.yaml"]})

    def test_nothing_is_written_over(self):
        (self.folder / "policies").mkdir()
        mine = {"policies/sizes.yaml": "mine", "policies/other.yaml": "mine, too"}
        for name, text in mine.items():
            (self.folder / name).write_text(text)
        (self.folder / "policies/placement.yaml").symlink_to("nowhere")
        self.assertEqual(self.sparkgate("init", "."), (2, "", (
            "sparkgate init: nothing is written, these are there already:\n"
            "  ./policies/placement.yaml\n  ./policies/sizes.yaml\n")))
        self.assertEqual({name: (self.folder / name).read_text() for name in self.files()}, mine)
        (self.folder / "policies/sizes.yaml").unlink()
        (self.folder / "policies/placement.yaml").unlink()
        self.assertEqual(self.sparkgate("init", ".")[::2], (0, ""))
        self.assertEqual((self.folder / "policies/other.yaml").read_text(), "mine, too")

    def test_what_cannot_be_written(self):
        (self.folder / "policies").write_text("a file")
        code, out, err = self.sparkgate("init", ".")
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(err, "sparkgate init: ./policies: Not a directory\n")
        self.assertEqual(self.sparkgate("init")[::2], (2, "directory is required\nRun with --help for more information.\n"))

    def test_a_second_run_loses_nothing(self):
        self.sparkgate("init", ".")
        before = {name: os.stat(self.folder / name).st_mtime_ns for name in self.files()}
        self.assertEqual(self.sparkgate("init", ".")[:2], (2, ""))
        self.assertEqual({name: os.stat(self.folder / name).st_mtime_ns for name in self.files()}, before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
