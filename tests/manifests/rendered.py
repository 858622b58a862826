"""What `kubectl apply -k manifests/` would send, for the tests beside this file.

Needs kubectl (or its path in $KUBECTL) and python3-yaml; without them the tests are skipped: exit code 77.
Nothing is applied anywhere: the objects are only rendered, from a copy with a placeholder certificate.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KUBECTL = shutil.which(os.environ.get("KUBECTL", "kubectl"))

try:
    import yaml
except ImportError:
    yaml = None

SPARK_ROLES = ["driver", "executor", "connect-server"]
OWN = {"app.kubernetes.io/name": "sparkgate", "app.kubernetes.io/component": "webhook"}


def policy_files():
    """The files of policies/ that a server reads: all YAML but the tests and kustomize's own file."""
    names = {path.name for path in (ROOT / "policies").glob("*.yaml")}
    return {name for name in names if not name.endswith(".test.yaml")} - {"kustomization.yaml"}


def render(kustomization="manifests", files=()):
    """The objects of a kustomization in the order kubectl applies them; `files` (path, text) are put into the tree."""
    with tempfile.TemporaryDirectory() as folder:
        for room in ("manifests", "policies"):
            shutil.copytree(ROOT / room, f"{folder}/{room}", ignore=shutil.ignore_patterns("tls"))
        os.mkdir(f"{folder}/manifests/tls")
        for name in ("ca.crt", "tls.crt", "tls.key"):
            pathlib.Path(f"{folder}/manifests/tls/{name}").write_text(f"placeholder of {name}\n" * 8)
        for path, text in files:
            pathlib.Path(folder, path).parent.mkdir(parents=True)
            pathlib.Path(folder, path).write_text(text, encoding="utf-8")
        done = subprocess.run([KUBECTL, "kustomize", f"{folder}/{kustomization}"], capture_output=True,
                              text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return list(yaml.safe_load_all(done.stdout))


def selects(selector, labels):
    """A label selector as Kubernetes reads it; only the operators that the manifests use."""
    for wanted in selector.get("matchExpressions", []):
        found = labels.get(wanted["key"]) in wanted["values"]
        if found != {"In": True, "NotIn": False}[wanted["operator"]]:
            return False
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())


class ManifestsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.objects = render()
        cls.deployment = cls.only("Deployment")["spec"]
        cls.pod = cls.deployment["template"]["spec"]
        cls.container = cls.pod["containers"][0]
        cls.flags = dict(arg[2:].split("=", 1) for arg in cls.container["args"])
        cls.mutating = cls.only("MutatingWebhookConfiguration")
        cls.validating = cls.only("ValidatingWebhookConfiguration")
        cls.webhooks = cls.mutating["webhooks"] + cls.validating["webhooks"]

    @classmethod
    def only(cls, kind):
        found = [item for item in cls.objects if item["kind"] == kind]
        assert len(found) == 1, f"{len(found)} objects of kind {kind}"
        return found[0]

    def called(self, operation, labels, old=None, resource="pods", namespace="analytics", marks=None):
        """The webhooks kube-apiserver would call for this request, as `name: failurePolicy`."""
        around = {"kubernetes.io/metadata.name": namespace, **(marks or {})}
        seen = {}
        for hook in self.webhooks:
            rules = any(operation in rule["operations"] and resource in rule["resources"]
                        for rule in hook["rules"])
            # An update is matched by the pod as it was, too.
            pod = any(selects(hook["objectSelector"], version) for version in (labels, old)
                      if version is not None)
            if rules and pod and selects(hook["namespaceSelector"], around):
                seen[hook["name"].removesuffix(".sparkgate.dev")] = hook["failurePolicy"]
        return seen

    def assert_selects_replicas(self, selector):
        self.assertEqual(selector, OWN)
        self.assertTrue(OWN.items() <= self.deployment["template"]["metadata"]["labels"].items())


def main():
    """Runs the tests of the calling file, or says what is missing."""
    if yaml is None or KUBECTL is None:
        print("skipped: needs kubectl (in PATH or $KUBECTL) and the Debian package python3-yaml")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
