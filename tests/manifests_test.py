"""What `kubectl apply -k manifests/` would send, against the promises an operator relies on.

Needs kubectl (or its path in $KUBECTL) and python3-yaml; without them the test is skipped: exit code 77.
Nothing is applied anywhere: the objects are only rendered, from a copy with a placeholder certificate.
"""

import base64
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parent.parent
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


def render():
    """The objects in the order kubectl applies them."""
    with tempfile.TemporaryDirectory() as folder:
        for room in ("manifests", "policies"):
            shutil.copytree(ROOT / room, f"{folder}/{room}", ignore=shutil.ignore_patterns("tls"))
        os.mkdir(f"{folder}/manifests/tls")
        for name in ("ca.crt", "tls.crt", "tls.key"):
            pathlib.Path(f"{folder}/manifests/tls/{name}").write_text(f"placeholder of {name}\n" * 8)
        done = subprocess.run([KUBECTL, "kustomize", f"{folder}/manifests"], capture_output=True,
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


class ObjectsTest(ManifestsTest):
    def test_the_objects_are_these_and_no_more(self):
        self.assertEqual(sorted(item["kind"] for item in self.objects), [
            "ConfigMap", "Deployment", "MutatingWebhookConfiguration", "Namespace", "NetworkPolicy",
            "PodDisruptionBudget", "Secret", "Service", "ServiceAccount",
            "ValidatingWebhookConfiguration"])

    def test_configurations_are_applied_last(self):
        self.assertEqual([item["kind"] for item in self.objects[-2:]],
                         ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"])

    def test_everything_stands_in_the_own_namespace(self):
        cluster_wide = ("Namespace", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
        for item in self.objects:
            expected = None if item["kind"] in cluster_wide else "sparkgate-system"
            self.assertEqual(item["metadata"].get("namespace"), expected, item["kind"])

    def test_pod_security_is_restricted(self):
        labels = self.only("Namespace")["metadata"]["labels"]
        for mode in ("enforce", "audit", "warn"):
            self.assertEqual(labels[f"pod-security.kubernetes.io/{mode}"], "restricted")

    def test_no_token_anywhere(self):
        self.assertIs(self.only("ServiceAccount")["automountServiceAccountToken"], False)
        self.assertIs(self.pod["automountServiceAccountToken"], False)
        self.assertEqual(self.pod["serviceAccountName"], self.only("ServiceAccount")["metadata"]["name"])

    def test_service_leads_to_the_admission_port(self):
        spec = self.only("Service")["spec"]
        self.assertEqual([(port["port"], port["targetPort"]) for port in spec["ports"]], [(443, 8443)])
        self.assert_selects_replicas(spec["selector"])

    def test_no_egress(self):
        spec = self.only("NetworkPolicy")["spec"]
        self.assertEqual(sorted(spec["policyTypes"]), ["Egress", "Ingress"])
        self.assertFalse(spec.get("egress"))
        self.assertEqual([port["port"] for rule in spec["ingress"] for port in rule["ports"]], [8443, 8080])
        self.assert_selects_replicas(spec["podSelector"]["matchLabels"])

    def test_disruptions_leave_one_replica(self):
        spec = self.only("PodDisruptionBudget")["spec"]
        self.assertEqual(spec["minAvailable"], 1)
        self.assert_selects_replicas(spec["selector"]["matchLabels"])

    def test_config_map_holds_every_policy_file_under_a_lasting_name(self):
        found = self.only("ConfigMap")
        self.assertEqual((found["metadata"]["name"], set(found["data"])), ("sparkgate-policies", policy_files()))

    def test_secret_is_a_tls_pair_and_its_ca(self):
        secret = self.only("Secret")
        self.assertEqual((secret["metadata"]["name"], secret["type"]), ("sparkgate-tls", "kubernetes.io/tls"))
        self.assertEqual(sorted(secret["data"]), ["ca.crt", "tls.crt", "tls.key"])


class DeploymentTest(ManifestsTest):
    def test_two_replicas_spread_over_nodes_and_zones(self):
        self.assertEqual(self.deployment["replicas"], 2)
        spread = self.pod["topologySpreadConstraints"]
        self.assertEqual([item["topologyKey"] for item in spread],
                         ["kubernetes.io/hostname", "topology.kubernetes.io/zone"])
        for item in spread:
            self.assert_selects_replicas(item["labelSelector"]["matchLabels"])

    def test_roll_out_adds_before_it_takes(self):
        self.assertEqual(self.deployment["strategy"], {
            "type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}})

    def test_grace_outlasts_the_drain(self):
        self.assertEqual(self.pod["terminationGracePeriodSeconds"], 75)
        self.assertEqual((self.flags["drain-delay"], self.flags["shutdown-timeout"]), ("15s", "60s"))

    def test_replicas_have_no_rights(self):
        self.assertEqual(self.pod["securityContext"], {
            "runAsNonRoot": True, "runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532,
            "seccompProfile": {"type": "RuntimeDefault"}})
        self.assertEqual(self.container["securityContext"], {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]}})
        self.assertEqual(len(self.pod["containers"]), 1)
        self.assertNotIn("initContainers", self.pod)

    def test_image_runs_as_the_same_user(self):
        user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        context = self.pod["securityContext"]
        self.assertEqual(user.groups(), (str(context["runAsUser"]), str(context["runAsGroup"])))

    def test_service_variables_stay_out_of_the_environment(self):
        self.assertIs(self.pod["enableServiceLinks"], False)

    def test_requests_and_limits(self):
        for kind in ("requests", "limits"):
            self.assertEqual(sorted(self.container["resources"][kind]), ["cpu", "memory"])

    def test_probes_ask_the_status_port(self):
        for probe, path in (("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")):
            self.assertEqual(self.container[probe]["httpGet"], {"path": path, "port": 8080})
        self.assertEqual(self.flags["status-listen"], "0.0.0.0:8080")
        self.assertEqual(self.flags["listen"], "0.0.0.0:8443")

    def test_policies_and_certificate_are_mounted_whole_and_read_only(self):
        self.assertEqual(
            sorted((mount["name"], mount["mountPath"], mount["readOnly"], mount.get("subPath"))
                   for mount in self.container["volumeMounts"]),
            [("policies", "/etc/sparkgate/policies", True, None), ("tls", "/etc/sparkgate/tls", True, None)])
        sources = {volume["name"]: volume for volume in self.pod["volumes"]}
        self.assertEqual(sources["policies"]["configMap"]["name"], self.only("ConfigMap")["metadata"]["name"])
        self.assertEqual(sources["tls"]["secret"]["secretName"], self.only("Secret")["metadata"]["name"])
        self.assertEqual(sources["tls"]["secret"]["defaultMode"], 0o440)

    def test_server_is_told_those_paths(self):
        self.assertEqual(
            (self.flags["policies"], self.flags["tls-cert"], self.flags["tls-key"]),
            ("/etc/sparkgate/policies", "/etc/sparkgate/tls/tls.crt", "/etc/sparkgate/tls/tls.key"))


class RegistrationTest(ManifestsTest):
    def test_names_sort_before_other_webhooks(self):
        for configuration in (self.mutating, self.validating):
            for other in ("istio-", "kueue-", "volcano-", "yunikorn-"):
                self.assertLess(configuration["metadata"]["name"], other)

    def test_every_webhook_has_a_name_of_its_own(self):
        names = [hook["name"] for hook in self.webhooks]
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(all(name.endswith(".sparkgate.dev") for name in names))

    def test_every_webhook_calls_alike(self):
        for hook in self.webhooks:
            self.assertEqual(
                [hook[key] for key in ("timeoutSeconds", "sideEffects", "matchPolicy", "admissionReviewVersions")],
                [3, "None", "Equivalent", ["v1", "v1beta1"]], hook["name"])
            for rule in hook["rules"]:
                self.assertEqual((rule["apiGroups"], rule["apiVersions"], rule["scope"]), ([""], ["v1"], "Namespaced"))

    def test_every_webhook_reaches_the_service_and_trusts_the_ca(self):
        trusted = self.only("Secret")["data"]["ca.crt"]
        for path, configuration in (("/mutate", self.mutating), ("/validate", self.validating)):
            for hook in configuration["webhooks"]:
                client = hook["clientConfig"]
                self.assertEqual(client["service"], {
                    "name": "sparkgate", "namespace": "sparkgate-system", "path": path, "port": 443})
                self.assertEqual(base64.b64decode(client["caBundle"]), base64.b64decode(trusted))

    def test_mutation_is_ignored_when_away_and_repeated_when_needed(self):
        for hook in self.mutating["webhooks"]:
            self.assertEqual((hook["failurePolicy"], hook["reinvocationPolicy"]), ("Ignore", "IfNeeded"))

    def test_a_new_pod_is_sent_once_to_each_door(self):
        drivers = {"spark.mutate": "Ignore", "drivers.validate": "Fail"}
        labelled = {"labelled.mutate": "Ignore", "labelled.validate": "Fail"}
        for labels, expected in (
                ({"spark-role": "driver"}, drivers),
                ({"spark-role": "connect-server"}, drivers),
                ({"spark-role": "executor"}, {"spark.mutate": "Ignore", "executors.validate": "Ignore"}),
                ({"sparkgate.dev/role": "driver"}, labelled),
                ({"sparkgate.dev/role": "driver", "spark-role": "master"}, labelled),
                ({"sparkgate.dev/role": "driver", "spark-role": "driver"}, drivers),
                ({"spark-role": "worker"}, {}),
                ({"app": "web"}, {}),
                ({}, {})):
            self.assertEqual(self.called("CREATE", labels), expected, labels)

    def test_a_marked_namespace_sends_its_other_pods_too(self):
        marks = {"sparkgate.dev/pods": "all"}
        others = {"all-pods.mutate": "Ignore", "all-pods.validate": "Ignore"}
        self.assertEqual(self.called("CREATE", {"app": "web"}, marks=marks), others)
        for role in SPARK_ROLES:
            labels = {"spark-role": role}
            self.assertEqual(self.called("CREATE", labels, marks=marks), self.called("CREATE", labels))
        labels = {"sparkgate.dev/role": "driver"}
        self.assertEqual(self.called("CREATE", labels, marks=marks), self.called("CREATE", labels))

    def test_system_and_own_namespace_are_never_sent(self):
        own = self.only("Namespace")["metadata"]["name"]
        for namespace in ("kube-system", own):
            for labels in ({}, {"spark-role": "driver"}, {"sparkgate.dev/role": "driver"}):
                self.assertEqual(self.called("CREATE", labels, namespace=namespace,
                                             marks={"sparkgate.dev/pods": "all"}), {})

    def test_a_label_taken_off_a_running_pod_hides_nothing(self):
        executor, driver = {"spark-role": "executor"}, {"spark-role": "driver"}
        self.assertEqual(self.called("UPDATE", {}, old=executor), {"executors.validate": "Ignore"})
        self.assertEqual(self.called("UPDATE", {}, old=driver), {"drivers.validate": "Fail"})
        self.assertEqual(self.called("UPDATE", {}, old={"sparkgate.dev/role": "driver"}),
                         {"labelled.validate": "Fail"})
        self.assertEqual(self.called("UPDATE", executor, old=driver),
                         {"drivers.validate": "Fail", "executors.validate": "Ignore"})

    def test_only_these_changes_of_a_running_pod_are_judged(self):
        executor = {"spark-role": "executor"}
        for resource in ("pods", "pods/ephemeralcontainers", "pods/resize"):
            self.assertEqual(self.called("UPDATE", executor, executor, resource), {"executors.validate": "Ignore"})
        for operation, resource in (("UPDATE", "pods/status"), ("CREATE", "pods/binding"), ("DELETE", "pods"),
                                    ("CREATE", "pods/eviction"), ("CONNECT", "pods/exec")):
            self.assertEqual(self.called(operation, executor, executor, resource), {}, resource)


if __name__ == "__main__":
    if yaml is None or KUBECTL is None:
        print("skipped: needs kubectl (in PATH or $KUBECTL) and the Debian package python3-yaml")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
