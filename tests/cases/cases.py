"""Golden cases: one review and one policy directory each, and what every door must answer.

A case is a folder beside this file:
  review.json    an AdmissionReview (often a link into tests/recordings)
  policies/      a policy directory (or a link to one)
  expected/      answers.json: the AdmissionReviews of /mutate and then /validate, patches decoded
                 dry-run.txt:  what `sparkgate dry-run --explain` prints

Each case goes through the command line and through the running server; cases_test.cc asks the third door, the library.
Folders are picked up by themselves; README.md tells where each case comes from, policies/ is what several share.

  cases.py BUILD              compare; BUILD holds sparkgate and sparkgate-webhook
  cases.py BUILD --refresh    write what the command line answers now, and drop what no case uses
"""

import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

import webhook  # noqa: E402  (tests/support)


def cases():
    return sorted(path for path in HERE.iterdir() if (path / "review.json").exists())


def decoded(answer):
    """An answer with its patch readable."""
    answer = json.loads(answer)
    response = answer["response"]
    if "patch" in response:
        response["patch"] = json.loads(base64.b64decode(response["patch"], validate=True))
    return answer


def dry_run(case, *flags):
    """Runs the command line from inside the case, so that no path of this machine is printed."""
    command = [str(BUILD / "sparkgate"), "dry-run", "-p", "policies", "-f", "review.json", *flags]
    done = subprocess.run(command, cwd=case, capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "NO_COLOR": "1"})
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{case.name}: {done.stderr}")
    return done.stdout


def asked_of_command_line(case):
    mutate, validate = dry_run(case, "-o", "review").splitlines()
    return {"mutate": decoded(mutate), "validate": decoded(validate)}


def asked_of_server(case, server):
    """What kube-apiserver does: /mutate, apply the patch, /validate."""
    review = json.loads((case / "review.json").read_text())
    mutate = decoded(server.post("/mutate", review))
    stored = json.loads(dry_run(case, "-o", "json", "--show-pod"))["pod"]
    review["request"]["object"] = stored
    return {"mutate": mutate, "validate": decoded(server.post("/validate", review))}


def refresh():
    for case in cases():
        expected = case / "expected"
        expected.mkdir(exist_ok=True)
        answers = json.dumps(asked_of_command_line(case), indent=2, sort_keys=True) + "\n"
        (expected / "answers.json").write_text(answers)
        (expected / "dry-run.txt").write_text(dry_run(case, "--explain"))
        for stale in expected.iterdir():
            if stale.name not in ("answers.json", "dry-run.txt"):
                stale.unlink()


class CasesTest(unittest.TestCase):
    maxDiff = None

    def test_there_are_cases(self):
        self.assertGreater(len(cases()), 10)

    def test_nothing_is_stale(self):
        known = {"cases.py", "cases_test.cc", "CMakeLists.txt", "README.md", "policies", "__pycache__"}
        known |= {case.name for case in cases()}
        self.assertEqual({path.name for path in HERE.iterdir()} - known, set())
        used = {(case / "policies").resolve() for case in cases()}
        self.assertEqual({path.resolve() for path in (HERE / "policies").iterdir()} - used, set())
        for case in cases():
            self.assertEqual({path.name for path in case.iterdir()}, {"review.json", "policies", "expected"})
            self.assertEqual({path.name for path in (case / "expected").iterdir()},
                             {"answers.json", "dry-run.txt"})

    def test_each_says_where_it_comes_from(self):
        told = re.findall(r"^\| `([^`]+)` \| (recorded|tweaked|by hand) \|", (HERE / "README.md").read_text(), re.M)
        self.assertEqual(sorted(name for name, _ in told), [case.name for case in cases()])
        for name, origin in told:
            self.assertEqual((HERE / name / "review.json").is_symlink(), origin == "recorded", name)

    def test_the_command_line(self):
        for case in cases():
            with self.subTest(case.name):
                expected = json.loads((case / "expected/answers.json").read_text())
                self.assertEqual(asked_of_command_line(case), expected)
                self.assertEqual(dry_run(case, "--explain"), (case / "expected/dry-run.txt").read_text())

    def test_the_running_server(self):
        by_policies = {}
        for case in cases():
            by_policies.setdefault((case / "policies").resolve(), []).append(case)
        for policies, members in by_policies.items():
            with webhook.Server(BUILD, policies) as server:
                for case in members:
                    with self.subTest(case.name):
                        expected = json.loads((case / "expected/answers.json").read_text())
                        self.assertEqual(asked_of_server(case, server), expected)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if "--refresh" in sys.argv:
        refresh()
    else:
        unittest.main(verbosity=2)
