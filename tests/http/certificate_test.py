"""A certificate that is renewed under a running server: a good pair is served, anything else leaves the old one.

  certificate_test.py BUILD
"""

import json
import os
import pathlib
import shutil
import signal
import ssl
import tempfile
import unittest

import strangers
import world

KEPT = "certificate is not replaced: the last good one serves on"


class CertificateTest(unittest.TestCase):
    def setUp(self):
        policies = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))
        (policies / "strict.yaml").write_text(world.policy())
        self.server = world.ready(self.enterContext(world.server(policies, "--poll-interval", "24h")))
        self.peer = self.enterContext(world.stranger(self.server))  # stays for the whole test
        self.old = self.leaf(self.server.certificates)
        self.fresh = self.server.folder / "fresh"
        world.webhook.issue_certificates(world.BUILD, self.fresh)

    def leaf(self, folder):
        return ssl.PEM_cert_to_DER_cert((folder / "tls.crt").read_text())

    def put(self, name, source):
        """Replaces a served file in one step, as renaming does."""
        shutil.copy(source, self.server.folder / "next")
        os.replace(self.server.folder / "next", self.server.certificates / name)

    def reload(self):
        self.server.process.send_signal(signal.SIGHUP)

    def served(self):
        """The certificate that a new connection sees, once it has been answered."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with strangers.TlsStranger(self.server.admission, context) as peer:
            self.assertEqual(peer.say(world.post(world.review())).hear_reply().line, "HTTP/1.1 200 OK")
            return peer.tls.getpeercert(binary_form=True)

    def reloads(self):
        told = world.metrics(self.server)
        return tuple(told[f'sparkgate_certificate_reload_total{{result="{result}"}}']
                     for result in ("success", "failure"))

    def assert_replaced(self, reloads):
        world.eventually("the new certificate", lambda: self.served() == self.leaf(self.fresh))
        world.eventually("its count", lambda: self.reloads() == reloads)

    def assert_refused(self, why):
        world.eventually("a refusal", lambda: self.reloads() == (0, 1))
        self.assertEqual(self.served(), self.old)
        line = world.eventually("why", lambda: [line for line in self.server.logged().splitlines() if KEPT in line])
        self.assertIn(why, json.loads(line[0])["why"])

    def test_a_renewed_pair_is_served_to_new_connections(self):
        self.assertEqual((self.served(), self.reloads()), (self.old, (0, 0)))
        self.put("tls.crt", self.fresh / "tls.crt")
        self.put("tls.key", self.fresh / "tls.key")
        self.reload()
        self.assert_replaced((1, 0))
        context = ssl.create_default_context(cafile=str(self.fresh / "ca.crt"))
        with strangers.TlsStranger(self.server.admission, context):
            self.assertEqual(self.peer.say(world.post(world.review())).hear_reply().line, "HTTP/1.1 200 OK")

    def test_its_end_is_told(self):
        end = ssl.cert_time_to_seconds(self.peer.tls.getpeercert()["notAfter"])
        self.assertEqual(world.metrics(self.server)["sparkgate_certificate_not_after_timestamp_seconds"], end)

    def test_a_key_of_another_certificate_is_refused(self):
        self.put("tls.key", self.fresh / "tls.key")
        self.reload()
        self.assert_refused("the key does not belong to the certificate")

    def test_what_is_no_certificate_is_refused(self):
        self.put("tls.crt", self.fresh / "ca.key")
        self.reload()
        self.assert_refused("certificate: no PEM certificate in it")

    def test_a_file_that_is_gone_is_refused(self):
        (self.server.certificates / "tls.key").unlink()
        self.reload()
        self.assert_refused("tls.key: No such file or directory")
        self.put("tls.crt", self.fresh / "tls.crt")
        self.put("tls.key", self.fresh / "tls.key")
        self.reload()
        self.assert_replaced((1, 1))


if __name__ == "__main__":
    unittest.main(verbosity=2)
