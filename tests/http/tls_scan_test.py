"""What a scanner of TLS servers looks for: versions, suites, groups, compression, tickets, renegotiation.

  tls_scan_test.py BUILD

testssl.sh says the same in about a minute; two of its findings are meant so: a certificate of a cluster's own CA names no
revocation list, since kube-apiserver asks for none, and no header speaks to a browser.
"""

import shutil
import ssl
import struct
import subprocess
import unittest

import world
from hello import (GROUPS, HANDSHAKE_FAILURE, INAPPROPRIATE_FALLBACK, P_256, P_384, PROTOCOL_VERSION, SUITES, TLS_1_2, X25519,
                   Alert, extension, heard, hello)

# Where suites have numbers, those of TLS 1.3 (0x13…) apart: they mean nothing to 1.2.
ALL_SUITES = [*range(0x0000, 0x0100), *range(0xC000, 0xC100), *range(0xCC00, 0xCD00), *range(0xD000, 0xD100)]
ALL_GROUPS = [*range(1, 0x40), *range(0x100, 0x110), 0x11EB, 0x11EC, 0xFF01, 0xFF02]
SIGNALS = {0x00FF, 0x5600}  # renegotiation info and fallback: no suites
FORWARD_SECRET_RSA = {0xC02F, 0xC030, 0xCCA8}  # served with an RSA certificate, which this server has not
HEARTBEAT, ENCRYPT_THEN_MAC, TICKET, RENEGOTIATION = 15, 22, 35, 0xFF01


class TlsScanTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())

    def heard(self, **options):
        return heard(self.server.admission, hello(**options))

    def test_versions(self):
        for version, alert in ((0x0002, PROTOCOL_VERSION), (0x0300, HANDSHAKE_FAILURE), (0x0301, PROTOCOL_VERSION),
                               (0x0302, PROTOCOL_VERSION)):
            self.assertEqual(self.heard(version=version), alert, hex(version))
        self.assertEqual(self.heard(version=TLS_1_2).version, TLS_1_2)
        self.assertEqual(self.heard(version=0x0304).version, TLS_1_2)  # without the extension of 1.3

    def test_an_old_hello_of_ssl_2(self):
        hello_2 = b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + b"\x01\x00\x80" * 7 + b"c" * 16
        try:
            self.assertIsInstance(heard(self.server.admission, hello_2), Alert)
        except struct.error:
            pass  # the connection ends

    def test_a_fallback_that_need_not_be(self):
        self.assertIn(self.heard(version=0x0302, suites=[*SUITES, 0x5600]), (PROTOCOL_VERSION, INAPPROPRIATE_FALLBACK))

    def test_suites(self):
        for suite in SUITES:
            self.assertEqual(self.heard(suites=[suite]).suite, suite)
        others = [suite for suite in ALL_SUITES if suite not in SIGNALS | set(SUITES)]
        self.assertEqual(self.heard(suites=others), HANDSHAKE_FAILURE)
        self.assertEqual(self.heard(suites=[*others, SUITES[0]]).suite, SUITES[0])
        for suite in FORWARD_SECRET_RSA:
            self.assertEqual(self.heard(suites=[suite]), HANDSHAKE_FAILURE)

    def test_the_order_of_suites_is_the_servers(self):
        self.assertEqual(self.heard(suites=[0xC02C, 0xC02B]).suite, 0xC02B)
        self.assertEqual(self.heard(suites=[0xC02C, 0xCCA9, 0xC02B]).suite, 0xC02B)
        self.assertEqual(self.heard(suites=[0xCCA9, 0xC02B]).suite, 0xCCA9)  # who likes ChaCha20 best has a reason

    def test_groups(self):
        """P-256 stands in each hello: our certificate's own key is of it. The order is ours, so P-384 comes behind it."""
        self.assertEqual(self.heard(groups=[P_384, P_256, X25519]).group, X25519)
        self.assertEqual(self.heard(groups=[P_384, P_256]).group, P_256)
        others = [group for group in ALL_GROUPS if group not in GROUPS]
        self.assertEqual(self.heard(groups=[*others, P_256]).group, P_256)
        self.assertEqual(self.heard(groups=others), HANDSHAKE_FAILURE)

    def test_no_compression(self):
        self.assertEqual(self.heard(compression=b"\1\0").compression, 0)
        self.assertIsInstance(self.heard(compression=b"\1"), Alert)

    def test_what_is_answered_to_extensions(self):
        asked = (extension(HEARTBEAT, b"\1") + extension(ENCRYPT_THEN_MAC) + extension(23) + extension(TICKET)
                 + extension(RENEGOTIATION, b"\0"))
        answer = self.heard(more=asked)
        self.assertLessEqual({23, RENEGOTIATION}, answer.extensions)  # extended master secret, secure renegotiation
        self.assertEqual(answer.extensions & {HEARTBEAT, ENCRYPT_THEN_MAC, TICKET}, set())
        self.assertEqual(answer.session_id, b"")

    def test_no_session_comes_back(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.server.context()
            context.minimum_version = context.maximum_version = version
            with world.TlsStranger(self.server.admission, context) as peer:
                self.assertEqual(peer.say(world.post(world.review())).hear_reply().line, "HTTP/1.1 200 OK")
                self.assertFalse(peer.tls.session.has_ticket)

    def test_no_renegotiation(self):
        if not shutil.which("openssl"):
            self.skipTest("needs the Debian package openssl")
        host, port = self.server.admission
        told = subprocess.run(["openssl", "s_client", "-connect", f"{host}:{port}", "-tls1_2"], input=b"R\n",
                              capture_output=True, timeout=60)
        self.assertIn(b"RENEGOTIATING", told.stdout + told.stderr)
        self.assertIn(b"no renegotiation", told.stdout + told.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
