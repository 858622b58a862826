"""The chart makes the same objects as the kustomizations; what differs is written here.

Needs what the tests beside it need, and helm: its path in $HELM, in build/e2e/bin (tests/e2e/install), or in PATH.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import rendered
import wrong_values

HELM = shutil.which(os.environ.get("HELM", str(rendered.ROOT / "build/e2e/bin/helm"))) or shutil.which("helm")
CHART = rendered.ROOT / "manifests/chart"

# What `kubectl apply -k` is given, and the values that say the same.
TWINS = {
    "manifests/overlays/self-signed": [],
    "manifests/overlays/cert-manager": ["certificate.source=cert-manager"],
    "manifests/overlays/enforce-executors": ["enforceExecutors=true"],
    "manifests/overlays/ignore-failures": ["ignoreFailures=true"],
    "manifests/overlays/all-pods": ["allPods=true"],
    "manifests/overlays/mtls": ["clientCertificates.enabled=true"],
    "manifests/overlays/prometheus": ["prometheus.enabled=true"],
    "manifests": ["certificate.source=secret"],
}


def helm(*arguments):
    """The program, with nothing of its user's; its stderr without what it says of symbolic links."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run([HELM, *arguments], capture_output=True, text=True, timeout=60, check=False,
                              env={"HOME": home, "PATH": os.environ["PATH"]})
    errors = [line for line in done.stderr.splitlines() if "found symbolic link in path" not in line]
    return done.returncode, done.stdout, "\n".join(errors)


def template(*settings, namespace="sparkgate-system"):
    flags = [word for setting in settings for word in ("--set", setting)]
    code, text, errors = helm("template", "sparkgate", CHART, "--namespace", namespace, *flags)
    if code != 0:
        raise RuntimeError(errors)
    return list(rendered.yaml.safe_load_all(text))


def of_kustomize(kustomization):
    """Without the namespace, which `helm install --create-namespace` makes, and the Secret that the chart asks for."""
    objects = rendered.render(kustomization)
    brought = "Secret" if kustomization == "manifests" else None
    return {named(item): item for item in objects if item["kind"] not in ("Namespace", brought)}, objects


def of_helm(settings):
    """Without Helm's two labels, the note that keeps priority classes, and the revision in a Job's name."""
    objects = template(*settings)
    for item in objects:
        meta = item["metadata"]
        assert meta["labels"].pop("helm.sh/chart").startswith("sparkgate-")
        assert meta["labels"].pop("app.kubernetes.io/managed-by") == "Helm"
        if item["kind"] == "PriorityClass":
            assert meta.pop("annotations") == {"helm.sh/resource-policy": "keep"}
        if item["kind"] == "Job":
            meta["name"] = meta["name"].removesuffix("-1")
    return {named(item): item for item in objects}


def named(item):
    return f"{item['kind']} {item['metadata']['name']}"


