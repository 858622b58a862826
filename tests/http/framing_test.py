"""What is no request that we serve: the exact answer, a connection that ends, a server that goes on.

  framing_test.py BUILD

The rows are in rows/, a file a theme; what is served although it looks odd stands beside them.
"""

import json
import unittest

import strangers
import world
from rows import body_type, coding, header_fields, host, length, request_line, status_port
from rows.words import HOST, MIB, MUTATE, TYPE, HEAD_TOO_LARGE, OTHER_METHOD, TOO_LONG, head

THEMES = (request_line, host, length, coding, header_fields, body_type)
REFUSED = [(f"{theme.__name__}: {name}", data, expected) for theme in THEMES for name, data, expected in theme.REFUSED]


def filled(size):
    """A head of exactly `size` bytes in front of a small review."""
    body = json.dumps(world.review("full")).encode()
    short = head(MUTATE, HOST, f"Content-Length: {len(body)}", TYPE, "X: ")
    return head(MUTATE, HOST, f"Content-Length: {len(body)}", TYPE, "X: " + "y" * (size - len(short))) + body


class FramingTest(unittest.TestCase):
    maxDiff = 1000

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())

    def heard(self, data):
        """All that a stranger hears who says this, up to a proper end."""
        with world.stranger(self.server) as peer:
            heard = peer.say(data).hear_rest()
            self.assertTrue(peer.heard_goodbye)
            return heard

    def asked(self, data):
        """The uid and the HTTP status line of the answer to one good request."""
        with world.stranger(self.server) as peer:
            reply = peer.say(data).hear_reply()
            return reply.line, json.loads(reply.body)["response"]["uid"]

    def assert_served(self, rows):
        """`rows` are the lines of heads; "{}" in them is the length of the body."""
        body = json.dumps(world.review("good")).encode()
        for lines in rows:
            with self.subTest(lines):
                data = head(*(each.replace("{}", str(len(body))) for each in lines)) + body
                self.assertEqual(self.asked(data), ("HTTP/1.1 200 OK", "good"))

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(REFUSED), 120)
        self.assertEqual(len({name for name, _, _ in REFUSED}), len(REFUSED))

    def test_each_is_told_and_let_go(self):
        for name, data, expected in REFUSED:
            with self.subTest(name):
                self.assertEqual(self.heard(data), world.refusal(*expected))

    def test_nothing_behind_a_refusal_is_answered_and_none_is_our_fault(self):
        good = world.post(world.review())
        before = world.metrics(self.server)
        for name, data, expected in REFUSED:
            with self.subTest(name):
                self.assertEqual(self.heard(data + good), world.refusal(*expected))
        after = world.metrics(self.server)
        codes = {series.split('"')[1]: after[series] - before[series] for series in after
                 if series.startswith("sparkgate_http_responses_total")}
        for _, _, expected in REFUSED:
            codes[str(expected[0])] -= 1
        self.assertEqual(set(codes.values()), {0})
        self.assertEqual([code for code in codes if code[0] == "3"], [])

    def test_head_is_told_the_length_only(self):
        expected = world.refusal(*OTHER_METHOD)
        self.assertEqual(self.heard(head("HEAD /mutate HTTP/1.1", HOST)),
                         expected[:expected.index(b"\r\n\r\n") + 4])

    def test_good_request_lines(self):
        rest = [HOST, "Content-Length: {}", TYPE]
        self.assert_served([[line, *rest] for line in (
            MUTATE, "POST //mutate HTTP/1.1", "POST ///mutate HTTP/1.1", "POST /validate?timeout=10s HTTP/1.1",
            "POST /mutate? HTTP/1.1", "POST /mutate?/../x%00=<>\"[]{} HTTP/1.1")])

    def test_good_hosts(self):
        self.assert_served([[MUTATE, text, "Content-Length: {}", TYPE] for text in host.SERVED])

    def test_good_lengths(self):
        self.assert_served([[MUTATE, HOST, text, TYPE] for text in length.SERVED])

    def test_good_types(self):
        self.assert_served([[MUTATE, HOST, "Content-Length: {}", text] for text in body_type.SERVED])

    def test_fields_that_say_nothing_to_us(self):
        good = [MUTATE, HOST, "Content-Length: {}", TYPE]
        self.assert_served([[*good, text] for text in header_fields.SERVED + coding.SERVED])
        self.assert_served([[*good, *["X: y"] * 61]])

    def test_a_head_may_have_8_kib(self):
        self.assertEqual(self.asked(filled(8192)), ("HTTP/1.1 200 OK", "full"))
        self.assertEqual(self.heard(filled(8193)), world.refusal(*HEAD_TOO_LARGE))

    def test_a_body_may_have_7_mib(self):
        body = json.dumps(world.review("large")).encode()
        self.assertEqual(self.asked(world.post(body.ljust(7 * MIB))), ("HTTP/1.1 200 OK", "large"))

    def test_one_who_goes_on_sending_hears_why_it_is_too_much(self):
        too_long = world.post(b"{ }".ljust(7 * MIB + 1))
        self.assertEqual(self.heard(too_long[:MIB]), world.refusal(*TOO_LONG))

    def test_the_limit_is_a_flag(self):
        with world.server(world.ROOT / "policies", "--max-body", "1KiB") as server, \
                world.stranger(server) as taken, world.stranger(server) as refused:
            body = json.dumps(world.review()).encode()
            self.assertEqual(taken.say(world.post(body.ljust(1024))).hear_reply().line, "HTTP/1.1 200 OK")
            self.assertEqual(refused.say(world.post(body.ljust(1025))).hear_rest(), world.refusal(*TOO_LONG))

    def test_the_status_port_has_the_same_laws(self):
        for name, data, expected in status_port.REFUSED:
            with self.subTest(name), strangers.Stranger(self.server.status) as peer:
                self.assertEqual(peer.say(data).hear_rest(), world.refusal(*expected))


if __name__ == "__main__":
    unittest.main(verbosity=2)
