"""`sparkgate replay`: what it says about recorded pods, whole.

  replay_test.py BUILD
"""

import gzip
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import replaying  # noqa: E402


def pod(role, number, application, image="good/i"):
    labels = {"spark-role": role, "spark-app-selector": application}
    return {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": f"{role}-{number}", "namespace": "n", "labels": labels},
            "spec": {"containers": [{"name": "c", "image": image}]}}


def event(sent, said=""):
    annotations = {"drivers.validate.sparkgate.dev/fingerprint": "f"}
    if said:
        annotations["drivers.validate.sparkgate.dev/violations"] = said
    return {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "stage": "ResponseComplete", "verb": "create",
            "user": {"username": "u"}, "objectRef": {"resource": "pods", "namespace": "n"},
            "requestObject": sent, "annotations": annotations}


def lines(*objects):
    return "".join(json.dumps(one) + "\n" for one in objects)


APPLICATION = lines(pod("driver", 1, "spark-1", "bad/i"), pod("executor", 1, "spark-1", "bad/i"),
                    pod("executor", 2, "spark-1", "bad/i"), pod("driver", 2, "spark-2"))

TABLE = """4 pods decided: 2 drivers, 2 executors

denied  3 pods
  n  p/r  1 driver, 2 executors, 1 owner
    application spark-1  1 driver, 2 executors
      a.ndjson:1 driver-1: spec.containers[0].image "bad/i" is not from good/*

would be denied (audit)  none

changed  4 pods
  n  p  2 drivers, 2 executors, 2 owners
    application spark-2  1 driver
      a.ndjson:4 driver-2: add /spec/priorityClassName "high"
    and 1 more owner
"""

COMPARED = """4 pods decided: 2 drivers, 2 executors

newly denied  1 pod
  n  p/r  1 driver, 1 owner
    application spark-2  1 driver
      a.ndjson:4 driver-2: spec.containers[0].image "good/i" is not from bad/*

newly allowed  3 pods
  n  p/r  1 driver, 2 executors, 1 owner
    application spark-1  1 driver, 2 executors
      a.ndjson:1 driver-1: spec.containers[0].image "bad/i" is not from good/*

patch differs  4 pods
  n  p  2 drivers, 2 executors, 2 owners
    application spark-1  1 driver, 2 executors
      a.ndjson:1 driver-1: now: add /spec/priorityClassName "low" (and 1 more)
    application spark-2  1 driver
      a.ndjson:4 driver-2: now: add /spec/priorityClassName "low" (and 1 more)

warnings differ  none
"""