class ChartTest(rendered.ManifestsTest):
    def test_same_objects_as_kustomize(self):
        kinds = {f"manifests/overlays/{path.name}" for path in (rendered.ROOT / "manifests/overlays").iterdir()}
        self.assertEqual(set(TWINS), kinds | {"manifests"})
        for kustomization, settings in TWINS.items():
            with self.subTest(kustomization):
                expected, objects = of_kustomize(kustomization)
                if kustomization == "manifests":
                    trusted = next(item for item in objects if item["kind"] == "Secret")["data"]["ca.crt"]
                    trusted = "".join(trusted.split())
                    settings = [*settings, f"certificate.caBundle={trusted}"]
                    for name in ("Mutating", "Validating"):
                        for hook in expected[f"{name}WebhookConfiguration admission.sparkgate.dev"]["webhooks"]:
                            hook["clientConfig"]["caBundle"] = trusted
                found = of_helm(settings)
                self.assertEqual(sorted(found), sorted(expected))
                for name, item in expected.items():
                    self.assertEqual(found[name], item, name)

    def test_values_reach_the_pods(self):
        objects = template("image.repository=registry.example.com/sparkgate", "image.tag=1.2.3", "replicas=3",
                           "imagePullSecrets[0].name=registry", "nodeSelector.pool=system",
                           "tolerations[0].operator=Exists", "resources.limits.memory=2Gi")
        deployment = next(item for item in objects if item["kind"] == "Deployment")
        self.assertEqual(deployment["spec"]["replicas"], 3)
        pods = [item["spec"]["template"]["spec"] for item in objects if item["kind"] in ("Deployment", "Job")]
        pods += [item["spec"]["jobTemplate"]["spec"]["template"]["spec"] for item in objects if item["kind"] == "CronJob"]
        self.assertEqual(len(pods), 3)
        for pod in pods:
            self.assertEqual((pod["imagePullSecrets"], pod["nodeSelector"], pod["tolerations"]),
                             ([{"name": "registry"}], {"pool": "system"}, [{"operator": "Exists"}]))
            self.assertEqual(pod["containers"][0]["image"], "registry.example.com/sparkgate:1.2.3")
        self.assertEqual(pods[0]["containers"][0]["resources"], {
            "requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "2", "memory": "2Gi"}})

    def test_another_namespace_is_named_wherever_one_is(self):
        objects = template("prometheus.enabled=true", namespace="platform")
        self.assertEqual({item["metadata"].get("namespace") for item in objects}, {"platform", None})
        self.assertEqual({hook["clientConfig"]["service"]["namespace"] for hook in hooks(objects)}, {"platform"})
        self.assertEqual(excluded(objects), [["kube-system", "platform"]])
        job = next(item for item in objects if item["kind"] == "Job")["spec"]["template"]["spec"]
        self.assertEqual(job["containers"][0]["args"], ["certs", "rotate", "--namespace=platform"])
        names = next(item for item in template("certificate.source=cert-manager", namespace="platform")
                     if named(item) == "Certificate sparkgate-tls")["spec"]["dnsNames"]
        self.assertEqual(names, ["sparkgate.platform.svc", "sparkgate.platform", "sparkgate"])

    def test_excluded_namespaces_stand_in_all_selectors(self):
        objects = template("excludeNamespaces={monitoring,ingress}")
        self.assertEqual(excluded(objects), [["kube-system", "sparkgate-system", "monitoring", "ingress"]])

    def test_policies_of_ones_own_replace_those_that_come_with_it(self):
        objects = template(r"policies.mine\.yaml=kind: SparkPolicy")
        config = next(item for item in objects if named(item) == "ConfigMap sparkgate-policies")
        self.assertEqual(config["data"], {"mine.yaml": "kind: SparkPolicy"})

    def test_clients_names(self):
        objects = template("clientCertificates.enabled=true", "clientCertificates.names={a,b}",
                           "clientCertificates.configMap=our-ca")
        pod = next(item for item in objects if item["kind"] == "Deployment")["spec"]["template"]["spec"]
        self.assertEqual(pod["containers"][0]["args"][-2:], ["--client-name=a", "--client-name=b"])
        self.assertEqual(pod["volumes"][-1], {"name": "client-ca", "configMap": {"name": "our-ca"}})

    def test_wrong_values_are_refused_in_words(self):
        for text, message in wrong_values.REFUSED.items():
            with self.subTest(text), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "values.yaml")
                path.write_text(text, encoding="utf-8")
                code, _, errors = helm("template", "sparkgate", CHART, "--values", path)
                self.assertEqual((code, errors.strip()), (1, wrong_values.BEFORE + message))

    def test_every_value_has_a_schema_and_a_comment(self):
        text = (CHART / "values.yaml").read_text(encoding="utf-8")
        schema = rendered.yaml.safe_load((CHART / "values.schema.json").read_text(encoding="utf-8"))
        self.assertEqual(set(rendered.yaml.safe_load(text)) | {"global"}, set(schema["properties"]))
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line and line[0].isalpha():
                self.assertTrue(lines[number - 1].startswith("#") or lines[number + 1].startswith("  #"), line)

    def test_the_chart_is_clean_and_of_this_release(self):
        code, text, errors = helm("lint", "--strict", CHART)
        self.assertEqual((code, errors), (0, ""), text)
        chart = rendered.yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))
        self.assertEqual([f"sparkgate:{chart[key]}" for key in ("version", "appVersion")], 2 * [self.container["image"]])


def hooks(objects):
    return [hook for item in objects if item["kind"].endswith("WebhookConfiguration") for hook in item["webhooks"]]


def excluded(objects):
    """The lists of namespaces whose pods are never sent, each once."""
    found = []
    for hook in hooks(objects):
        values = hook["namespaceSelector"]["matchExpressions"][0]["values"]
        if values not in found:
            found.append(values)
    return found


if __name__ == "__main__":
    if HELM is None:
        print("skipped: needs helm (run tests/e2e/install, or let $HELM name it)")
        sys.exit(rendered.SKIPPED)
    rendered.main()
