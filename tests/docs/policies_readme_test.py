"""What policies/README.md shows is what sparkgate does: its examples, mistakes, merges, rules and commands.

  policies_readme_test.py SPARKGATE      needs the Debian package python3-yaml, else exit code 77

Fenced blocks say by their first line what they are: `yaml` (it begins with `# FILE`, a file for the commands),
`console`, `text mistakes in WHERE`, `text rule KIND` (what a recorded driver is given
is `metadata`, `spec` and `request`, or fields of its Spark container), `text around FILE` (a recording of
tests/wrappings with our message in its place); a table of keys by its first heading, `in WHERE`.
In messages `…` stands for any text.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("skipped: needs the Debian package python3-yaml")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
README = (ROOT / "policies" / "README.md").read_text(encoding="utf-8")
DRIVER = json.loads((ROOT / "tests" / "recordings" / "spark-submit-3.5.9-driver.json").read_text())
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.M | re.S)
TABLE = re.compile(r"^\| in ([A-Za-z ]+) \|(.*)\|\n\|[-|]+\|\n((?:\|.*\n)+)", re.M)
MERGE_ROW = re.compile(r"^\| ([^|]*) \|[^|]*\| `([^`]+)` \+ `([^`]+)` → `([^`]+)`[^|]*\|$", re.M)

WRAPPINGS = {
    "a file": "%s",
    "a template file": "%s",
    "metadata": "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, spec: {recognise: {clientMode: on}}, metadata: %s}",
    "spec": "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: p}, spec: %s}"}
WRAPPINGS["match"] = WRAPPINGS["spec"] % "{recognise: {clientMode: true}, match: %s}"
WRAPPINGS["overrides.both"] = WRAPPINGS["spec"] % "{overrides: {both: %s}}"
WRAPPINGS["a test"] = "{apiVersion: sparkgate.dev/v1, kind: SparkPolicyTest, metadata: {name: t}, tests: [%s]}"
WRAPPINGS["a secret"] = WRAPPINGS["spec"] % "{secrets: [%s]}"
WRAPPINGS["a rule"] = WRAPPINGS["spec"] % "{rules: [%s]}"
WRAPPINGS["an exception"] = WRAPPINGS["spec"] % (
    "{rules: [{name: approved-registries, images: {requireDigest: true}}], exceptions: [%s]}")
WRAPPINGS["the rule metadata"] = WRAPPINGS["a rule"] % "{name: r, metadata: %s}"
OF_THE_POD = ("volumes", "nodeSelection")  # rules whose examples are pieces of spec, not of the container

EXCEPTION = {"rules": "[approved-registries]", "match": "{roles: [driver]}", "reason": "r", "owner": "o",
             "expires": "2999-12-31"}


def blocks(kind, title=""):
    """What stands behind `title`, and the text of each block."""
    found = [(name.removeprefix(title), body) for language, name, body in BLOCK.findall(README)
             if language == kind and name.startswith(title)]
    assert found, f"no block {kind} {title}"
    return found


def entries(body):
    """`what` and the lines `  -> message` below it."""
    found = []
    for line in body.splitlines():
        if line.startswith("  -> "):
            found[-1][1].append(line[5:])
        else:
            found.append((line, []))
    return found


def merged(value, tweak):
    """`value` with what `tweak` says of it, maps key by key."""
    if not isinstance(value, dict) or not isinstance(tweak, dict):
        return tweak
    return {**value, **{key: merged(value.get(key), one) for key, one in tweak.items()}}


def like(shown):
    return re.compile(".*".join(re.escape(part) for part in shown.split("…")))


class PoliciesReadmeTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_in_folder(self, *command, **options):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60, **options)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def assert_messages(self, shown, real, what):
        self.assertEqual(len(shown), len(real), f"{what}: {real}")
        for expected, message in zip(shown, real):
            self.assertIsNotNone(like(expected).fullmatch(message), f"{what}: {expected!r} is {message!r}")

    def decide(self, spec, pod, tweak=None):
        """The line of `dry-run -o json` for a pod in the place of a recorded driver; `tweak` is one of the request."""
        self.write("p/p.yaml", json.dumps({"apiVersion": "sparkgate.dev/v1", "kind": "SparkPolicy",
                                           "metadata": {"name": "p"}, "spec": spec}))
        request = {**merged(DRIVER["request"], tweak or {}), "object": pod}
        self.write("in.json", json.dumps({**DRIVER, "request": request}))
        done = self.run_in_folder(SPARKGATE, "dry-run", "-p", "p", "-f", "in.json", "-o", "json", "--show-pod")
        self.assertEqual(done.stderr, "")
        return json.loads(done.stdout)

    def test_commands_print_what_is_shown(self):
        for _, body in blocks("yaml"):
            self.write(body.splitlines()[0].removeprefix("# "), body)
        for name in ("tests", "policies"):
            (self.folder / name).symlink_to(ROOT / name)
        environment = {**os.environ, "PATH": f"{SPARKGATE.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        for _, body in blocks("console"):
            for shown in re.split(r"^\$ ", body, flags=re.M)[1:]:
                command, _, output = shown.partition("\n")
                done = self.run_in_folder("sh", "-c", command, env=environment)
                self.assertEqual(done.stdout + done.stderr, output, command)

    def check(self, where, written):
        """What `check` says about a piece of a policy or template in its place, but for the cluster's part."""
        rule = WRAPPINGS["a rule"] % f"{{name: r, {where}: %s}}"
        self.write("m/m.yaml", WRAPPINGS.get(where, rule).replace("%s", written))
        self.write("m/t.yaml", "{kind: Pod, spec: {}}")
        if where == "a template file":
            self.write("m/p.yaml", WRAPPINGS["spec"] % "{defaults: {both: {templateFile: m.yaml}}}")
        done = self.run_in_folder(SPARKGATE, "check", "m")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        said = re.findall(r"^m/m\.yaml:\d+:\d+: (.*) \[([a-z-]+)\]$", done.stdout, re.M)
        return [message for message, code in said if code != "needs-in-cluster"]

    def test_refusals_stand_where_they_were_recorded(self):
        for _, body in blocks("yaml"):
            self.write(body.splitlines()[0].removeprefix("# "), body)
        refused = self.run_in_folder(SPARKGATE, "dry-run", "-p", "my-policies", "-n", "spark-jobs", "-f",
                                     "report-driver.yaml")
        message = refused.stdout[refused.stdout.index("policy analytics refuses"):].rstrip("\n")
        for name, shown in blocks("text", "around "):
            terminal = (ROOT / "tests" / "wrappings" / name).read_text(encoding="utf-8").replace("{message}", message)
            self.assertIsNotNone(like(shown.rstrip("\n")).search(terminal), name)

    def test_examples_of_keys_have_no_mistake(self):
        count = 0
        for where, headings, rows in TABLE.findall(README):
            column = [heading.strip() for heading in headings.split("|")].index("example")
            for row in rows.splitlines():
                example = re.split(r" ?\| ?", row)[column + 2].strip("`")
                pieces = [example]
                if where in ("metadata", "a secret", "a rule") and not example.startswith("name:"):
                    pieces.append("name: r")
                if where == "a rule" and re.match("name|action|roles|message", example):
                    pieces.append("images: {requireDigest: true}")
                if where == "a secret" and not re.match("mountPath|env", example):
                    pieces.append("mountPath: /a")
                if where == "an exception":
                    pieces += [f"{key}: {value}" for key, value in EXCEPTION.items()
                               if not example.startswith(key + ":")]
                real = self.check(where, "{" + ", ".join(pieces) + "}")
                real = [message for message in real if not message.startswith("warning: this ")]
                self.assertEqual(real, [], example)
                count += 1
        self.assertGreater(count, 30)

    def test_mistakes_get_the_messages_shown(self):
        for where, body in blocks("text", "mistakes in "):
            for written, shown in entries(body):
                self.assert_messages(shown, self.check(where, written), written)

    def test_rules_judge_as_shown(self):
        for kind, body in blocks("text", "rule "):
            for line, shown in entries(body):
                rule, verdict, container = re.split(r"  (accepts|refuses)  ", line)
                pod, tweak = json.loads(json.dumps(DRIVER["request"]["object"])), yaml.safe_load(container)
                request = {"oldObject": json.loads(json.dumps(pod)), **tweak.pop("request", {})}
                if kind in OF_THE_POD:
                    pod["spec"].update(tweak)
                elif tweak.keys() <= {"metadata", "spec"}:
                    pod = merged(pod, tweak)
                else:  # of the Spark container
                    pod["spec"]["containers"][0].update(tweak)
                line = self.decide({"rules": [{"name": "r", kind: yaml.safe_load(rule)}]}, pod, request)
                self.assertEqual(line["allowed"], verdict == "accepts", rule)
                self.assert_messages(shown, [one["message"] for one in line["violations"]], rule)

    def merge(self, path, present, wanted, becomes):
        """What becomes of a field, of a map the keys that `becomes` has. `$spark.` stands for the Spark container."""
        pod, template = json.loads(json.dumps(DRIVER["request"]["object"])), {}
        if path.startswith("$spark."):
            places = [pod["spec"]["containers"][0], {"name": "$spark"}]
            template["spec"] = {"containers": [places[1]]}
        else:
            places = [pod, template]
            path = path if path.startswith("metadata.") else "spec." + path
        *above, last = path.removeprefix("$spark.").split(".")
        for place, value in zip(places, (present, wanted)):
            for name in above:
                place = place.setdefault(name, {})
            value = yaml.safe_load(value)
            place[last] = {**place.get(last, {}), **value} if isinstance(value, dict) else value
        after = self.decide({"overrides": {"both": template}}, pod)["pod"]
        at = after["spec"]["containers"][0] if places[0] is not pod else after
        for name in [*above, last]:
            at = at[name]
        return at if isinstance(at, list) else {key: at[key] for key in yaml.safe_load(becomes)}

    def test_templates_merge_as_shown(self):
        rows = MERGE_ROW.findall(README)
        self.assertGreater(len(rows), 5)
        for fields, present, wanted, becomes in rows:
            for field in re.findall(r"`([^`]+)`", fields):
                self.assertEqual(self.merge(field, present, wanted, becomes), yaml.safe_load(becomes), field)

    def test_every_key_has_its_place(self):
        schema = json.loads(self.run_in_folder(SPARKGATE, "schema").stdout)
        kinds = {one["if"]["properties"]["kind"]["const"]: one["then"] for one in schema["allOf"]
                 if "const" in one["if"]["properties"]["kind"]}

        def keys(shape):
            for key, value in shape.get("properties", {}).items():
                yield key
                yield from keys(value)
            yield from keys(shape["items"]) if isinstance(shape.get("items"), dict) else ()
            yield from shape.get("enum", ())

        spans = " ".join(re.findall(r"`([^`\n]+)`", BLOCK.sub("", README)))
        words = {word.rstrip(".:") for word in re.findall(r"[\w./-]+", spans)}
        self.assertEqual([key for key in keys(kinds["SparkPolicy"]) if key not in words], [])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        print("skipped: the first argument must be the sparkgate binary")
        sys.exit(77)
    SPARKGATE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
