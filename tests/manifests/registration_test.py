"""Which requests the API server sends, and what happens while nobody answers."""

import base64

import rendered


class RegistrationTest(rendered.ManifestsTest):
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
        for role in rendered.SPARK_ROLES:
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
        for resource in ("pods", "pods/ephemeralcontainers", "pods/resize", "pods/status"):
            self.assertEqual(self.called("UPDATE", executor, executor, resource), {"executors.validate": "Ignore"})
        for operation, resource in (("CREATE", "pods/status"), ("CREATE", "pods/binding"), ("DELETE", "pods"),
                                    ("CREATE", "pods/eviction"), ("CONNECT", "pods/exec")):
            self.assertEqual(self.called(operation, executor, executor, resource), {}, resource)

    def test_of_a_status_only_changed_labels_are_sent(self):
        """tests/e2e asks kube-apiserver whether the expression says so."""
        expression = ('!has(request.subResource) || request.subResource != "status" || '
                      "has(object.metadata.labels) != has(oldObject.metadata.labels) || "
                      "(has(object.metadata.labels) && object.metadata.labels != oldObject.metadata.labels)")
        for hook in self.validating["webhooks"]:
            self.assertEqual(hook["matchConditions"], [{"name": "labels-differ", "expression": expression}])
        self.assertFalse(any("matchConditions" in hook for hook in self.mutating["webhooks"]))


if __name__ == "__main__":
    rendered.main()
