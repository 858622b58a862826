"""Requests behind one another on one connection, and what tries to be two of them.

  pipelining_test.py BUILD
"""

import json
import unittest

import world
from rows.words import HOST, LENGTH, MUTATE, NO_CODING, NO_PATH, TYPE, head

GOOD = world.post(world.review())
LAST = world.post(world.review(), more=["Connection: close"])
NO_REVIEW = world.post(b"{ }")
NOWHERE = world.post(b"{ }", path="/nosuch")
SMUGGLED = head("POST /mutate HTTP/1.1", HOST, "Content-Length: 0", TYPE)


def chunks(text):
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(text), text)


# What is said at once, and the status codes that are heard up to the end of the connection.
ROWS = [
    ("one", LAST, [200]),
    ("three", GOOD + GOOD + LAST, [200, 200, 200]),
    ("nothing behind the last is read", LAST + GOOD + b"hello", [200]),
    ("what is no review ends nothing", NO_REVIEW + GOOD + LAST, [400, 200, 200]),
    ("what has no body ends nothing", SMUGGLED + LAST, [400, 200]),
    ("what is refused ends the row", GOOD + NOWHERE + GOOD, [200, 404]),
    ("a body's rest is a request of its own", head(MUTATE, HOST, LENGTH, TYPE) + b"{ }{ }\r\n\r\n", [400, 400]),
    ("a request in a body is a body", world.post(SMUGGLED) + LAST, [400, 200]),
    ("a request in a value is a value", world.post(world.review(uid=GOOD.decode())) + LAST, [200, 200]),
    ("a request in a field is none", world.post(world.review(), more=["X: POST /nosuch HTTP/1.1"]) + LAST, [200, 200]),
    ("a request behind chunks is lost", head(MUTATE, HOST, "Transfer-Encoding: chunked", TYPE) + chunks(b"{ }") + GOOD,
     [400]),
    ("a request in the chunks of a length is lost",
     head(MUTATE, HOST, "Content-Length: 6", "Transfer-Encoding: chunked", TYPE) + b"0\r\n\r\n" + b"G" + GOOD, [400]),
    ("a request behind a GET with a body is lost", head("GET /mutate HTTP/1.1", HOST, LENGTH) + b"{ }" + GOOD, [405]),
    ("an empty line between two", GOOD + b"\r\n" + GOOD, [200, 400]),
    ("a byte too many between two", GOOD + b"x" + GOOD, [200, 405]),
    ("both say who goes on", world.post(world.review(), more=["Connection: keep-alive"]) + LAST, [200, 200]),
    ("close among others", world.post(world.review(), more=["Connection: x, Close"]) + GOOD, [200]),
    ("close in a second field", world.post(world.review(), more=["Connection: keep-alive", "Connection: close"]) + GOOD,
     [200]),
]


class PipeliningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())

    def test_each_row_is_answered_in_order_up_to_its_end(self):
        for name, data, codes in ROWS:
            with self.subTest(name), world.stranger(self.server) as peer:
                peer.say(data)
                replies = [peer.hear_reply() for _ in codes]
                self.assertEqual([int(reply.line.split(" ")[1]) for reply in replies], codes)
                self.assertEqual(replies[-1].fields["Connection"], "close")
                self.assertEqual([reply.fields.get("Connection") for reply in replies[:-1]], [None] * (len(codes) - 1))
                self.assertEqual(peer.hear_rest(), b"")
                self.assertTrue(peer.heard_goodbye)

    def test_answers_keep_the_order(self):
        with world.stranger(self.server) as peer:
            uids = [f"u-{number}" for number in range(50)]
            peer.say(b"".join(world.post(world.review(uid), path="/validate") for uid in uids))
            self.assertEqual([json.loads(peer.hear_reply().body)["response"]["uid"] for _ in uids], uids)

    def test_the_words_of_a_refusal(self):
        for data, expected in ((NOWHERE, NO_PATH), (ROWS[10][1], NO_CODING)):
            with world.stranger(self.server) as peer:
                peer.say(GOOD + data)
                self.assertEqual(peer.hear_reply().line, "HTTP/1.1 200 OK")
                self.assertEqual(peer.hear_rest(), world.refusal(*expected))


if __name__ == "__main__":
    unittest.main(verbosity=2)
