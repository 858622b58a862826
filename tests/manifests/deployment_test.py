"""The server's Deployment."""

import re

import rendered


class DeploymentTest(rendered.ManifestsTest):
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
        user = re.search(r"^USER (\d+):(\d+)$", (rendered.ROOT / "Dockerfile").read_text(), re.MULTILINE)
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


if __name__ == "__main__":
    rendered.main()
