"""What `sparkgate explain` tells about pods and policies.

  explain_test.py BUILD
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
RECORDINGS = ROOT / "tests" / "recordings"
HEAD = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: %s}\nspec: %s\n"


def in_driver(strength, spec):
    return f"{strength}: {{driver: {{spec: {spec}}}}}"


POLICIES = {  # specs in line 4
    "base": "{" + in_driver("defaults", "{schedulerName: volcano, hostname: a}") + "}",
    "strong": "{priority: 10, " + in_driver("overrides", "{schedulerName: yunikorn}") + "}",
    "tried": "{priority: 20, mode: audit, " + in_driver("overrides", "{schedulerName: tried}") +
             ", rules: [{name: ours, images: {allow: [a/b]}}]}",
    "labels": "{overrides: {driver: {metadata: {labels: {team: ours}}}}}",
    "rules": "{rules: [{name: big, action: warn, resources: {max: {cpu: 1}}}, "
             "{name: of-executors, roles: [executor], resources: {max: {cpu: 1}}}]}",
    "gold": "{match: {podSelector: {matchLabels: {team: gold}}}, rules: [{name: g, images: {allow: [a/b]}}]}",
    "executors": "{match: {roles: [executor]}, ownerReferences: {executors: adopt}}",
    "client": "{recognise: {clientMode: true}}"}


class Explaining(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "p").mkdir()

    def give(self, **policies):
        for name, spec in policies.items():
            (self.folder / "p" / f"{name}.yaml").write_text(HEAD % (name, spec))

    def explain(self, *words, stdin=""):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([BUILD / "sparkgate", "explain", "-p", "p", *words], cwd=self.folder, input=stdin,
                              capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "NO_COLOR": "1"})
        return done.returncode, done.stdout, done.stderr

    def review(self, recording, **metadata):
        review = json.loads((RECORDINGS / f"{recording}.json").read_text())
        review["request"]["object"]["metadata"]["labels"].update(metadata.get("labels", {}))
        review["request"]["name"] = review["request"]["object"]["metadata"]["name"] = "pod"
        review["request"].update(metadata.get("request", {}))
        return review

    def lines(self, review, *words):
        code, out, err = self.explain("-f", "-", *words, stdin=json.dumps(review))
        self.assertEqual((code, err), (0, ""))
        return out.splitlines()

    def line(self, review, *words):
        """The one line of -o json."""
        (line,) = self.lines(review, "-o", "json", *words)
        return json.loads(line)


class ExplainTest(Explaining):
    def test_who_gives_beats_leaves_out_and_judges(self):
        self.give(**POLICIES)
        self.assertEqual(self.lines(self.review("spark-submit-4.1.4-driver", labels={"team": "theirs"})), [
            "spark-jobs/pod  driver (spark-submit, container spark-kubernetes-driver)",
            "6 policies apply, strongest first:",
            "  tried  priority 20, audit, tried.yaml:1",
            "    would give  replace /spec/schedulerName \"tried\"  tried.yaml:4",
            "    would beat  strong (strong.yaml:4) in spec.schedulerName: priority 20 over 10  tried.yaml:4",
            "                base (base.yaml:4) in spec.schedulerName: an override over a default  tried.yaml:4",
            "    judges      ours (audit)",
            "  strong  priority 10, enforce, strong.yaml:1",
            "    gives       replace /spec/schedulerName \"yunikorn\"  strong.yaml:4",
            "    beats       base (base.yaml:4) in spec.schedulerName: an override over a default  strong.yaml:4",
            "  base  priority 0, enforce, base.yaml:1",
            "    gives       add /spec/hostname \"a\"  base.yaml:4",
            "  client  priority 0, enforce, client.yaml:1",
            "    recognises  drivers without Spark's labels",
            "  labels  priority 0, enforce, labels.yaml:1",
            "    left out    team stays as it is: the driver's Service selects on its labels  labels.yaml:4",
            "  rules  priority 0, enforce, rules.yaml:1",
            "    judges      big (warn)",
            "2 do not:",
            "  executors  role driver is not in [executor]",
            '  gold       label team is "theirs", not gold'])

    def test_the_owner_of_an_executor(self):
        self.give(executors=POLICIES["executors"], tried="{mode: audit, ownerReferences: {executors: adopt}}")
        self.assertEqual(self.lines(self.review("client-mode-4.1.4-executor-ownerless-unbound")), [
            "spark-jobs/pod  executor (client-mode, container spark-kubernetes-executor)",
            "2 policies apply, strongest first:",
            "  executors  priority 0, enforce, executors.yaml:1",
            "    because     role executor",
            "    owner       none: the caller's token is bound to no pod",
            "  tried  priority 0, audit, tried.yaml:1",
            "    gives       nothing"])
        lines = self.lines(self.review("client-mode-4.1.4-executor-ownerless"))
        self.assertEqual(lines[4], "    gives       add /metadata/ownerReferences  executors.yaml:4")
        self.assertRegex(lines[5], "^    owner       pod pyspark-pi-nolabels-driver .*, which created it$")

    def test_json(self):
        self.give(strong=POLICIES["strong"], base=POLICIES["base"], gold=POLICIES["gold"])
        self.assertEqual(self.line(self.review("spark-submit-4.1.4-driver")), {
            "source": "-", "document": 1, "namespace": "spark-jobs", "name": "pod", "role": "driver",
            "launcher": "spark-submit", "sparkContainer": "spark-kubernetes-driver",
            "applies": [
                {"policy": "strong", "priority": 10, "mode": "enforce", "file": "strong.yaml", "line": 1,
                 "only": None, "because": [],
                 "gives": [{"op": "replace", "path": "/spec/schedulerName", "value": "yunikorn", "file": "strong.yaml", "line": 4,
                            "audited": False}],
                 "beats": [{"path": "spec.schedulerName",
                            "winner": {"policy": "strong", "file": "strong.yaml", "line": 4},
                            "loser": {"policy": "base", "file": "base.yaml", "line": 4},
                            "why": "an override over a default", "audited": False}],
                 "leftOut": [], "owner": None, "rules": []},
                {"policy": "base", "priority": 0, "mode": "enforce", "file": "base.yaml", "line": 1, "only": None, "because": [],
                 "gives": [{"op": "add", "path": "/spec/hostname", "value": "a", "file": "base.yaml", "line": 4, "audited": False}],
                 "beats": [], "leftOut": [], "owner": None, "rules": []}],
            "doesNotApply": [{"policy": "gold", "priority": 0, "mode": "enforce", "file": "gold.yaml", "line": 1,
                              "why": "label team is missing"}],
            "error": None})

    def test_rules_see_the_pod_as_it_will_be_stored(self):
        """A label that one policy gives decides whether another one's rules look at the pod, not its templates."""
        self.give(labels="{defaults: {driver: {metadata: {labels: {team: gold}}}}}", gold=POLICIES["gold"],
                  plain="{match: {podSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}, "
                        "defaults: {driver: {spec: {hostname: a}}}, rules: [{name: p, images: {allow: [a/b]}}]}")
        lines = self.lines(self.review("spark-submit-4.1.4-driver"))
        self.assertEqual(lines[2:4], [
            "  gold  priority 0, enforce, gold.yaml:1  as stored only (as sent: label team is missing)",
            '    because     label team is "gold"'])
        self.assertEqual(lines[4], "    judges      g (deny)")
        self.assertIn("  plain  priority 0, enforce, plain.yaml:1  as sent only (as stored: label team is there)", lines)
        self.assertNotIn("    judges      p (deny)", lines)

    def test_an_update(self):
        """Templates do not change it; policies of the pod before count, too."""
        self.give(base=POLICIES["base"], gold=POLICIES["gold"])
        review = self.review("spark-submit-4.1.4-driver", labels={"team": "gold"}, request={"operation": "UPDATE"})
        review["request"]["oldObject"] = json.loads(json.dumps(review["request"]["object"]))
        review["request"]["object"]["metadata"]["labels"]["team"] = "tin"
        self.assertEqual(self.lines(review)[1:], [
            "2 policies apply, strongest first:", "  base  priority 0, enforce, base.yaml:1", "    gives       nothing",
            '  gold  priority 0, enforce, gold.yaml:1  before the update only (after it: label team is "tin", not gold)',
            '    because     label team is "gold"', "    judges      g (deny)"])

    def test_what_is_no_pod_and_who_is_not_spark(self):
        self.give(base=POLICIES["base"])
        review = self.review("spark-submit-4.1.4-driver")
        review["request"]["kind"]["kind"] = "Binding"
        self.assertEqual(self.lines(review)[1:], ["no policy applies", "1 does not:", "  base  not a pod"])
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c"}]}}
        self.assertEqual(self.lines(pod), ["default/p  not a Spark pod", "no policy applies", "1 does not:",
                                           "  base  not a Spark pod"])

    def test_flags_say_who_sends_it(self):
        self.give(a="{match: {users: [jane]}, recognise: {clientMode: true}}",
                  b="{match: {groups: [data]}, recognise: {clientMode: true}}",
                  c="{match: {namespaces: [lab]}, recognise: {clientMode: true}}")
        review = self.review("client-mode-4.1.4-executor-ownerless")
        whys = lambda *words: [other["why"] for other in self.line(review, *words)["doesNotApply"]]
        account = "system:serviceaccount:spark-jobs:spark"
        self.assertEqual(whys("-n", "lab", "--user", "jane", "--group", "data"), [])
        self.assertEqual(whys("-n", "lab", "--group", "data"), [f'user "{account}" is not in [jane]'])
        self.assertEqual(whys("-n", "lab", "--user", "joe"), [
            'user "joe" is not in [jane]', "the caller is in no group, so in none of [data]"])
        self.assertEqual(whys("--user", "jane", "--group", "data"), ['namespace "spark-jobs" is not in [lab]'])

    def test_a_flag_about_another_caller_takes_the_token_away(self):
        self.give(executors=POLICIES["executors"])
        review = self.review("client-mode-4.1.4-executor-ownerless")
        owner = lambda *words: self.line(review, *words)["applies"][0]["owner"]
        self.assertRegex(owner(), "^pod pyspark-pi-nolabels-driver ")
        self.assertRegex(owner("--group", "g"), "^pod pyspark-pi-nolabels-driver ")
        self.assertEqual(owner("--user", "jane"), "none: the caller is no service account")
        self.assertEqual(owner("--service-account", "spark-jobs:spark"), "none: the caller's token is bound to no pod")
        self.assertEqual(owner("-n", "lab"), "none: the caller is a service account of another namespace")

    def test_broken_input_does_not_stop_the_rest(self):
        self.give(base=POLICIES["base"])
        text = "kind: Nonsense\n---\n" + json.dumps(self.review("spark-submit-4.1.4-driver"))
        code, out, err = self.explain("-f", "-", "-o", "json", stdin=text)
        first, second = [json.loads(line) for line in out.splitlines()]
        self.assertEqual((code, err, second["error"]), (2, "", None))
        self.assertEqual(first, {
            "source": "-", "document": 1, "namespace": None, "name": None, "role": None, "launcher": None,
            "sparkContainer": None, "applies": [], "doesNotApply": [],
            "error": "kind Nonsense is none of Pod, List, AdmissionReview, SparkApplication and "
                     "ScheduledSparkApplication"})
        self.assertEqual(self.explain("-f", "nosuch.yaml"), (
            2, "nosuch.yaml (1)  broken: nosuch.yaml: No such file or directory\n", ""))

    def test_policies_with_a_mistake(self):
        self.give(base="{priority: high}")
        code, out, err = self.explain("-f", "-", stdin="{}")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("p/base.yaml:4:", err)

    def test_a_denied_pod_is_explained(self):
        """The verdict is dry-run's: explain ends with 0."""
        self.give(rules="{rules: [{name: ours, images: {allow: [a/b]}}]}")
        self.assertIn("    judges      ours (deny)", self.lines(self.review("spark-submit-4.1.4-driver")))


