"""How `sparkgate certs` gets to an API server, and whom it believes.

  certs_call_test.py BUILD
"""

import base64
import os
import pathlib
import socket
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import asking  # noqa: E402
from api_server import DROP, MUTATING, SECRET, TOKEN, status  # noqa: E402

FIRST = "mutatingwebhookconfigurations/admission.sparkgate.dev"


class CallTest(asking.Asking):
    build = BUILD

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
