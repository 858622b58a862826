"""What each overlay adds to the base and changes of it: this, and nothing else."""

import re
import textwrap

import rendered

ROTATION = ["ClusterRole sparkgate-certs", "ClusterRoleBinding sparkgate-certs", "CronJob sparkgate-certs-rotate",
            "Job sparkgate-certs-init", "NetworkPolicy sparkgate-certs", "Role sparkgate-certs",
            "RoleBinding sparkgate-certs", "Secret sparkgate-tls", "ServiceAccount sparkgate-certs"]
ADDED = {
    "self-signed": ROTATION,
    "cert-manager": ["Certificate sparkgate-ca", "Certificate sparkgate-tls", "Issuer sparkgate-ca",
                     "Issuer sparkgate-self-signed"],
    "enforce-executors": ROTATION,
    "ignore-failures": ROTATION,
    "all-pods": ROTATION,
    "mtls": ROTATION,
    "prometheus": sorted(ROTATION + ["ConfigMap sparkgate-dashboard", "PrometheusRule sparkgate", "Service sparkgate-status",
                                     "ServiceMonitor sparkgate"]),
}
MUTATING = "MutatingWebhookConfiguration admission.sparkgate.dev"
VALIDATING = "ValidatingWebhookConfiguration admission.sparkgate.dev"
INJECTED = {"add metadata.annotations": {"cert-manager.io/inject-ca-from": "sparkgate-system/sparkgate-tls"}}
POD = "spec.template.spec"
CHANGED = {
    "self-signed": {},
    "prometheus": {},
    "cert-manager": {MUTATING: INJECTED, VALIDATING: INJECTED},
    "enforce-executors": {VALIDATING: {"webhooks.2.failurePolicy": ("Ignore", "Fail")}},
    "ignore-failures": {VALIDATING: {f"webhooks.{i}.failurePolicy": ("Fail", "Ignore") for i in (0, 1)}},
    "all-pods": {
        MUTATING: {"remove webhooks.2.namespaceSelector.matchExpressions.1": {
            "key": "sparkgate.dev/pods", "operator": "In", "values": ["all"]}},
        VALIDATING: {"remove webhooks.3.namespaceSelector.matchExpressions.1": {
            "key": "sparkgate.dev/pods", "operator": "In", "values": ["all"]}}},
    "mtls": {"Deployment sparkgate": {
        f"add {POD}.containers.0.args.7": "--client-ca=/etc/sparkgate/client-ca/ca.crt",
        f"add {POD}.containers.0.args.8": "--client-name=kube-apiserver",
        f"add {POD}.containers.0.volumeMounts.2": {
            "mountPath": "/etc/sparkgate/client-ca", "name": "client-ca", "readOnly": True},
        f"add {POD}.volumes.2": {"configMap": {"name": "sparkgate-client-ca"}, "name": "client-ca"}}},
}


def named(objects):
    found = {f"{item['kind']} {item['metadata']['name']}": item for item in objects}
    assert len(found) == len(objects)
    return found


def differences(old, new, path=""):
    """`{path: (old, new)}`, `{"add path": new}`, `{"remove path": old}`."""
    if isinstance(old, list) and isinstance(new, list):
        old, new = dict(enumerate(old)), dict(enumerate(new))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return {} if old == new else {path: (old, new)}
    out = {}
    for key in [*old, *(key for key in new if key not in old)]:
        at = f"{path}.{key}".lstrip(".")
        if key not in new:
            out[f"remove {at}"] = old[key]
        elif key not in old:
            out[f"add {at}"] = new[key]
        else:
            out |= differences(old[key], new[key], at)
    return out


