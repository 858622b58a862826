"""What `sparkgate` says to a person who mistypes, and to input that can be read in two ways.

  cli_test.py BUILD
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()

POD = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{"containers":[{"name":"c","image":"i"%s}]}}\n'
YAML_POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: c, image: i}]}\n%s"
UNTOUCHED = "not a Spark pod  allowed, no change, no policy matches"


def sparkgate(*words, stdin=""):
    """(exit code, stdout, stderr)"""
    done = subprocess.run([BUILD / "sparkgate", *words], cwd=ROOT, input=stdin, capture_output=True, text=True,
                          timeout=60, check=False, env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout, done.stderr


def dry_run(text):
    """(exit code, the headlines on stdout)"""
    code, out, err = sparkgate("dry-run", "-p", "policies", "-f", "-", stdin=text)
    assert err == "", err
    return code, [line for line in out.splitlines() if line and not line.startswith(" ")]


class WordsTest(unittest.TestCase):
    maxDiff = None

    def assert_says(self, words, *lines):
        self.assertEqual(sparkgate(*words), (2, "", "".join(line + "\n" for line in lines)), words)

    def test_an_unknown_command(self):
        for words, what in ((["chek", "x"], "'chek', did you mean 'check'?"), (["explian"], "'explian', did you mean 'explain'?"),
                            (["--", "chek"], "'chek', did you mean 'check'?"),
                            (["fmt", "--help"], "'fmt'"),
                            (["dryrun", "-p", "x"], "'dryrun', did you mean 'dry-run'?"),
                            (["x" * 100], f"'{'x' * 100}'"), ([""], "''")):
            self.assert_says(words, f"sparkgate: unknown command {what}", "see sparkgate --help")
        self.assert_says(["certs", "shwo", "x"], "sparkgate: unknown command 'shwo', did you mean 'show'?",
                         "see sparkgate certs --help")

    def test_an_unknown_flag(self):
        """Named even where a flag that is required is missing."""
        for words, what, where in (
                (["check", "--outptu=json", "x"], "'--outptu', did you mean '--output'?", " check"),
                (["check", "--nosuch"], "'--nosuch'", " check"), (["check", "-z", "policies"], "'-z'", " check"),
                (["dry-run", "--namspace", "x"], "'--namspace', did you mean '--namespace'?", " dry-run"),
                (["certs", "init", "--servce", "x"], "'--servce', did you mean '--service'?", " certs init"),
                (["--nosuch", "chek"], "'--nosuch'", "")):
            self.assert_says(words, f"sparkgate: unknown flag {what}", f"see sparkgate{where} --help")

    def test_what_is_missing(self):
        self.assertEqual(sparkgate()[::2], (2, "A subcommand is required\nRun with --help for more information.\n"))
        self.assertIn("--policies is required", sparkgate("dry-run", "-f", "x")[2])

    def test_help_helps(self):
        for words in (["--help"], ["check", "--help"], ["check", "--nosuch", "--help"], ["explain", "--help"], ["certs", "init", "--help"]):
            code, out, err = sparkgate(*words)
            self.assertEqual((code, err), (0, ""), words)
            self.assertIn("Exit code", out)


class BrokenInputTest(unittest.TestCase):
    maxDiff = None

    def test_a_key_that_stands_twice_in_json(self):
        for text, place in ((POD % ("p", ',"image":"j"'), "1:103: duplicate key 'image'"),
                            (POD % ("p", ',"im\\u0061ge":"j"'), "1:103: duplicate key 'image'"),
                            ('{"kind":"AdmissionReview","request":{},\n "request":{}}',
                             "2:2: duplicate key 'request'")):
            self.assertEqual(dry_run(text), (2, [f"- (1)  broken: -:{place}"]))

    def test_a_pod_too_deep_to_walk(self):
        deep = '{"kind":"Pod","spec":{"x":%s%s}}' % ("[" * 100_000, "]" * 100_000)
        code, said = dry_run(deep)
        self.assertEqual((code, said[0][:16]), (2, "- (1)  broken: -"))

    def test_one_key_in_several_objects_of_json(self):
        pod = POD % ("p", ',"resources":{"requests":{},"limits":{}}')
        self.assertEqual(dry_run(pod), (0, [f"default/p  {UNTOUCHED}"]))

    def test_a_document_of_yaml_with_a_mistake_is_not_decided(self):
        documents = [YAML_POD % ("a", ""), YAML_POD % ("b", "kind: Pod\nspec: {}\n"), YAML_POD % ("c", "")]
        self.assertEqual(dry_run("---\n".join(documents)), (2, [
            f"default/a  {UNTOUCHED}", "- (2)  broken: -:10:1: duplicate key 'kind'",
            "- (2)  broken: -:11:1: duplicate key 'spec'", f"default/c  {UNTOUCHED}"]))
        self.assertEqual(dry_run("---\n".join(documents[:2])), (2, [
            f"default/a  {UNTOUCHED}", "- (2)  broken: -:10:1: duplicate key 'kind'",
            "- (2)  broken: -:11:1: duplicate key 'spec'"]))

    def test_mistakes_of_policies_in_other_than_ascii(self):
        """A value is cut between two letters, and what is no UTF-8 is shown as such, in every output."""
        policy = b'apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: a}\nspec: {priority: %s}\n'
        shown = "spec.priority must be a whole number, not the string '%s'"
        for value, message in (("a" * 39 + "ééé", shown % ("a" * 39 + "...")), ("a" * 38 + "ééé", shown % ("a" * 38 + "é...")),
                               ("\udcff", "not UTF-8")):
            with tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "a.yaml").write_bytes(policy % value.encode(errors="surrogateescape"))
                said = {output: sparkgate("check", "-o", output, folder) for output in ("json", "sarif")}
            self.assertEqual([(code, err) for code, _, err in said.values()], [(1, "")] * 2, message)
            self.assertEqual([issue["message"] for issue in json.loads(said["json"][1])], [message])
            results = json.loads(said["sarif"][1])["runs"][0]["results"]
            self.assertEqual([result["message"]["text"] for result in results], [message])

    def test_a_folder_without_policies_is_a_mistake(self):
        """Most often a wrong path: a check that passes, or pods that nothing changes, would say that all is well."""
        pod = "tests/recordings/spark-submit-4.1.4-driver.json"
        with tempfile.TemporaryDirectory() as folder:
            for command, words in (("check", [folder]), ("dry-run", ["-p", folder, "-f", pod]),
                                   ("explain", ["-p", folder, "-f", pod]), ("replay", ["-p", folder, pod])):
                name = "sparkgate check" if command == "check" else "sparkgate"
                self.assertEqual(sparkgate(command, *words), (2, "", f"{name}: {folder}: no SparkPolicy in it\n"))


class CheckTest(unittest.TestCase):
    maxDiff = None
    POLICY = ("apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: a}\nspec:\n"
              "  defaults: {both: {spec: {schedulerName: volcano}}}\n"
              "  # sparkgate: ignore pods-all until executors are labelled\n"
              "  match: {pods: %s, roles: [driver]}\n  rules: [{name: r, images: {allow: [a/b]}}]\n")

    def said(self, pods, *words):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "a.yaml")
            file.write_text(self.POLICY % pods)
            code, out, err = sparkgate("check", *words, str(file))
        self.assertEqual(err, "")
        return code, out.replace(str(file), "a.yaml")

    def test_every_output_has_the_code(self):
        self.assertEqual(self.said("spark"), (0, (
            "a.yaml:5:28: note: scheduler volcano has to be in the cluster [needs-in-cluster]\n"
            "    defaults: {both: {spec: {schedulerName: volcano}}}\n" + " " * 29 + "^\n"
            "a.yaml:6:3: note: nothing to ignore here: no pods-all [unused-ignore]\n"
            "    # sparkgate: ignore pods-all until executors are labelled\n    ^\n"
            "a.yaml: 1 policy, no mistake, 2 notes\n")))
        self.assertEqual(self.said("spark", "-o", "github")[1].splitlines()[0],
                         "::notice file=a.yaml,line=5,col=28,title=needs-in-cluster::scheduler volcano has to be in the cluster")
        self.assertEqual([(one["code"], one["severity"]) for one in json.loads(self.said("spark", "-o", "json")[1])],
                         [("needs-in-cluster", "note"), ("unused-ignore", "note")])
        results = json.loads(self.said("spark", "-o", "sarif")[1])["runs"][0]["results"]
        self.assertEqual([(one["ruleId"], one["level"]) for one in results],
                         [("needs-in-cluster", "note"), ("unused-ignore", "note")])

    def test_a_warning_is_silenced_and_a_mistake_is_not(self):
        code, out = self.said("all", "-o", "github")
        self.assertEqual((code, out), (1, "::error file=a.yaml,line=5,col=13,title=spark-only::'match.pods: all' is for rules; "
                                          "templates change Spark pods only\n"))

    def test_the_list_takes_no_path(self):
        self.assertEqual(sparkgate("check", "--list", "policies")[::2],
                         (2, "path excludes --list\nRun with --help for more information.\n"))
        self.assertEqual(sparkgate("check")[::2], (2, "path is required\nRun with --help for more information.\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
