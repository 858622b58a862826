"""How good requests may come: in pieces, in a row, announced, from who says no more.

  exchange_test.py BUILD
"""

import json
import unittest

import world

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def uid(reply):
    return json.loads(reply.body)["response"]["uid"]


def asked(uid_, **options):
    return world.post(world.review(uid_), **options)


class ExchangeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())

    def stranger(self, **options):
        return self.enterContext(world.stranger(self.server, **options))

    def test_the_whole_answer(self):
        reply = self.stranger().say(asked("whole")).hear_reply()
        self.assertEqual(reply.line, "HTTP/1.1 200 OK")
        self.assertEqual(reply.fields, {"Content-Type": "application/json",
                                        "Content-Length": str(len(reply.body))})

    def test_many_requests_on_one_connection(self):
        peer = self.stranger()
        for number in range(300):
            door = "/mutate" if number % 2 else "/validate"
            reply = peer.say(asked(f"many-{number}", path=door)).hear_reply()
            self.assertEqual((reply.line, uid(reply)), ("HTTP/1.1 200 OK", f"many-{number}"))

    def test_pipelined_requests_are_answered_in_order(self):
        peer = self.stranger()
        uids = [f"row-{number}" for number in range(20)]
        peer.say(b"".join(asked(each) for each in uids))
        self.assertEqual([uid(peer.hear_reply()) for _ in uids], uids)

    def test_a_pipelined_mistake_ends_the_row(self):
        peer = self.stranger().say(asked("first") + world.post(b"{}", path="/nosuch") + asked("lost"))
        self.assertEqual(uid(peer.hear_reply()), "first")
        self.assertEqual(peer.hear_rest(), world.refusal(404, "there is nothing at this path"))

    def test_byte_by_byte(self):
        peer = self.stranger().say(asked("drop") + asked("by"), piece=1).say(asked("drop"), piece=1)
        self.assertEqual([uid(peer.hear_reply()) for _ in range(3)], ["drop", "by", "drop"])

    def test_a_handshake_byte_by_byte(self):
        self.assertEqual(uid(self.stranger(piece=1).say(asked("slow")).hear_reply()), "slow")

    def test_expect_continue(self):
        request = asked("expected", more=["Expect: 100-continue"])
        head, body = request.split(b"\r\n\r\n", 1)
        peer = self.stranger().say(head + b"\r\n\r\n")
        self.assertEqual(peer.hear(len(CONTINUE)), CONTINUE)
        self.assertEqual(uid(peer.say(body).hear_reply()), "expected")
        self.assertEqual(uid(peer.say(asked("next")).hear_reply()), "next")

    def test_expect_continue_is_no_promise_to_take_everything(self):
        head = world.post(b"", more=["Expect: 100-continue"]).replace(b"Length: 0", b"Length: 7340033")
        self.assertEqual(self.stranger().say(head).hear_rest(),
                         world.refusal(413, "the body is over this server's limit"))

    def test_who_closes_its_half_still_gets_its_answer(self):
        half = self.stranger().say(asked("last")).say_no_more()
        self.assertEqual(uid(half.hear_reply()), "last")
        self.assertEqual(half.hear_rest(), b"")

    def test_who_says_goodbye_still_gets_its_answers(self):
        peer = self.stranger().say(asked("but") + asked("last")).say_goodbye()
        self.assertEqual([uid(peer.hear_reply()) for _ in range(2)], ["but", "last"])
        self.assertEqual(peer.hear_rest(), b"")
        self.assertTrue(peer.heard_goodbye)

    def test_half_a_request_gets_no_answer(self):
        peer = self.stranger().say(asked("half")[:-1]).say_goodbye()
        self.assertEqual(peer.hear_rest(), b"")

    def test_who_asks_to_close_is_closed(self):
        peer = self.stranger().say(asked("once", more=["Connection: close"]) + asked("lost"))
        reply = peer.hear_reply()
        self.assertEqual((uid(reply), reply.fields["Connection"]), ("once", "close"))
        self.assertEqual(peer.hear_rest(), b"")
        self.assertTrue(peer.heard_goodbye)


if __name__ == "__main__":
    unittest.main(verbosity=2)
