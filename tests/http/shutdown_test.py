"""How the server stops: nobody who is being served, or who still finds us, is lost.

  shutdown_test.py BUILD
"""

import json
import signal
import socket
import unittest

import world

REQUEST = world.post(world.review("late"))


class ShutdownTest(unittest.TestCase):
    def start(self, *flags, **options):
        self.server = world.ready(self.enterContext(world.server(world.ROOT / "policies", *flags, **options)))

    def stranger(self):
        return self.enterContext(world.stranger(self.server))

    def half_way(self):
        """Somebody whose request has begun to come in, as far as the server knows too."""
        peer = self.stranger().say(REQUEST[:-9])
        world.eventually("a request under way",
                         lambda: world.metrics(self.server)["sparkgate_inflight_requests"] == 1)
        return peer

    def send(self, number):
        self.server.process.send_signal(number)

    def drain(self, number=signal.SIGTERM):
        self.send(number)
        world.eventually("readiness to go", lambda: self.server.get("/readyz") == (503, "not ready\n"))

    def assert_ends_well(self):
        self.assertEqual(self.server.process.wait(world.PATIENCE), 0)
        self.assertEqual(self.server.process.stdout.read(), "")
        events = [json.loads(line)["event"] for line in self.server.logged().splitlines()]
        self.assertEqual(events.count("draining"), 1)

    def assert_last_answer(self, peer):
        reply = peer.hear_reply()
        self.assertEqual((reply.line, reply.fields["Connection"], json.loads(reply.body)["response"]["uid"]),
                         ("HTTP/1.1 200 OK", "close", "late"))
        self.assertEqual(peer.hear_rest(), b"")
        self.assertTrue(peer.heard_goodbye)
        peer.tcp.close()

    def test_a_request_under_way_is_answered(self):
        self.start()
        peer = self.half_way()
        self.drain()
        self.assertEqual(self.server.get("/healthz"), (200, "ok\n"))
        self.assert_last_answer(peer.say(REQUEST[-9:]))
        self.assert_ends_well()

    def test_nobody_there(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.start()
            self.send(number)
            self.assert_ends_well()

    def test_who_still_finds_us_is_served(self):
        self.start(drain_delay="1h")
        idle = self.stranger()
        idle.say(REQUEST).hear_reply()
        self.drain()
        self.assert_last_answer(self.stranger().say(REQUEST))
        self.assert_last_answer(idle.say(REQUEST))  # was not closed by us
        self.assertIsNone(self.server.process.poll())
        self.send(signal.SIGTERM)
        self.assert_ends_well()

    def test_the_port_closes_after_the_delay(self):
        self.start()
        peer = self.half_way()
        self.drain()
        world.eventually("a closed port", self.port_is_closed)
        self.assert_last_answer(peer.say(REQUEST[-9:]))
        self.assert_ends_well()

    def port_is_closed(self):
        with socket.socket() as late:
            late.settimeout(world.PATIENCE)
            return late.connect_ex(self.server.admission) != 0

    def test_a_second_signal_stops_at_once(self):
        for first, second in ((signal.SIGTERM, signal.SIGTERM), (signal.SIGINT, signal.SIGTERM)):
            self.start(drain_delay="1h")
            peer = self.half_way()
            self.drain(first)
            self.send(second)
            self.assert_ends_well()
            self.assertEqual(peer.hear_rest(), b"")

    def test_the_limit_stops_it_whoever_is_left(self):
        self.start("--shutdown-timeout", "500ms")
        peer = self.half_way()
        self.send(signal.SIGTERM)
        self.assert_ends_well()
        self.assertEqual(peer.hear_rest(), b"")

    def test_it_does_not_become_ready_again(self):
        self.start(drain_delay="1h")
        self.drain()
        self.send(signal.SIGHUP)
        for _ in range(20):
            self.assertEqual(self.server.get("/readyz")[0], 503)


if __name__ == "__main__":
    unittest.main(verbosity=2)
