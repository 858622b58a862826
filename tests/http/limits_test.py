"""What is beyond a limit is told to come again (429, Retry-After), its connection kept; a connection too many is not.

  limits_test.py BUILD
"""

import json
import ssl
import unittest

import world

COME_AGAIN = world.status_object(429, "too much is in flight here, try again in a second")


def padded(uid, size):
    """A request with a review of `size` bytes."""
    return world.post(json.dumps(world.review(uid)).encode().ljust(size))


class LimitsTest(unittest.TestCase):
    def start(self, *flags):
        """A server that is ready: until then it asks itself, which counts, too."""
        self.server = world.ready(self.enterContext(world.server(world.ROOT / "policies", *flags)))

    def stranger(self):
        return self.enterContext(world.stranger(self.server))

    def hold(self, size):
        """A peer whose body of `size` bytes does not come to its end, as the server knows, and that end."""
        before = self.metric("sparkgate_inflight_bytes")
        request = padded("slow", size)
        peer = self.stranger().say(request[:-1])
        world.eventually("a body under way", lambda: self.metric("sparkgate_inflight_bytes") == before + size)
        return peer, request[-1:]

    def free(self):
        """Waits until nobody is served any more: an answer is heard before its sender has put it away."""
        world.eventually("nobody", lambda: self.metric("sparkgate_inflight_requests") == 0)

    def metric(self, series):
        return world.metrics(self.server)[series]

    def assert_told_to_come_again(self, reply):
        self.assertEqual((reply.line, reply.fields["Retry-After"], reply.body),
                         ("HTTP/1.1 429 Too Many Requests", "1", COME_AGAIN))
        self.assertNotIn("Connection", reply.fields)

    def assert_served(self, reply, uid):
        self.assertEqual((reply.line, json.loads(reply.body)["response"]["uid"]), ("HTTP/1.1 200 OK", uid))

    def test_bytes(self):
        self.start("--max-inflight-bytes", "100KiB")
        slow, end = self.hold(90000)
        peer = self.stranger()
        self.assert_told_to_come_again(peer.say(padded("more", 40000)).hear_reply())
        self.assert_served(peer.say(padded("usual", 32768)).hear_reply(), "usual")
        self.assert_served(slow.say(end).hear_reply(), "slow")
        self.free()
        self.assert_served(peer.say(padded("more", 40000)).hear_reply(), "more")
        world.eventually("room", lambda: self.metric("sparkgate_inflight_bytes") == 0)
        self.assertEqual(self.metric('sparkgate_shed_total{reason="bytes"}'), 1)
        self.assertEqual(self.metric('sparkgate_http_responses_total{code="429"}'), 1)

    def test_it_is_told_before_the_body_comes(self):
        self.start("--max-inflight-bytes", "100KiB")
        self.hold(90000)
        peer, request = self.stranger(), padded("more", 40000)
        self.assert_told_to_come_again(peer.say(request[:-40000]).hear_reply())
        self.assert_served(peer.say(request[-40000:] + padded("next", 2000)).hear_reply(), "next")

    def test_reading_what_has_many_values(self):
        self.start("--max-inflight-bytes", "8MiB")
        self.hold(40000)
        many = b'{"kind":"AdmissionReview","a":[' + b",".join([b"0"] * 500_000) + b"]}"
        peer = self.stranger()
        self.assert_told_to_come_again(peer.say(world.post(many)).hear_reply())
        self.assert_served(peer.say(padded("long", 1_000_000)).hear_reply(), "long")

    def test_requests(self):
        self.start("--max-queue", "1")
        slow, end = self.hold(5000)
        peer = self.stranger()
        self.assert_told_to_come_again(peer.say(padded("more", 2000)).hear_reply())
        self.assert_served(slow.say(end).hear_reply(), "slow")
        self.free()
        self.assert_served(peer.say(padded("more", 2000)).hear_reply(), "more")
        self.assertEqual(self.metric('sparkgate_shed_total{reason="queue"}'), 1)

    def test_connections(self):
        self.start("--max-connections", "2")
        world.eventually("only us", lambda: self.metric("sparkgate_connections") == 0)
        with self.stranger() as first, self.stranger():
            with self.assertRaises((ssl.SSLError, OSError)):
                self.stranger()
            self.assert_served(first.say(padded("here", 2000)).hear_reply(), "here")
            self.assertEqual(self.metric('sparkgate_shed_total{reason="connections"}'), 1)
        world.eventually("somebody to leave", lambda: self.metric("sparkgate_connections") < 2)
        self.assert_served(self.stranger().say(padded("later", 2000)).hear_reply(), "later")

    def test_a_body_may_take_as_long_as_its_sender_waits(self):
        self.start()
        request = padded("slow", 2000).replace(b"/mutate", b"/mutate?timeout=1s")
        peer = self.stranger().say(request[:-1])
        self.assertEqual(peer.hear_reply().line, "HTTP/1.1 408 Request Timeout")  # ours would be ten seconds


if __name__ == "__main__":
    unittest.main(verbosity=2)
