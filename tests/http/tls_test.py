"""Over which TLS we are asked: versions, suites, ALPN, and who speaks none.

  tls_test.py BUILD
"""

import http.client
import json
import ssl
import unittest
import warnings

import strangers
import world


def uid(reply):
    return json.loads(reply.body)["response"]["uid"]


def asked(uid_):
    return world.post(world.review(uid_))


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())

    def context(self, version, ciphers="DEFAULT:@SECLEVEL=0"):
        """A client of one version that would take what nobody should."""
        context = self.server.context()
        context.set_ciphers(ciphers)
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version = context.maximum_version = version
        return context

    def connect(self, context):
        return self.enterContext(strangers.TlsStranger(self.server.admission, context))

    def refused(self, context):
        """The alert that the server answers with."""
        with self.assertRaises(ssl.SSLError) as told:
            self.connect(context)
        return told.exception.reason

    def assert_served(self):
        with world.stranger(self.server) as peer:
            self.assertEqual(uid(peer.say(asked("fine")).hear_reply()), "fine")

    def test_old_versions_are_refused(self):
        if not ssl.HAS_TLSv1_1:
            self.skipTest("this Python cannot speak TLS 1.1")
        self.assertEqual(self.refused(self.context(ssl.TLSVersion.TLSv1_1)), "TLSV1_ALERT_PROTOCOL_VERSION")

    def test_1_2_and_1_3(self):
        for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
            peer = self.connect(self.context(version)).say(asked(name))
            self.assertEqual((uid(peer.hear_reply()), peer.tls.version()), (name, name))

    def test_the_order_of_1_3_is_the_servers(self):
        """OpenSSL's clients like AES-256 best."""
        peer = self.connect(self.context(ssl.TLSVersion.TLSv1_3))
        self.assertEqual(peer.tls.cipher()[0], "TLS_AES_128_GCM_SHA256")

    def test_1_2_needs_aead(self):
        weak = self.context(ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
        self.assertEqual(self.refused(weak), "SSLV3_ALERT_HANDSHAKE_FAILURE")

    def test_alpn(self):
        for offered, chosen in ((["http/1.1"], "http/1.1"), (["h2", "http/1.1"], "http/1.1"), (["h2"], None),
                                ([], None)):
            with self.subTest(offered):
                context = self.server.context()
                if offered:
                    context.set_alpn_protocols(offered)
                peer = self.connect(context).say(asked("alpn"))
                self.assertEqual((uid(peer.hear_reply()), peer.tls.selected_alpn_protocol()), ("alpn", chosen))

    def test_plain_http_is_not_understood(self):
        with strangers.Stranger(self.server.admission) as peer:
            self.assertNotIn(b"HTTP/1.1 200", peer.say(asked("plain")).say_no_more().hear_rest())
        self.assert_served()

    def test_who_leaves_in_the_middle_harms_nobody(self):
        for size in range(1, 200, 9):
            with strangers.Stranger(self.server.admission) as peer:
                peer.say(strangers.client_hello()[:size])
        self.assert_served()

    def test_a_client_library(self):
        """What http.client makes of us: two requests, one connection, status and body."""
        connection = http.client.HTTPConnection(*self.server.admission)
        connection.sock = self.server.connect()
        self.addCleanup(connection.close)
        for name in ("one", "two"):
            connection.request("POST", "/mutate", json.dumps(world.review(name)), {"Content-Type": "application/json"})
            response = connection.getresponse()
            self.assertEqual((response.status, json.loads(response.read())["response"]["uid"]), (200, name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
