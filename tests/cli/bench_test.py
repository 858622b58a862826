"""What `sparkgate bench` measures, and what it says of broken input. No figure is held to a limit here.

  bench_test.py BUILD
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
DRIVER = "tests/recordings/spark-submit-4.1.4-driver.json"
EXECUTOR = "tests/recordings/spark-submit-4.1.4-executor.json"


class BenchTest(unittest.TestCase):
    maxDiff = None

    def bench(self, *words, stdin=""):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([BUILD / "sparkgate", "bench", "-p", "policies", *words], cwd=ROOT, input=stdin,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def test_each_door_is_asked_about_each_pod(self):
        code, out, err = self.bench("-f", DRIVER, EXECUTOR, "--seconds", "0.05", "-o", "json")
        self.assertEqual((code, err), (0, ""))
        line = json.loads(out)
        self.assertEqual((line["policies"], line["pods"]), (7, 2))
        for door in ("mutate", "validate"):
            one = line[door]
            self.assertGreater(one["decisions"], 0)
            self.assertEqual(one["decisions"] % 2, 0)
            self.assertAlmostEqual(one["perSecond"] * one["ns"] / 1e9, 1, delta=0.01)
            self.assertIn(one["slowest"]["source"], (DRIVER, EXECUTOR))
            self.assertGreaterEqual(one["slowest"]["ns"], one["ns"])

    def test_text(self):
        code, out, err = self.bench("-f", DRIVER, "--seconds", "0.001")
        self.assertEqual((code, err), (0, ""))
        name = json.loads((ROOT / DRIVER).read_text())["request"]["object"]["metadata"]["name"]
        self.assertRegex(out, r"^7 policies, 1 pod, one core\n" + "".join(
            rf"{door}  \d+ decisions/s, (\d+) ns of CPU each; slowest spark-jobs/{re.escape(name)}, \d+ ns\n"
            for door in ("mutate", "validate")) + "$")

    def test_broken_input(self):
        pod = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}\n'
        code, out, err = self.bench("-f", "-", "--seconds", "0.001", stdin='{"kind":"Nonsense"}\n' + pod)
        self.assertEqual((code, err.split(" is none of ")[0]), (2, "- (1): kind Nonsense"))
        self.assertTrue(out.startswith("7 policies, 1 pod, one core\n"))
        self.assertEqual(self.bench("-f", "nosuch.yaml"), (2, "", (
            "nosuch.yaml (1): nosuch.yaml: No such file or directory\nsparkgate bench: no pod to decide about\n")))
        self.assertEqual(self.bench("-f", DRIVER, "--seconds", "0")[0], 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
