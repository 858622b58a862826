"""The objects of the installation."""

import re

import rendered


class ObjectsTest(rendered.ManifestsTest):
    def test_the_objects_are_these_and_no_more(self):
        self.assertEqual(sorted(item["kind"] for item in self.objects), [
            "ConfigMap", "Deployment", "MutatingWebhookConfiguration", "Namespace", "NetworkPolicy",
            "PodDisruptionBudget", "PriorityClass", "PriorityClass", "Secret", "Service",
            "ServiceAccount", "ValidatingWebhookConfiguration"])

    def test_configurations_are_applied_last(self):
        self.assertEqual([item["kind"] for item in self.objects[-2:]],
                         ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"])

    def test_everything_stands_in_the_own_namespace(self):
        cluster_wide = ("Namespace", "PriorityClass", "MutatingWebhookConfiguration",
                        "ValidatingWebhookConfiguration")
        for item in self.objects:
            expected = None if item["kind"] in cluster_wide else "sparkgate-system"
            self.assertEqual(item["metadata"].get("namespace"), expected, item["kind"])

    def test_the_classes_that_shipped_policies_give_exist(self):
        classes = {item["metadata"]["name"] for item in self.objects if item["kind"] == "PriorityClass"}
        config = self.only("ConfigMap")["data"]
        given = set(re.findall(r"priorityClassName: (\S+)", "".join(config.values())))
        self.assertEqual(given, classes)

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
        self.assertEqual((found["metadata"]["name"], set(found["data"])), ("sparkgate-policies", rendered.policy_files()))

    def test_secret_is_a_tls_pair_and_its_ca(self):
        secret = self.only("Secret")
        self.assertEqual((secret["metadata"]["name"], secret["type"]), ("sparkgate-tls", "kubernetes.io/tls"))
        self.assertEqual(sorted(secret["data"]), ["ca.crt", "tls.crt", "tls.key"])


if __name__ == "__main__":
    rendered.main()
