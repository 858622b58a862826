"""What is no request that we serve: the exact answer, a connection that ends, a server that goes on.

  framing_test.py BUILD
"""

import json
import unittest

import world

MUTATE = "POST /mutate HTTP/1.1"
HOST = "Host: sparkgate.sparkgate-system.svc:443"
LENGTH = "Content-Length: 3"
TYPE = "Content-Type: application/json"
MIB = 1024 * 1024

MALFORMED_LINE = (400, "malformed line in the request head")
MALFORMED_HEAD = (400, "malformed request head")
ONE_VERSION = (400, "only HTTP/1.1 is spoken here")
PLAIN_PATH = (400, "the request target must be a plain path")
ONE_HOST = (400, "exactly one valid Host is needed")
ONE_LENGTH = (400, "exactly one decimal Content-Length is needed")
NO_CODING = (400, "Transfer-Encoding is not accepted, send Content-Length")
NO_PATH = (404, "there is nothing at this path")
OTHER_METHOD = (405, "this path has another method", "POST")
NO_LENGTH = (411, "Content-Length is needed")
TOO_LONG = (413, "the body is over this server's limit")
NO_JSON = (415, "the body must be application/json")
HEAD_TOO_LARGE = (431, "the request head is over 8 KiB")
TOO_MANY_FIELDS = (431, "more than 64 header fields")


def head(*lines):
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def line(text):
    """A good request but for its first line."""
    return head(text, HOST, LENGTH, TYPE) + b"{ }"


def fields(*lines):
    """A good request line, and these fields."""
    return head(MUTATE, *lines) + b"{ }"


REFUSED = [
    ("no HTTP", b"hello\r\n\r\n", MALFORMED_HEAD),
    ("HTTP/0.9", b"GET /mutate\r\n\r\n", MALFORMED_HEAD),
    ("HTTP/1.0", line("POST /mutate HTTP/1.0"), ONE_VERSION),
    ("h2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", MALFORMED_HEAD),
    ("two blanks", line("POST  /mutate HTTP/1.1"), MALFORMED_HEAD),
    ("empty line in front", b"\r\n" + line(MUTATE), MALFORMED_LINE),
    ("bare LF", b"POST /mutate HTTP/1.1\nHost: a\n\n", MALFORMED_LINE),
    ("folded field", fields(HOST, LENGTH, TYPE, "X: a", " b"), MALFORMED_LINE),
    ("blank before the colon", fields(HOST, LENGTH, TYPE, "X : a"), MALFORMED_HEAD),
    ("a URL for a path", line("POST https://a/mutate HTTP/1.1"), PLAIN_PATH),
    ("no Host", fields(LENGTH, TYPE), ONE_HOST),
    ("two Hosts", fields(HOST, HOST, LENGTH, TYPE), ONE_HOST),
    ("a list of Hosts", fields("Host: a, b", LENGTH, TYPE), ONE_HOST),
    ("a length with a sign", fields(HOST, "Content-Length: +3", TYPE), MALFORMED_HEAD),
    ("a length in hexadecimal", fields(HOST, "Content-Length: 0x3", TYPE), MALFORMED_HEAD),
    ("a negative length", fields(HOST, "Content-Length: -3", TYPE), MALFORMED_HEAD),
    ("two lengths", fields(HOST, LENGTH, "Content-Length: 4", TYPE), MALFORMED_HEAD),
    ("two equal lengths", fields(HOST, LENGTH, LENGTH, TYPE), ONE_LENGTH),
    ("chunked", fields(HOST, "Transfer-Encoding: chunked", TYPE), NO_CODING),
    ("chunked and a length", fields(HOST, "Transfer-Encoding: chunked", LENGTH, TYPE), MALFORMED_HEAD),
    ("a coding nobody knows", fields(HOST, "Transfer-Encoding: gzip", LENGTH, TYPE), NO_CODING),
    ("another path", line("POST /mutat HTTP/1.1"), NO_PATH),
    ("a slash behind", line("POST /mutate/ HTTP/1.1"), NO_PATH),
    ("a path of the other port", line("POST /metrics HTTP/1.1"), NO_PATH),
    ("GET", head("GET /mutate HTTP/1.1", HOST), OTHER_METHOD),
    ("PUT", line("PUT /validate HTTP/1.1"), OTHER_METHOD),
    ("OPTIONS", head("OPTIONS /mutate HTTP/1.1", HOST), OTHER_METHOD),
    ("no length", fields(HOST, TYPE), NO_LENGTH),
    ("one byte over", fields(HOST, f"Content-Length: {7 * MIB + 1}", TYPE), TOO_LONG),
    ("a length of 2^64 - 1", fields(HOST, f"Content-Length: {2 ** 64 - 1}", TYPE), TOO_LONG),
    ("text", fields(HOST, LENGTH, "Content-Type: text/plain"), NO_JSON),
    ("no type", fields(HOST, LENGTH), NO_JSON),
    ("8 KiB without an end", b"POST /" + b"a" * 8186, HEAD_TOO_LARGE),
    ("a head of 8 KiB and one byte", fields(HOST, LENGTH, TYPE, "X: " + "y" * 8192), HEAD_TOO_LARGE),
    ("65 fields", fields(HOST, LENGTH, TYPE, *["X: y"] * 62), TOO_MANY_FIELDS),
    ("another expectation", fields(HOST, LENGTH, TYPE, "Expect: 200-ok"),
     (400, "the only Expect understood is 100-continue")),
]


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

    def test_each_is_told_and_let_go(self):
        for name, data, expected in REFUSED:
            with self.subTest(name):
                self.assertEqual(self.heard(data), world.refusal(*expected))

    def test_nothing_behind_a_refusal_is_answered(self):
        good = world.post(world.review())
        for name, data, expected in REFUSED:
            with self.subTest(name):
                self.assertEqual(self.heard(data + good), world.refusal(*expected))

    def test_head_is_told_the_length_only(self):
        expected = world.refusal(*OTHER_METHOD)
        self.assertEqual(self.heard(head("HEAD /mutate HTTP/1.1", HOST)),
                         expected[:expected.index(b"\r\n\r\n") + 4])

    def test_it_is_never_our_fault_nor_elsewhere(self):
        before = world.metrics(self.server)
        for _, data, _ in REFUSED:
            self.heard(data)
        after = world.metrics(self.server)
        codes = {series.split('"')[1]: after[series] - before[series] for series in after
                 if series.startswith("sparkgate_http_responses_total")}
        for _, _, expected in REFUSED:
            codes[str(expected[0])] -= 1
        self.assertEqual(set(codes.values()), {0})
        self.assertEqual([code for code in codes if code[0] == "3"], [])

    def test_what_is_good_after_all(self):
        body = json.dumps(world.review("good")).encode()
        length = f"Content-Length: {len(body)}"
        for name, lines in (
                ("two slashes", ["POST //mutate HTTP/1.1", HOST, length, TYPE]),
                ("a query", ["POST /validate?timeout=10s HTTP/1.1", HOST, length, TYPE]),
                ("an empty query", ["POST /mutate? HTTP/1.1", HOST, length, TYPE]),
                ("a charset", [MUTATE, HOST, length, TYPE + "; charset=utf-8"]),
                ("other letters", [MUTATE, HOST.lower(), length.upper(), TYPE.upper()]),
                ("64 fields", [MUTATE, HOST, length, TYPE, *["X: y"] * 61])):
            with self.subTest(name):
                self.assertEqual(self.asked(head(*lines) + body), ("HTTP/1.1 200 OK", "good"))

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
