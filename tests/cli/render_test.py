"""SparkApplications and command lines of spark-submit, as `dry-run` and `explain` take them.

  render_test.py BUILD
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
POLICY = """apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: p}
spec:
  overrides: {both: {spec: {schedulerName: volcano}}}
  rules:
  - {name: small, action: deny, roles: [driver], resources: {max: {memory: 2Gi}}}
  - {name: who, action: deny, roles: [executor], creators: {serviceAccounts: {allow: [spark]}}}
"""
APPLICATION = """apiVersion: sparkoperator.k8s.io/v1beta2
kind: SparkApplication
metadata: {name: %s, namespace: team}
spec:
  type: Scala
  sparkVersion: 4.1.4
  image: spark:4.1.4
  mainClass: a.Main
  mainApplicationFile: local:///a.jar
  driver: {memory: %s, serviceAccount: spark}
  executor: {}
"""
SUBMIT = ["--master", "k8s://https://kube", "--deploy-mode", "cluster", "--class", "a.Main",
          "--conf", "spark.kubernetes.container.image=spark:4.1.4",
          "--conf", "spark.kubernetes.authenticate.driver.serviceAccountName=spark"]


class Rendering(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "p.yaml").write_text(POLICY)

    def run_it(self, command, *words):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([BUILD / "sparkgate", command, "-p", "p.yaml", *words], cwd=self.folder,
                              capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "NO_COLOR": "1"})
        return done.returncode, done.stdout, done.stderr

    def lines(self, *words):
        code, out, _ = self.run_it("dry-run", "-o", "json", *words)
        return code, [json.loads(line) for line in out.splitlines()]

    def write(self, *documents):
        (self.folder / "a.yaml").write_text("---\n".join(documents))

    def test_an_application_is_its_driver_and_its_executor(self):
        self.write(APPLICATION % ("one", "1g"), APPLICATION % ("two", "8g"))
        code, lines = self.lines("-f", "a.yaml")
        self.assertEqual(code, 1)
        self.assertEqual([(line["document"], line["name"], line["role"], line["allowed"]) for line in lines],
                         [(1, "one-driver", "driver", True), (1, "one-0000000000000000-exec-1", "executor", True),
                          (2, "two-driver", "driver", False), (2, "two-0000000000000000-exec-1", "executor", True)])
        self.assertEqual([len(line.get("notes", [])) for line in lines], [6, 0, 6, 0])

    def test_the_executor_is_sent_by_the_drivers_account(self):
        self.write((APPLICATION % ("one", "1g")).replace("serviceAccount: spark", "serviceAccount: other"))
        _, lines = self.lines("-f", "a.yaml", "--user", "jane")
        self.assertEqual([rule["rule"] for rule in lines[1]["violations"]], ["who"])
        self.assertEqual(lines[1]["violations"][0]["found"], "system:serviceaccount:team:other")
        _, lines = self.lines("-f", "a.yaml", "-n", "elsewhere")
        self.assertEqual(lines[1]["violations"][0]["found"], "system:serviceaccount:elsewhere:other")

    def test_a_list_and_other_kinds_beside_it(self):
        items = (APPLICATION % ("one", "1g")).replace("\n", "\n  ").rstrip()
        self.write("apiVersion: v1\nkind: List\nitems:\n- " + items + "\n", "kind: ConfigMap\n")
        self.assertEqual([line["name"] for line in self.lines("-f", "a.yaml")[1]],
                         ["one-driver", "one-0000000000000000-exec-1"])

    def test_a_mistake_is_told_and_the_rest_goes_on(self):
        self.write((APPLICATION % ("one", "lots")).replace("type: Scala", "type: 1"), APPLICATION % ("two", "1g"))
        code, out, _ = self.run_it("dry-run", "-f", "a.yaml")
        self.assertEqual(code, 2)
        self.assertEqual(out.splitlines()[0], "a.yaml (1)  broken: spec.type: must be a string")
        self.assertIn("team/two-driver  driver (spark-operator, container spark-kubernetes-driver)  allowed", out)

    def test_notes_are_lines_below_the_first_pod(self):
        self.write(APPLICATION % ("one", "1g"))
        for command, options in (("dry-run", []), ("explain", []), ("explain", ["--field", "spec.schedulerName"])):
            out = self.run_it(command, "-f", "a.yaml", *options)[1].splitlines()
            self.assertTrue(out[1].startswith("  note: names, ids, uids"), out[:3])
            self.assertEqual(sum(line.startswith("  note: ") for line in out), 6)

    def test_spark_submit(self):
        code, lines = self.lines("-n", "team", "--spark-submit", "--", *SUBMIT, "local:///a.jar", "--user", "x")
        self.assertEqual((code, [line["source"] for line in lines]), (0, ["spark-submit"] * 2))
        self.assertEqual([(line["namespace"], line["name"]) for line in lines],
                         [("team", "a-main-0000000000000000-driver"), ("team", "a-main-0000000000000000-exec-1")])
        self.assertEqual(self.lines("--spark-submit", "--", *SUBMIT, "--driver-memory", "9g", "local:///a.jar")[0], 1)

    def test_files_of_a_command_line_are_read(self):
        (self.folder / "d.conf").write_text("spark.driver.memory 9g\n")
        (self.folder / "t.yaml").write_text("spec: {tolerations: [{key: spot}]}\n")
        words = [*SUBMIT, "--properties-file", "d.conf", "--conf", "spark.kubernetes.driver.podTemplateFile=t.yaml"]
        code, lines = self.lines("--show-pod", "--spark-submit", "--", *words, "local:///a.jar")
        self.assertEqual((code, lines[0]["pod"]["spec"]["tolerations"]), (1, [{"key": "spot"}]))

    def test_a_version_may_be_named(self):
        words = ["--spark-version", "3.5.9", "--show-pod", "--spark-submit", "--", *SUBMIT, "local:///a.jar"]
        labels = self.lines(*words)[1][1]["pod"]["metadata"]["labels"]
        self.assertEqual(labels["spark-version"], "3.5.9")
        code, _, err = self.run_it("dry-run", "--spark-version", "new", "-f", "a.yaml")
        self.assertEqual((code, err.splitlines()[0]), (2, "--spark-version: must be a version such as 4.1.4"))

    def test_wrong_usage(self):
        code, _, err = self.run_it("dry-run")
        self.assertEqual((code, err.splitlines()[0]), (2, "--filename or --spark-submit is required"))
        self.assertEqual(self.run_it("dry-run", "-f", "a.yaml", "--", "x")[0], 2)
        code, out, _ = self.run_it("dry-run", "--spark-submit", "--", "--mastr", "x")
        self.assertEqual((code, out), (2, "spark-submit (1)  broken: argument 1: spark-submit has no option --mastr "
                                          "that makes pods, did you mean '--master'?\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
