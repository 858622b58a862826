"""How `sparkgate certs` gets to an API server, and what `certs show` tells of the cluster behind it.

  certs_cluster_test.py BUILD
"""

import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import api_server  # noqa: E402
import door  # noqa: E402
from api_server import DROP, MUTATING, SECRET, TOKEN, VALIDATING, status  # noqa: E402

NAME = "Secret sparkgate-system/sparkgate-tls"
FIRST = "mutatingwebhookconfigurations/admission.sparkgate.dev"


class ClusterTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.api = self.enterContext(api_server.ApiServer(BUILD))
        self.url = f"https://127.0.0.1:{self.api.port}"

    def certs(self, command, *flags, kubeconfig=None):
        words = ["certs", command, "--kubeconfig", kubeconfig or self.api.kubeconfig(), *flags]
        done = subprocess.run([BUILD / "sparkgate", *words], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def install(self):
        """A day and a minute ago."""
        self.assertEqual(self.certs("rotate")[0], 0)
        self.api.ahead = 86400 + 60

    def show(self, *flags):
        """(exit code, the document) of -o json"""
        code, out, errors = self.certs("show", "-o", "json", *flags)
        self.assertEqual(errors, "")
        return code, json.loads(out)

    def assert_fails(self, message, **options):
        self.assertEqual(self.certs("show", **options), (2, "", f"sparkgate certs: {message}\n"))


class ShowTest(ClusterTest):
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


class CallTest(ClusterTest):
    def test_a_token_is_shown(self):
        self.certs("show")
        self.assertEqual(self.api.callers, [f"Bearer {TOKEN}"] * 3)

    def test_a_client_certificate_is_shown(self):
        tls = self.api.path("tls")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=jane",
                        "-CA", "ca.crt", "-CAkey", "ca.key", "-keyout", "jane.key", "-out", "jane.crt"],
                       cwd=tls, check=True, capture_output=True, timeout=60)
        named = {"client-certificate": "tls/jane.crt", "client-key": "tls/jane.key"}  # beside the kubeconfig
        written = {f"{key}-data": base64.b64encode(self.api.path(name).read_bytes()).decode() for key, name in named.items()}
        for user in (named, written):
            self.api.callers.clear()
            self.assertEqual(self.certs("show", kubeconfig=self.api.kubeconfig(user))[0], 1)
            self.assertEqual(len(self.api.callers), 3)
            self.assertIn((("commonName", "jane"),), self.api.callers[0])

    def test_the_servers_certificate_is_verified(self):
        """Nothing is asked of another server than ours; not even the token is shown."""
        subprocess.run([BUILD / "sparkgate", "certs", "init", "--service", "x", "--namespace", "x", "--out", self.api.path("other")],
                       check=True, capture_output=True, timeout=60)
        call = f"/apis/admissionregistration.k8s.io/v1/{FIRST}: no TLS: its certificate is refused: "
        self.assert_fails(f"GET {self.url}{call}self-signed certificate in certificate chain",
                          kubeconfig=self.api.kubeconfig(**{"certificate-authority": str(self.api.path("other/ca.crt"))}))
        url = f"https://localhost:{self.api.port}"
        self.assert_fails(f"GET {url}{call}hostname mismatch", kubeconfig=self.api.kubeconfig(server=url))
        self.assertEqual(self.api.callers, [])

    def test_an_answer_that_is_none(self):
        first = "MutatingWebhookConfiguration admission.sparkgate.dev: "
        path = f"GET {self.url}/apis/admissionregistration.k8s.io/v1/{FIRST}: no answer: "
        for answer, message in (
                ((200, b"no json"), f"{first}the API server's answer is no MutatingWebhookConfiguration: no JSON"),
                ((200, b"[" * 2000000), f"{first}the API server's answer is no MutatingWebhookConfiguration: nested more than 64 deep"),
                ((200, {"kind": "MutatingWebhookConfiguration", "metadata": {}}),
                 f"{first}the API server's answer is a MutatingWebhookConfiguration without a resourceVersion"),
                ((200, {"kind": "Pod", "metadata": {}}), f"{first}the API server's answer is no MutatingWebhookConfiguration"),
                ((200, []), f"{first}the API server's answer is no MutatingWebhookConfiguration"),
                ((401, b"who is Bearer a-token?"), f"{first}401 Unauthorized"),
                (status(403, "no"), f"{first}403 Forbidden: no"),
                ((200, b" " * (4 << 20) + b"{}"), f"{path}body limit exceeded"),
                (DROP, f"{path}stream truncated")):
            self.api.faults = lambda verb, path: answer
            self.assert_fails(message)

    def test_an_answer_that_is_no_success_needs_no_date(self):
        """Proxies in front of an API server have answers of their own."""
        self.api.dated = False
        self.api.faults = lambda *_: status(503, "not here")
        self.assert_fails("MutatingWebhookConfiguration admission.sparkgate.dev: 503 Service Unavailable: not here")
        self.api.faults = lambda *_: None
        self.assert_fails(f'GET {self.url}/apis/admissionregistration.k8s.io/v1/{FIRST}: its Date "" is none')

    def test_an_answer_may_be_announced(self):
        self.install()
        for announced in (1, 8):
            self.api.announced = announced
            self.assertEqual(self.show()[0], 0)
        self.api.announced = 9
        self.assert_fails(f"GET {self.url}/apis/admissionregistration.k8s.io/v1/{FIRST}: no answer: only such as announce one")

    def test_objects_of_odd_shapes_are_read(self):
        for odd in ([], "text", {"name": 1, "clientConfig": {"service": {"name": []}}}, {"clientConfig": "x"}):
            self.api.objects[MUTATING]["webhooks"] = [odd]
            self.api.objects[MUTATING]["metadata"]["annotations"] = odd
            self.api.objects[SECRET]["data"] = odd
            self.assertEqual(self.certs("show")[0], 1)
        self.api.objects[MUTATING]["webhooks"] = None
        self.assertEqual(self.certs("show")[0], 1)

    def test_nobody_is_there(self):
        self.assert_fails(f"GET https://127.0.0.1:1/apis/admissionregistration.k8s.io/v1/{FIRST}: no connection: Connection refused",
                          kubeconfig=self.api.kubeconfig(server="https://127.0.0.1:1/"))

    def test_nobody_answers(self):
        """Each step of a call has 10 seconds."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}"
            self.assert_fails(f"GET {url}/apis/admissionregistration.k8s.io/v1/{FIRST}: no TLS: The socket was closed due to a timeout",
                              kubeconfig=self.api.kubeconfig(server=url))

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to be a name server and to be asked")
    def test_nobody_tells_where_a_name_is(self):
        """A name server that says nothing; what is under way when the command ends does not hold it up."""
        settings = self.api.path("resolv.conf")
        settings.write_text("nameserver 127.0.0.153\noptions timeout:30 attempts:1\n")
        kubeconfig = self.api.kubeconfig(server="https://kubernetes.example:6443")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.153", 53))
            done = subprocess.run(["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/resolv.conf && exec "$@"', settings,
                                   BUILD / "sparkgate", "certs", "show", "--kubeconfig", kubeconfig],
                                  capture_output=True, text=True, timeout=25, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (
            2, "", f"sparkgate certs: GET https://kubernetes.example:6443/apis/admissionregistration.k8s.io/v1/{FIRST}: "
                   "the name cannot be resolved: no answer in 10 s\n"))

    def test_without_a_kubeconfig_it_has_to_be_a_pod(self):
        env = {key: value for key, value in os.environ.items() if not key.startswith("KUBERNETES_")}
        done = subprocess.run([BUILD / "sparkgate", "certs", "show"], capture_output=True, text=True, timeout=60, check=False, env=env)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (
            2, "", "sparkgate certs: this is not a pod (KUBERNETES_SERVICE_HOST and _PORT are not set); --kubeconfig FILE says "
                   "where the cluster is\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