class OverlaysTest(rendered.ManifestsTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.base = named(rendered.render("manifests/base"))
        folders = sorted((rendered.ROOT / "manifests/overlays").glob("*/kustomization.yaml"))
        cls.overlays = {path.parent.name: named(rendered.render(f"manifests/overlays/{path.parent.name}"))
                        for path in folders}

    def test_they_add_these_objects(self):
        self.assertEqual({name: sorted(set(objects) - set(self.base)) for name, objects in self.overlays.items()}, ADDED)

    def test_they_change_this_of_the_base(self):
        changed = {name: {one: found for one in self.base if (found := differences(self.base[one], objects.get(one)))}
                   for name, objects in self.overlays.items()}
        self.assertEqual(changed, CHANGED)

    def test_objects_are_in_our_namespace_and_bear_our_name(self):
        for objects in self.overlays.values():
            for name, item in objects.items():
                self.assertEqual(item["metadata"]["labels"]["app.kubernetes.io/name"], "sparkgate", name)
                wide = name.startswith("Cluster") or item["apiVersion"].startswith(("admissionregistration", "scheduling"))
                expected = None if wide or item["kind"] == "Namespace" else "sparkgate-system"
                self.assertEqual(item["metadata"].get("namespace"), expected, name)

    def test_first_certificate_and_later_ones_come_of_one_pod(self):
        objects = self.overlays["self-signed"]
        job, cron = objects["Job sparkgate-certs-init"]["spec"], objects["CronJob sparkgate-certs-rotate"]["spec"]
        self.assertEqual(job["template"], cron["jobTemplate"]["spec"]["template"])
        self.assertEqual(cron["concurrencyPolicy"], "Forbid")
        for spec in (job, cron["jobTemplate"]["spec"]):
            self.assertEqual((spec["backoffLimit"], spec["activeDeadlineSeconds"]), (6, 1200))
        container = job["template"]["spec"]["containers"][0]
        self.assertEqual((container["command"], container["args"]), (["/usr/local/bin/sparkgate"], ["certs", "rotate"]))
        self.assertNotEqual(job["template"]["metadata"]["labels"].items() & rendered.OWN.items(), rendered.OWN.items())

    def test_rights_are_these(self):
        objects = self.overlays["self-signed"]
        self.assertEqual(objects["Role sparkgate-certs"]["rules"], [
            {"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["sparkgate-tls"], "verbs": ["get", "update"]}])
        self.assertEqual(objects["ClusterRole sparkgate-certs"]["rules"], [
            {"apiGroups": ["admissionregistration.k8s.io"], "resourceNames": ["admission.sparkgate.dev"],
             "resources": ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
             "verbs": ["get", "update"]}])

    def test_one_image_of_this_release(self):
        version = re.search(r"project\(sparkgate VERSION (\S+)", (rendered.ROOT / "CMakeLists.txt").read_text())[1]
        images = {match for objects in [*self.overlays.values(), self.base]
                  for match in re.findall(r"'image': '([^']+)'", str(objects))}
        self.assertEqual(images | {self.container["image"]}, {f"sparkgate:{version}"})

    def test_the_kustomization_that_the_page_shows(self):
        page = (rendered.ROOT / "manifests/README.md").read_text(encoding="utf-8")
        shown = textwrap.dedent(re.search(r"^   ```yaml\n(.*?)^   ```$", page, re.M | re.S)[1])
        plain = named(rendered.render("manifests/mine", [("manifests/mine/kustomization.yaml", shown)]))
        self.assertEqual(sorted(set(plain) - set(self.base)), ADDED["self-signed"])
        self.assertEqual(differences(self.base[VALIDATING], plain[VALIDATING]), {})
        all_taken = shown.replace("# - ../", "- ../")
        objects = named(rendered.render("manifests/mine", [("manifests/mine/kustomization.yaml", all_taken)]))
        self.assertEqual(sorted(set(objects) - set(self.base)), ADDED["prometheus"])
        self.assertEqual(differences(self.base[VALIDATING], objects[VALIDATING]), CHANGED["enforce-executors"][VALIDATING])
        images = re.findall(r"'image': '([^']+)'", str(objects))
        self.assertEqual(images, 3 * [f"registry.example.com/platform/{self.container['image']}"])


if __name__ == "__main__":
    rendered.main()
