"""What `sparkgate test` prints and ends with: the tests of tests/tested in each format, as expected there.

  test_command_test.py BUILD [--refresh]      --refresh writes what is expected anew
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent.parent / "tested"
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
TIME = re.compile(r' time="\d+\.\d{6}"')  # seconds, the only thing that differs
RUNS = {"failing.txt": ["tests/failing.test.yaml", "-v", "--coverage"],
        "failing.tap": ["tests/failing.test.yaml", "-o", "tap", "--coverage"],
        "failing.json": ["tests/failing.test.yaml", "-o", "json", "--coverage"],
        "failing.xml": ["tests/failing.test.yaml", "-o", "junit", "--coverage"],
        "broken.txt": ["tests/broken.test.yaml"],
        "broken.tap": ["tests/broken.test.yaml", "-o", "tap"],
        "broken.xml": ["tests/broken.test.yaml", "-o", "junit"]}
# Attributes and elements of JUnit's files, as Jenkins' schema has them.
JUNIT = {"testsuites": ({"tests", "failures", "errors", "time"}, {"testsuite"}),
         "testsuite": ({"name", "tests", "failures", "errors", "time"}, {"testcase"}),
         "testcase": ({"name", "classname", "time"}, {"failure", "error"}),
         "failure": ({"message"}, set()), "error": ({"message"}, set())}

POLICY = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p}\nspec: {rules: [{name: r, images: {allow: [a/b]}}]}\n"
POD = "pod: {inline: {metadata: {labels: {spark-role: driver}}, spec: {containers: [{name: c, image: x/y}]}}}"
TESTS = "---\napiVersion: sparkgate.dev/v1\nkind: SparkPolicyTest\nmetadata: {name: %s}\n%stests:\n- {name: t, " + POD + \
        ", expect: {allowed: %s}}\n"


def sparkgate(*words, folder=HERE, **environment):
    """(exit code, stdout, stderr)"""
    done = subprocess.run([BUILD / "sparkgate", "test", *words], cwd=folder, capture_output=True, text=True, timeout=60,
                          check=False, env={**os.environ, "NO_COLOR": "1", **environment})
    return done.returncode, done.stdout, done.stderr


def shown(words):
    code, out, err = sparkgate(*words)
    return TIME.sub(' time="0"', out) + "--- standard error\n" + err + f"--- exit code {code}\n"


class ExpectedTest(unittest.TestCase):
    maxDiff = None

    def test_each_format(self):
        for name, words in RUNS.items():
            with self.subTest(name):
                self.assertEqual(shown(words), (HERE / "expected" / name).read_text(encoding="utf-8"))

    def test_junit_is_what_its_readers_know(self):
        root = xml.etree.ElementTree.fromstring(sparkgate("tests", "-o", "junit")[1])
        for element in root.iter():
            attributes, inner = JUNIT[element.tag]
            self.assertEqual(set(element.attrib), attributes)
            self.assertLessEqual({one.tag for one in element}, inner)
        for suite in (root, *root.iter("testsuite")):
            cases = list(suite.iter("testcase"))
            self.assertEqual([int(suite.get(key)) for key in ("tests", "failures", "errors")],
                             [len(cases), sum(one.find("failure") is not None for one in cases),
                              sum(one.find("error") is not None for one in cases)])
        self.assertEqual([suite.get("name") for suite in root], ["broken", "elsewhere", "failing"])

    def test_colours(self):
        coloured = sparkgate("tests/failing.test.yaml", NO_COLOR="", CLICOLOR_FORCE="1")[1]
        plain = sparkgate("tests/failing.test.yaml")[1]
        self.assertIn("\x1b[38;5;208mFAIL", coloured)
        self.assertEqual(re.sub(r"\x1b\[[\d;]+m", "", coloured), plain)


class ChoiceTest(unittest.TestCase):
    """Which tests run, against which policies, and what that ends with."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_in(self, *words):
        return sparkgate(*words, folder=self.folder)

    def names(self, *words):
        return [json.loads(line)["suite"] for line in self.run_in(*words, "-o", "json")[1].splitlines()]

    def test_policies_beside_and_elsewhere(self):
        self.write("p/p.yaml", POLICY)
        self.write("p/beside.test.yaml", TESTS % ("beside", "", "false"))
        self.write("p/tests/a.yml", TESTS % ("below", "policies: ..\n", "false"))
        self.write("q/one.yaml", TESTS % ("of-a-file", "policies: ../p/p.yaml\n", "false"))
        self.write("q/both.yaml", POLICY + TESTS % ("with-it", "", "false"))
        self.assertEqual(self.run_in("p", "q"), (0, "4 tests: 4 passed\n", ""))
        self.assertEqual(self.names("p", "q"), ["beside", "below", "with-it", "of-a-file"])
        self.assertEqual(self.names("q/one.yaml", "./q", "q/one.yaml"), ["of-a-file", "with-it", "of-a-file"])

    def test_what_is_not_looked_at(self):
        self.write("p.yaml", POLICY)
        self.write("a.yaml", TESTS % ("a", "", "false"))
        for name in ("..data/b.yaml", ".b.yaml", "b.txt"):
            self.write(name, TESTS % ("b", "", "false"))
        (self.folder / "linked").symlink_to(self.folder)
        self.assertEqual(self.names("."), ["a"])

    def test_a_folder_of_tests_names_its_policies(self):
        self.write("tests/a.yaml", TESTS % ("a", "", "false"))
        code, out, err = self.run_in("tests")
        self.assertEqual((code, out.splitlines()[-1]), (2, "1 test: 0 passed, 1 broken"))
        self.assertEqual(err.splitlines()[0], "tests/a.yaml:2:1: no policy in tests: name their directory with policies [test-policies]")

    def test_policies_with_mistakes(self):
        self.write("p.yaml", POLICY.replace("images", "imags"))
        self.write("a.yaml", TESTS % ("a", "", "false"))
        code, out, err = self.run_in("a.yaml")
        self.assertEqual((code, out.splitlines()[-1]), (2, "1 test: 0 passed, 1 broken"))
        self.assertIn("p.yaml:4:26: unknown key 'imags' in spec.rules[0], did you mean 'images'?", err)

    def test_run(self):
        self.write("p.yaml", POLICY)
        self.write("a.yaml", TESTS % ("abc", "", "false") + TESTS % ("bcd", "", "true"))
        self.assertEqual(self.names(".", "--run", "bc"), ["abc", "bcd"])
        self.assertEqual(self.names(".", "--run", "^b"), ["bcd"])
        self.assertEqual(self.names(".", "--run", "c/t$"), ["abc"])
        self.assertEqual(self.run_in(".", "--run", "^abc|x")[0], 0)
        self.assertEqual(self.run_in(".", "--run", "nosuch"),
                         (2, "0 tests: 0 passed\n", "sparkgate test: no test is called like --run nosuch\n"))
        self.assertEqual(self.run_in(".", "--run", "(")[0], 2)

    def test_coverage_min(self):
        self.write("p.yaml", POLICY.replace("}}]}", "}}, {name: s, resources: {max: {cpu: 1}}}]}"))
        self.write("a.yaml", TESTS % ("a", "", "false"))
        self.assertEqual(self.run_in(".", "--coverage-min", "66"),
                         (0, "1 test: 1 passed\ncoverage of .: 2 of 3 parts, 66.6 %\n"
                             "  not reached  p  rule s  ./p.yaml:4\n", ""))
        code, _, err = self.run_in(".", "--coverage-min", "66.7")
        self.assertEqual((code, err), (1, "sparkgate test: coverage of . is 2 of 3 parts, 66.6 %, under 66.7 %\n"))
        self.assertEqual(self.run_in(".", "--coverage-min", "101")[0], 2)

    def requested(self, spec, request, expect):
        """What comes of one test with this `request`: the last line of stdout, and stderr."""
        self.write("p.yaml", POLICY.replace("{rules:", "{" + spec + "rules:"))
        self.write("a.yaml", f"apiVersion: sparkgate.dev/v1\nkind: SparkPolicyTest\nmetadata: {{name: a}}\ntests:\n- name: t\n"
                             f"  {POD}\n  request: {request}\n  expect: {expect}\n")
        code, out, err = self.run_in("a.yaml")
        return code, out.splitlines()[-1], err

    def test_the_day_of_a_request(self):
        spec = "exceptions: [{rules: [r], match: {roles: [driver]}, reason: a, owner: b, expires: 2020-01-31}], "
        excepted = "{allowed: true, violations: [{rule: r, excepted: true}]}"
        self.assertEqual(self.requested(spec, "{date: 2020-01-31}", excepted), (0, "1 test: 1 passed", ""))
        self.assertEqual(self.requested(spec, "{date: 2020-02-01}", excepted)[0], 1)
        self.assertEqual(self.requested(spec, "{date: 2020-02-01}", "{allowed: false}")[0], 0)
        self.assertEqual(self.requested(spec, "{}", "{allowed: false}")[0], 0)
        self.assertIn("request.date: a day is written as 2027-01-31 [wrong-value]", self.requested(spec, "{date: 2020-2-1}", excepted)[2])

    def test_the_pod_before_an_update(self):
        """What it may not have it may keep."""
        old = "{operation: UPDATE, oldObject: {inline: {metadata: {labels: {spark-role: driver}}, spec: {containers: [{name: c, image: %s}]}}%s}}"
        self.assertEqual(self.requested("", old % ("x/y", ""), "{allowed: true, violations: []}"), (0, "1 test: 1 passed", ""))
        self.assertEqual(self.requested("", old % ("a/b", ""), "{allowed: false}")[0], 0)
        changed = old % ("a/b", ', set: {"spec.containers[0].image": x/y}')
        self.assertEqual(self.requested("", changed, "{allowed: true, violations: []}")[0], 0)
        self.assertIn("request.oldObject.set 'spec.hostnam': unknown field 'hostnam' in a PodSpec, did you mean 'hostname'? [test-pod]",
                      self.requested("", old % ("a/b", ", set: {spec.hostnam: x}"), "{allowed: true}")[2])
        self.assertIn("a.yaml:7:50: nosuch: No such file",
                      self.requested("", "{operation: UPDATE, oldObject: {file: nosuch}}", "{allowed: true}")[2])

    def test_what_a_token_is_bound_to(self):
        spec = "ownerReferences: {executors: adopt}, "
        self.write("p.yaml", POLICY.replace("{rules:", "{" + spec + "rules:"))
        test = ("apiVersion: sparkgate.dev/v1\nkind: SparkPolicyTest\nmetadata: {name: a}\ntests:\n- name: t\n  pod: {inline: "
                "{metadata: {labels: {spark-role: executor}}, spec: {serviceAccountName: s, containers: [{name: c, image: a/b}]}}}\n"
                "  request: {namespace: ns, serviceAccount: 'ns:s', extra: {authentication.kubernetes.io/pod-name: [d], "
                "authentication.kubernetes.io/pod-uid: [%s]}}\n  expect: {pod: {metadata: {ownerReferences: %s}}}\n")
        self.write("a.yaml", test % ("u", "[{name: d, uid: u}]"))
        self.assertEqual(self.run_in("a.yaml"), (0, "1 test: 1 passed\n", ""))
        self.write("a.yaml", test % ("u, v", "null"))
        self.assertEqual(self.run_in("a.yaml"), (0, "1 test: 1 passed\n", ""))

    def test_a_column_without_quotes(self):
        """In flow style its brace begins a map, and yaml-cpp says where that fails, not why."""
        hint = 'inside { } and [ ], write "${...}" with quotes [yaml]'
        for bare, told in (("{a: ${b}}", True), ("[${b}]", True), ('{a: "${b}", c: d', False), ("{a: b", False)):
            self.write("a.yaml", f"kind: SparkPolicyTest\ntests: {bare}\n")
            self.assertEqual(hint in self.run_in("a.yaml")[2], told, bare)

    def test_what_cannot_be_read(self):
        self.write("p/p.yaml", POLICY)
        self.write("p/a.yaml", TESTS % ("a", "", "false"))
        self.write("empty/p.yaml", POLICY)
        self.assertEqual(self.run_in("nosuch", "empty", "p"),
                         (2, "1 test: 1 passed\n", "sparkgate test: nosuch: No such file or directory\n"
                                                   "sparkgate test: empty: no SparkPolicyTest in it\n"))

    def test_broken_yaml_beside_what_is_not(self):
        self.write("p.yaml", POLICY)
        self.write("t/a.yaml", TESTS % ("a", "policies: ..\n", "false"))
        self.write("t/b.yaml", "kind: SparkPolicyTest\nkind: x\n")
        bomb = "a0: &a0 [1]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
        self.write("t/c.yaml", "kind: SparkPolicyTest\n" + bomb)
        code, out, err = self.run_in("t")
        self.assertEqual((code, out), (2, "1 test: 1 passed\n"))
        self.assertIn("t/b.yaml:2:1: duplicate key 'kind'", err)
        self.assertIn("t/c.yaml:", err)


def refresh():
    (HERE / "expected").mkdir(exist_ok=True)
    for name, words in RUNS.items():
        (HERE / "expected" / name).write_text(shown(words), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--refresh"]:
        refresh()
    else:
        unittest.main()