class ReplayTest(replaying.Replaying):
    build = BUILD

    def setUp(self):
        super().setUp()
        self.write("a.ndjson", APPLICATION)

    def replay(self, *words, stdin=b"", policies="old.yaml"):
        return self.run_replay("-p", policies, *words, stdin=stdin)

    def merged(self, *words, stdin=b""):
        return self.run_replay("--merge", *words, stdin=stdin)

    def decided(self, *words, stdin=b""):
        """(pods decided, exit code, stderr)"""
        code, out, err = self.replay("-o", "json", *words, stdin=stdin)
        return json.loads(out)["decided"]["pods"], code, err

    def test_table(self):
        self.assertEqual(self.replay("--examples", "1", "a.ndjson"), (1, TABLE, ""))

    def test_what_changes(self):
        self.assertEqual(self.replay("--against", "old.yaml", "a.ndjson", policies="new.yaml"), (1, COMPARED, ""))
        code, out, _ = self.replay("--against", "old.yaml", "a.ndjson")
        self.assertEqual((code, out.count("  none\n")), (0, 4))

    def test_json(self):
        code, out, err = self.replay("-o", "json", "a.ndjson")
        self.assertEqual((code, err), (1, ""))
        said = json.loads(out)
        counts = {"pods": 3, "drivers": 1, "executors": 2, "others": 0}
        why = 'spec.containers[0].image "bad/i" is not from good/*'
        self.assertEqual(said["denied"], {"pods": 3, "groups": [
            {"namespace": "n", "policy": "p", "rule": "r", **counts, "owners": 1, "ownersAreAll": True, "examples": [
                {"owner": "application spark-1", **counts, "where": "a.ndjson:1", "name": "driver-1", "why": [why]}]}]})
        self.assertEqual(list(said), [
            "policies", "against", "decided", "skipped", "broken", "then", "denied", "audited", "changed",
            "findingsWithoutGroup"])

    def test_any_number_of_threads_says_the_same(self):
        self.write("many.ndjson", "".join(lines(pod("executor", i, f"spark-{i % 700}", "bad/i")) for i in range(9000)))
        said = {self.replay("--threads", threads, "many.ndjson", "a.ndjson") for threads in ("1", "2", "5")}
        self.assertEqual(len(said), 1)
        self.assertIn("9,004 pods decided: 2 drivers, 9,002 executors\n", said.pop()[1])

    def test_parts_make_the_same_whole(self):
        """Whatever their order and grouping, and whoever is broken among them."""
        self.write("b.ndjson", "".join(lines(pod("executor", i, f"spark-{i % 70}", "bad/i")) for i in range(200)))
        self.write("broken.ndjson", "x\n" * 12 + APPLICATION)
        files = ["a.ndjson", "b.ndjson", "broken.ndjson"]
        for extra in ([], ["--against", "new.yaml", "--examples", "7"]):
            for file in files:
                code, out, err = self.replay("-o", "partial", *extra, file)
                self.assertEqual((code, out.count("\n"), err), (0, 1, ""))
                self.write(file + ".part", out)
            self.write("two.part", self.merged("-o", "partial", "broken.ndjson.part", "a.ndjson.part")[1])
            for output in ("table", "json"):
                whole = self.replay("-o", output, *extra, *files)
                self.assertEqual(whole[0], 2)
                self.assertEqual(self.merged("-o", output, *(file + ".part" for file in reversed(files))), whole)
                self.assertEqual(self.merged("-o", output, "two.part", "b.ndjson.part"), whole)

    def test_parts_that_are_none(self):
        for name, words in (("a", ["-p", "old.yaml"]), ("b", ["-p", "new.yaml"]), ("c", ["-p", "old.yaml", "--examples", "1"])):
            self.write(name, self.run_replay("-o", "partial", *words, "a.ndjson")[1])
        part = json.loads((self.place / "a").read_text())
        for name, change in (("old", {"sparkgate": "0.0.1"}), ("damaged", {"groups": [{}]})):
            self.write(name, json.dumps({**part, **change}))
        for words, said in ((["a", "b"], "b:1: is of other policies than the first partial result"),
                            (["a", "c"], "c:1: has another number of --examples than the first partial result"),
                            (["a.ndjson"], "a.ndjson:1: is no partial result: `sparkgate replay -o partial` writes them"),
                            (["damaged"], "damaged:1: is a damaged partial result"),
                            (["missing"], "missing: No such file or directory")):
            self.assertEqual(self.merged(*words), (2, "", said + "\n"))
        self.assertIn("is a partial result of another sparkgate than ", self.merged("old")[2])
        self.assertEqual(self.merged("-", stdin=b""), (2, "", "-: is empty\n"))

    def test_compressed(self):
        whole = APPLICATION.encode()
        self.write("a.gz", gzip.compress(whole[:300]) + gzip.compress(whole[300:]))
        self.assertEqual(self.decided("a.gz"), (4, 1, ""))
        self.assertEqual(self.decided("-", stdin=gzip.compress(whole)), (4, 1, ""))
        self.write("half.gz", gzip.compress(whole)[:-9])
        self.assertEqual(self.decided("half.gz", "a.ndjson")[1:], (2, "half.gz:5: truncated gzip\n"))
        # "{}" by zstd: a frame with its size, a raw last block of two bytes (RFC 8878); half of it is broken.
        frame = b"\x28\xb5\x2f\xfd\x20\x02\x11\x00\x00{}"
        self.write("a.zst", frame)
        self.assertEqual(self.decided("a.zst"), (0, 2, "a.zst:1: is no AdmissionReview, audit event or Pod\n"))
        self.write("a.zst", frame[:-1])
        self.assertEqual(self.decided("a.zst"), (0, 2, "a.zst:1: truncated zstd\n"))

    def test_audit_log(self):
        denied = pod("driver", 1, "spark-1", "bad/i")
        self.write("audit.log", lines(event(denied, "p/r deny spec"), event(denied), event(pod("driver", 2, "s")),
                                      {**event(denied), "verb": "update"}, {**event(denied), "verb": "list"}))
        self.assertEqual(self.replay("audit.log")[1].splitlines()[:3], [
            "3 pods decided: 3 drivers",
            "skipped: 1 neither created nor updated, 1 audit event of an update, which has no pod before",
            "by the audit log: 2 decided as then, 1 otherwise"])

    def test_list(self):
        items = [pod("driver", 1, "a"), pod("executor", 1, "a", "bad/i")]
        self.write("pods.json", json.dumps({"apiVersion": "v1", "items": items, "kind": "List"}, indent=4))
        code, out, err = self.replay("pods.json")
        self.assertEqual((code, err), (1, ""))
        self.assertIn("      pods.json item 2 executor-1: spec.containers[0].image", out)

    def test_progress_is_shown_on_a_terminal(self):
        """After a second, without a share of what a pipe will bring, and wiped out at the end."""
        terminal, stderr = pty.openpty()
        self.addCleanup(os.close, terminal)
        with subprocess.Popen([BUILD / "sparkgate", "replay", "-p", "old.yaml", "-"], cwd=self.place, stderr=stderr,
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
            os.close(stderr)
            shown = os.read(terminal, 1000).decode()  # waits for it
            running.stdin.close()
            try:
                while more := os.read(terminal, 1000).decode():
                    shown += more
            except OSError:  # how Linux says that nobody writes any more
                pass
        wiped = "\r\x1b[K"
        self.assertRegex(shown, f"^({re.escape(wiped)}0 pods, 0 a second)+{re.escape(wiped)}-: is empty\r\n$")

    def test_broken_input(self):
        self.write("junk", bytes(range(1, 256)) + b"\n" + APPLICATION.encode() + b'{"kind":')
        self.write("empty", "")
        found, code, err = self.decided(".", "junk", "missing", "empty", "a.ndjson")
        self.assertEqual((found, code), (8, 2))
        told = [line.split(": ")[0] for line in err.splitlines()]
        self.assertEqual(told, [".", "empty", "junk:1", "junk:2", "junk:7", "missing"])
        self.write("twelve", "x\n" * 12)
        _, code, err = self.decided("twelve")
        self.assertEqual((code, err.splitlines()[9:]), (2, [err.splitlines()[9], "and 2 more"]))
        self.assertTrue(err.splitlines()[9].startswith("twelve:10: not JSON: "))


if __name__ == "__main__":
    unittest.main(verbosity=2)
