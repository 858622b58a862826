"""What `sparkgate certs show` tells of a cluster.

  certs_cluster_test.py BUILD
"""

import base64
import pathlib
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import asking  # noqa: E402
import door  # noqa: E402
from api_server import MUTATING, VALIDATING  # noqa: E402
from asking import NAME  # noqa: E402


class ShowTest(asking.Asking):
    build = BUILD

    def test_tells_what_is_served_and_who_trusts_it(self):
        self.install()
        code, document = self.show()
        ca, server = document["certificates"]
        self.assertEqual((code, document["findings"]), (0, []))
        self.assertEqual((ca["file"], ca["role"]), (f"{NAME}/ca.crt", "ca"))
        self.assertEqual((server["file"], server["role"]), (f"{NAME}/tls.crt", "server"))
        self.assertEqual((server["keyFits"], server["chainsToCa"], server["namesService"], server["daysLeft"]), (True, True, True, 363))
        trusted = [{key: ca[key] for key in ("subject", "notAfter", "daysLeft", "sha256")}]
        self.assertEqual(document["webhooks"], [
            {"configuration": f"{kind}WebhookConfiguration admission.sparkgate.dev", "name": name, "failurePolicy": policy,
             "trusted": trusted, "fits": True}
            for kind, name, policy in (("Mutating", "spark.mutate", "Ignore"), ("Validating", "drivers.validate", "Fail"),
                                       ("Validating", "executors.validate", "Ignore"))])

    def test_tells_it_to_people(self):
        self.install()
        ca = self.show()[1]["certificates"][0]["subject"]
        self.api.objects[MUTATING]["webhooks"][0]["clientConfig"]["caBundle"] = ""
        code, out, errors = self.certs("show")
        self.assertEqual((code, errors), (1, ""))
        self.assertIn(f"{NAME}/tls.crt (server)\n", out)
        self.assertEqual(out[out.index("Mutating"):], f"""MutatingWebhookConfiguration admission.sparkgate.dev/spark.mutate (Ignore)
  trusts   NOTHING
  served   IS NOT TRUSTED
ValidatingWebhookConfiguration admission.sparkgate.dev/drivers.validate (Fail)
  trusts   {ca}, days left: 363
  served   is trusted
ValidatingWebhookConfiguration admission.sparkgate.dev/executors.validate (Ignore)
  trusts   {ca}, days left: 363
  served   is trusted
finding: MutatingWebhookConfiguration admission.sparkgate.dev: spark.mutate does not trust what is served: its caBundle is empty (its pods pass unseen)
""")

    def test_finds_a_ca_bundle_that_does_not_fit(self):
        self.install()
        other = self.api.path("tls/ca.crt").read_bytes()
        start = "ValidatingWebhookConfiguration admission.sparkgate.dev: drivers.validate does not trust what is served: "
        for bundle, why in ((other, "unable to get local issuer certificate"),
                            (b"-----BEGIN CERTIFICATE-----\n",
                             "its caBundle is broken: PEM text is broken or cut off; certificates before that: 0")):
            self.api.objects[VALIDATING]["webhooks"][0]["clientConfig"]["caBundle"] = base64.b64encode(bundle).decode()
            code, document = self.show()
            self.assertEqual((code, document["findings"]), (1, [f"{start}{why} (its pods are refused)"]))
            self.assertEqual([one["fits"] for one in document["webhooks"]], [True, False, True])

    def test_finds_what_has_ended_by_the_api_servers_clock(self):
        self.install()
        self.api.ahead = 366 * 86400
        findings = self.show()[1]["findings"]
        self.assertRegex(findings[1], f"^{NAME}/tls.crt expired on ")
        self.assertEqual(sum("does not trust" in one for one in findings), 3)

    def test_finds_a_secret_without_certificate_or_with_a_broken_one(self):
        self.assertEqual(self.show(), (1, {
            "certificates": [], "findings": [f"{NAME} has no tls.crt"],
            "webhooks": self.show()[1]["webhooks"]}))
        self.assertEqual([one["fits"] for one in self.show()[1]["webhooks"]], [None] * 3)
        self.install()
        self.api.put_data(tls_crt="-----BEGIN CERTIFICATE-----\n")
        self.assertEqual(self.show()[1]["findings"],
                         [f"{NAME}/tls.crt: PEM text is broken or cut off; certificates before that: 0"])
        self.api.put_data(tls_key="")
        self.assertEqual(self.show()[1]["findings"], [f"{NAME} has no tls.key"])

    def test_finds_a_rotation_that_does_not_go_on(self):
        """More than an hour after its first step, and after its swap."""
        self.install()
        self.api.ahead = 0
        flags = ["--force", "--timeout", "0s", "--publish-wait", "0s"]
        for steps, left in ((1, "has had the next certificate"), (3, "has kept the CA before")):
            for _ in range(steps):
                self.assertEqual(self.certs("rotate", *flags)[0], 1)
                flags = flags[-4:]
            self.api.ahead = 3590
            self.assertEqual(self.show(), (0, {**self.show()[1], "findings": []}))
            self.api.ahead = 3700
            code, document = self.show()
            self.assertEqual((code, len(document["findings"])), (1, 1))
            self.assertRegex(document["findings"][0], f"^{NAME} {left} since 20[^ ]+Z: the rotation is not finished "
                                                      r"\(sparkgate certs rotate says what keeps it\)$")
            self.api.ahead = 0

    def test_finds_that_nobody_calls_the_service(self):
        self.install()
        code, document = self.show("--service", "web")
        self.assertEqual((code, document["webhooks"]), (1, []))
        self.assertEqual(document["findings"], [
            f"{NAME}/tls.crt does not name web.sparkgate-system.svc; kube-apiserver refuses it",
            "MutatingWebhookConfiguration admission.sparkgate.dev has no webhook that calls the Service",
            "ValidatingWebhookConfiguration admission.sparkgate.dev has no webhook that calls the Service"])

    def test_tells_what_a_server_shows(self):
        self.install()
        pair = self.api.data()
        with door.Door((pair["tls.crt"], pair["tls.key"])) as at:
            code, document = self.show("--served-at", at.address)
            out = self.certs("show", "--served-at", at.address)[1]
        stored = document["certificates"][1]
        self.assertEqual((code, document["served"]), (0, [
            {**{key: stored[key] for key in ("subject", "issuer", "notAfter", "daysLeft", "sha256")}, "asStored": True}]))
        self.assertTrue(out.endswith(f"""{at.address} serves
  issuer   {stored["issuer"]}
  valid    until {stored["notAfter"]}, days left: 363
  stored   is the same
no findings
"""), out)
        self.assertNotIn("served", self.show()[1])

    def test_finds_a_server_that_shows_another_certificate(self):
        """One of two replicas did not follow; the Secret and the caBundles fit."""
        self.install()
        stored, other = self.api.data(), [self.api.path(f"tls/tls.{end}").read_text() for end in ("crt", "key")]
        with door.Door((stored["tls.crt"], stored["tls.key"]), other) as at:
            code, document = self.show("--served-at", at.address)
        with door.Door(other) as another:
            out = self.certs("show", "--served-at", another.address)[1]
        self.assertEqual((code, [one["asStored"] for one in document["served"]]), (1, [True, False]))
        self.assertIn("\n  stored   IS ANOTHER\n", out)
        shown = document["served"][1]
        why = f"does not trust what {at.address} serves: unable to get local issuer certificate"
        self.assertEqual(document["findings"], [
            f"{at.address} does not serve what is in {NAME}, but one by {shown['issuer']}, until {shown['notAfter']}",
            f"MutatingWebhookConfiguration admission.sparkgate.dev: spark.mutate {why} (its pods pass unseen)",
            f"ValidatingWebhookConfiguration admission.sparkgate.dev: drivers.validate {why} (its pods are refused)",
            f"ValidatingWebhookConfiguration admission.sparkgate.dev: executors.validate {why} (its pods pass unseen)"])

    def test_finds_a_server_that_cannot_be_looked_at(self):
        self.install()
        code, document = self.show("--served-at", "127.0.0.1:1")
        self.assertEqual((code, document["served"], document["findings"]), (
            1, [], ["what is served cannot be looked at: 127.0.0.1:1: no connection: Connection refused"]))
        self.assertEqual(self.certs("show", "--served-at", "web:x"),
                         (2, "", 'sparkgate certs: --served-at "web:x" is no HOST:PORT\n'))

    def test_only_looks(self):
        self.install()
        self.api.writes.clear()
        self.certs("show")
        self.assertEqual(self.api.writes, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
