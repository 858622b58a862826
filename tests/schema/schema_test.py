"""The JSON Schema that `sparkgate schema` prints: it is one, it takes the shipped policies, it refuses mistakes.

  schema_test.py BUILD      needs the Debian packages python3-jsonschema and python3-yaml, else exit code 77
"""

import json
import pathlib
import subprocess
import sys
import unittest

try:
    import jsonschema
    import yaml
except ImportError:
    print("skipped: needs the Debian packages python3-jsonschema and python3-yaml")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

POLICY = """
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: p}
spec:
  match: {namespaces: [a]}
  overrides: {both: {spec: {schedulerName: x}}}
  rules: [{name: r, images: {allow: [a/b]}}]
"""

TEST = """
apiVersion: sparkgate.dev/v1
kind: SparkPolicyTest
metadata: {name: t}
tests:
- name: a
  each: [{ok: true, n: 1, pod: {}}]
  pod: {file: f, document: "${n}", set: {spec.priority: null}}
  request: {namespace: n, operation: UPDATE, groups: []}
  expect: {allowed: "${ok}", pod: "${pod}", violations: [{rule: r, action: "${a}"}], warnings: [], patch: []}
"""


class SchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        schema = json.loads(subprocess.run([BUILD / "sparkgate", "schema"], check=True,
                                           capture_output=True, timeout=30).stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        cls.validator = jsonschema.Draft7Validator(schema)

    def mistakes(self, text):
        return [error.json_path for error in self.validator.iter_errors(yaml.safe_load(text))]

    def test_it_takes_all_shipped_policies(self):
        files = [path for path in (ROOT / "policies").rglob("*.yaml") if path.name != "kustomization.yaml"]
        self.assertGreater(len(files), 20)
        for path in files:
            for document in yaml.safe_load_all(path.read_text()):
                self.assertEqual([str(e.message) for e in self.validator.iter_errors(document)], [], path.name)

    def test_shipped_files_name_the_schema_beside_them(self):
        """Editors find it there: as `sparkgate init` writes both."""
        schema = ROOT / "policies" / "schema" / "sparkgate.schema.json"
        self.assertEqual(json.loads(schema.read_text()), self.validator.schema, "./dev golden writes it anew")
        for path in (ROOT / "policies").rglob("*.yaml"):
            if path.name == "kustomization.yaml":
                continue
            first = path.read_text().splitlines()[0]
            self.assertTrue(first.startswith("# yaml-language-server: $schema="), path)
            self.assertEqual((path.parent / first.partition("=")[2]).resolve(), schema, path)

    def test_it_takes_a_policy(self):
        self.assertEqual(self.mistakes(POLICY), [])

    def test_it_refuses_what_the_loader_refuses(self):
        for right, wrong, place in (
                ("namespaces: [a]", "namespace: [a]", "$.spec.match"),
                ("namespaces: [a]", "namespaces: a", "$.spec.match.namespaces"),
                ("namespaces: [a]", "roles: [drivers]", "$.spec.match.roles[0]"),
                ("images: {allow: [a/b]}", "images: {allowed: [a/b]}", "$.spec.rules[0].images"),
                ("images: {allow: [a/b]}", "action: deny", "$.spec.rules[0]"),
                ("images: {allow: [a/b]}", "metadata: {requireLabels: {a: {patern: b}}}",
                 "$.spec.rules[0].metadata.requireLabels.a"),
                ("metadata: {name: p}", "metadata: {}", "$.metadata"),
                ("schedulerName: x", "schedulerName: 7", "$.spec.overrides.both"),
                ("schedulerName: x", "tolerations: [{effect: Never}]", "$.spec.overrides.both"),
                ("kind: SparkPolicy", "kind: Sparkpolicy", "$.kind")):
            self.assertEqual(self.mistakes(POLICY.replace(right, wrong)), [place], wrong)

    def test_it_takes_a_test(self):
        self.assertEqual(self.mistakes(TEST), [])

    def test_it_refuses_mistakes_in_tests(self):
        for right, wrong, place in (
                ("name: a\n", "nam: a\n", "$.tests[0]"),
                ("{file: f,", "{file: f, inline: {},", "$.tests[0].pod"),
                ('allowed: "${ok}"', "allowed: perhaps", "$.tests[0].expect.allowed"),
                ("operation: UPDATE", "operation: update", "$.tests[0].request.operation"),
                ("each: [{ok", "each: [[], {ok", "$.tests[0].each[0]"),
                ("rule: r", "rul: r", "$.tests[0].expect.violations[0]"),
                ("metadata: {name: t}", "metadata: {name: t}\npolicy: x", "$")):
            self.assertIn(place, [one.split(" ")[0] for one in self.mistakes(TEST.replace(right, wrong))], wrong)

    def test_it_takes_a_glob_or_a_pattern(self):
        for value in ("'a*'", "{pattern: '[a-z]+'}"):
            text = POLICY.replace("images: {allow: [a/b]}", "metadata: {requireLabels: {a: %s}}" % value)
            self.assertEqual(self.mistakes(text), [], value)

    def test_fields_newer_than_ours_pass(self):
        self.assertEqual(self.mistakes(POLICY.replace("schedulerName: x", "brandNew: {a: 1}")), [])


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
