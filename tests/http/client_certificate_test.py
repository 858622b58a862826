"""A server that asks its clients for a certificate: who has none, or another's, is refused before HTTP begins.

  client_certificate_test.py BUILD
"""

import pathlib
import signal
import ssl
import subprocess
import tempfile
import unittest

import strangers
import world

NAMES = ("--client-name", "kube-apiserver", "--client-name", "other-apiserver")


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


def make_authority(folder, name):
    """A CA: `name`.crt and its key."""
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", f"{name}.key", "-out", f"{name}.crt", "-subj", f"/CN={name}")


def make_client(folder, name, authority, common_name, usage="clientAuth", days=2):
    """A certificate `name`.crt of that CA, and its key."""
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
            "-out", f"{name}.csr", "-subj", f"/O=system:masters/CN={common_name}")
    (folder / "usage").write_text(f"extendedKeyUsage={usage}")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.crt", "-CAkey", f"{authority}.key",
            "-CAcreateserial", "-days", str(days), "-out", f"{name}.crt", "-extfile", "usage")


class ClientCertificateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))
        for authority in ("ours", "theirs"):
            make_authority(cls.folder, authority)
        make_client(cls.folder, "good", "ours", "kube-apiserver")
        make_client(cls.folder, "second", "ours", "other-apiserver")
        make_client(cls.folder, "named", "ours", "somebody")
        make_client(cls.folder, "foreign", "theirs", "kube-apiserver")
        make_client(cls.folder, "server", "ours", "kube-apiserver", usage="serverAuth")
        make_client(cls.folder, "late", "ours", "kube-apiserver", days=-1)

    def start(self, *flags):
        self.trusted = self.folder / f"{self.id()}.crt"
        self.trusted.write_bytes((self.folder / "ours.crt").read_bytes())
        self.server = world.ready(self.enterContext(world.server(
            world.ROOT / "policies", "--client-ca", self.trusted, "--poll-interval", "24h", *flags)))

    def answer(self, client):
        """The status line that this client hears; nothing when the connection ends."""
        context = self.server.context()
        if client:
            context.load_cert_chain(self.folder / f"{client}.crt", self.folder / f"{client}.key")
        try:
            with strangers.TlsStranger(self.server.admission, context) as peer:
                return peer.say(world.post(world.review())).hear_reply().line
        except (ssl.SSLError, OSError, EOFError):
            return ""

    def assert_served(self, *clients):
        for client in clients:
            with self.subTest(client):
                self.assertEqual(self.answer(client), "HTTP/1.1 200 OK")

    def assert_refused(self, *clients):
        before = world.metrics(self.server)
        for client in clients:
            with self.subTest(client):
                self.assertEqual(self.answer(client), "")
        after = world.metrics(self.server)
        for series in after:
            if series.startswith(("sparkgate_http_responses_total", "sparkgate_admission_requests_total")):
                self.assertEqual(after[series], before[series])

    def test_who_is_asked_must_show_one_of_ours(self):
        self.start()
        self.assert_served("good", "named")
        self.assert_refused(None, "foreign", "server", "late")

    def test_and_one_of_the_names(self):
        self.start(*NAMES)
        self.assert_served("good", "second")
        self.assert_refused(None, "named", "foreign", "server", "late")

    def test_the_authorities_are_reloaded(self):
        self.start()
        self.trusted.write_bytes((self.folder / "theirs.crt").read_bytes())
        self.server.process.send_signal(signal.SIGHUP)
        world.eventually("the other authority", lambda: self.answer("foreign"))
        self.assert_refused("good")

    def test_broken_authorities_leave_the_old_ones(self):
        self.start()
        self.trusted.write_text("nothing")
        self.server.process.send_signal(signal.SIGHUP)
        world.eventually("a refusal", lambda: world.metrics(self.server)[
            'sparkgate_certificate_reload_total{result="failure"}'] == 1)
        world.eventually("its reason in the log", lambda: "client CA: no PEM certificate in it" in self.server.logged())
        self.assert_served("good")
        self.assert_refused(None, "foreign")

    def test_names_need_authorities(self):
        done = subprocess.run([world.BUILD / "sparkgate-webhook", "--policies", "p", "--tls-cert", "c", "--tls-key", "k",
                               *NAMES], capture_output=True, text=True, timeout=30)
        self.assertEqual((done.returncode, done.stderr.splitlines()[0]), (2, "--client-name requires --client-ca"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