class FieldTest(Explaining):
    """--field: who set a place in the pod, and who wanted to."""

    def field(self, path, review=None, policies=tuple(POLICIES)):
        self.give(**{name: POLICIES[name] for name in policies})
        return self.lines(review or self.review("spark-submit-4.1.4-driver"), "--field", path)[1:]

    def test_who_won_over_whom(self):
        self.assertEqual(self.field("spec.schedulerName"), [
            "spec.schedulerName",
            '  sent    "default-scheduler"',
            '  stored  "yunikorn"',
            "  change  replace /spec/schedulerName  policy strong, strong.yaml:4",
            "  tried  override, priority 20, tried.yaml:4",
            '    wants   "tried"',
            "    recorded only: its mode is audit",
            "  strong  override, priority 10, strong.yaml:4",
            '    wants   "yunikorn"',
            "    set it",
            "  base  default, priority 0, base.yaml:4",
            '    wants   "volcano"',
            "    lost to strong (strong.yaml:4): an override over a default"])

    def test_a_default_only_fills_in(self):
        review = self.review("spark-submit-4.1.4-driver")
        review["request"]["object"]["spec"]["hostname"] = "own"
        self.assertEqual(self.field("spec.hostname", review)[1:], [
            '  sent    "own"', '  stored  "own"', "  base  default, priority 0, base.yaml:4", '    wants   "a"',
            "    the pod says it itself, and a default only fills in"])

    def test_what_is_left_out_and_what_nobody_wants(self):
        self.assertEqual(self.field("metadata.labels.team", self.review("spark-submit-4.1.4-driver", labels={"team": "x"}))[3:], [
            "  labels  override, priority 0, labels.yaml:4", '    wants   "ours"',
            "    left out: team stays as it is: the driver's Service selects on its labels"])
        self.assertEqual(self.field("spec.nodeName"), [
            "spec.nodeName", "  sent    nothing", "  stored  nothing", "  no policy that applies says anything of it"])

    def test_what_a_change_brings_with_it(self):
        self.give(classes="{defaults: {driver: {spec: {priorityClassName: high}}}}")
        lines = self.lines(self.review("spark-submit-4.1.4-driver"), "--field", "spec.priority")
        self.assertEqual(lines[1:], ["spec.priority", "  sent    0", "  stored  nothing",
                                     "  change  remove /spec/priority  policy classes, classes.yaml:4",
                                     "  no policy that applies says anything of it"])

    def test_an_item_by_its_key_or_its_number(self):
        env = "{overrides: {driver: {spec: {containers: [{name: $spark, env: [{name: A.B, value: '%s'}]}]}}}}"
        self.give(a=env % "1", b=env.replace("overrides", "priority: 9, overrides") % "2")
        review = self.review("spark-submit-4.1.4-driver")
        last = len(review["request"]["object"]["spec"]["containers"][0]["env"])
        wanted = self.lines(review, "--field", "spec.containers.$spark.env.A.B.value")
        self.assertEqual(wanted[1:5], ["spec.containers.$spark.env.A.B.value", "  sent    nothing", '  stored  "2"',
                                       "  change  add /spec/containers/0/env/-  policy b, b.yaml:4"])
        self.assertEqual(wanted[5:], [
            "  b  override, priority 9, b.yaml:4", '    wants   "2"', "    set it", "  a  override, priority 0, a.yaml:4",
            '    wants   "1"', "    lost to b (b.yaml:4): priority 9 over 0"])
        for path in ("spec.containers[0].env.A.B.value", f"spec.containers.spark-kubernetes-driver.env[{last}].value"):
            self.assertEqual(self.lines(review, "--field", path), wanted)

    def test_field_as_json(self):
        self.give(strong=POLICIES["strong"])
        line = self.line(self.review("spark-submit-4.1.4-driver"), "--field", "spec.schedulerName")
        self.assertEqual({key: line[key] for key in ("field", "sent", "stored", "changes", "claims", "error")}, {
            "field": "spec.schedulerName", "sent": "default-scheduler", "stored": "yunikorn",
            "changes": [{"op": "replace", "path": "/spec/schedulerName", "policy": "strong", "file": "strong.yaml", "line": 4}],
            "claims": [{"policy": "strong", "priority": 10, "as": "override", "file": "strong.yaml", "line": 4,
                        "value": "yunikorn", "won": True, "outcome": "set it"}], "error": None})

    def test_a_place_that_no_pod_has(self):
        self.give(base=POLICIES["base"])
        pod = json.dumps(self.review("spark-submit-4.1.4-driver"))
        for path, why in (("spec.hostnam", "unknown field 'hostnam' in a PodSpec, did you mean 'hostname'?"),
                          ("spec.containers[7].image", "there is no containers[7] in this pod"),
                          ("spec.containers[x]", "an item is written as [0] or by its key"),
                          ("spec.tolerations.a", "tolerations has no merge key: write [0]"),
                          ("spec..a", "a name is missing before '.a'")):
            code, out, err = self.explain("-f", "-", "--field", path, stdin=pod)
            self.assertEqual((code, out, err), (2, f"- (1)  broken: --field {path}: {why}\n", ""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
