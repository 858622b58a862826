"""The status port: health, readiness, and metrics that count exactly.

  status_port_test.py BUILD
"""

import json
import pathlib
import re
import tempfile
import unittest

import strangers
import world

# What dashboards and alerts are built on: there from the start or from the first decision on.
FAMILIES = {
    "sparkgate_admission_requests_total": "counter",
    "sparkgate_admission_duration_seconds": "histogram",
    "sparkgate_patch_operations_total": "counter",
    "sparkgate_rule_violations_total": "counter",
    "sparkgate_crashes_total": "counter",
    "sparkgate_policy_info": "gauge",
    "sparkgate_policies": "gauge",
    "sparkgate_policy_reload_total": "counter",
    "sparkgate_policy_last_reload_timestamp_seconds": "gauge",
    "sparkgate_certificate_not_after_timestamp_seconds": "gauge",
    "sparkgate_certificate_reload_total": "counter",
    "sparkgate_http_responses_total": "counter",
    "sparkgate_connections": "gauge",
    "sparkgate_inflight_requests": "gauge",
    "sparkgate_shed_total": "counter",
    "sparkgate_build_info": "gauge",
    "process_cpu_seconds_total": "counter",
    "process_resident_memory_bytes": "gauge",
    "process_open_fds": "gauge",
    "process_max_fds": "gauge",
    "process_start_time_seconds": "gauge",
}
SERIES = re.compile(r'(?P<name>[a-z_]+)(?P<labels>\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})?'
                    r" (?P<value>-?[0-9.]+(e[+-]?[0-9]+)?|\+Inf|NaN)")


def get(path, method="GET"):
    return f"{method} {path} HTTP/1.1\r\nHost: 10.0.0.7:8080\r\n\r\n".encode()


def decisions(path, verdict, role="driver"):
    return (f'sparkgate_admission_requests_total{{launcher="unknown",path="{path}",role="{role}",'
            f'verdict="{verdict}"}}')


class StatusPortTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        policies = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="sparkgate-"))
        (pathlib.Path(policies) / "strict.yaml").write_text(world.policy())
        cls.server = world.ready(cls.enterClassContext(world.server(policies)))

    def stranger(self):
        return self.enterContext(strangers.Stranger(self.server.status))

    def moved(self, act):
        """The counters that `act` moves, and by how much; times apart."""
        before = world.metrics(self.server)
        act()
        after = world.metrics(self.server)
        moved = {series: after[series] - before.get(series, 0) for series in after
                 if re.match(r"sparkgate_\w+(_total|_count)(\{|$)", series)}
        return {series: by for series, by in moved.items() if by != 0}

    def test_health_and_readiness(self):
        peer = self.stranger()
        for path in ("/healthz", "/readyz", "/healthz?verbose"):
            reply = peer.say(get(path)).hear_reply()
            self.assertEqual(reply, ("HTTP/1.1 200 OK", {"Content-Type": "text/plain; charset=utf-8",
                                                         "Content-Length": "3"}, b"ok\n"))

    def test_what_is_not_there(self):
        for data, expected in (
                (get("/"), (404, "there is nothing at this path")),
                (get("/metrics/"), (404, "there is nothing at this path")),
                (world.post(world.review()), (404, "there is nothing at this path")),
                (world.post(b"{}", path="/healthz"), (405, "this path has another method", "GET")),
                (get("/readyz", "DELETE"), (405, "this path has another method", "GET")),
                (get("/metrics").replace(b"Host", b"Hast"), (400, "exactly one valid Host is needed")),
                (get("/healthz").replace(b"\r\n\r\n", b"\r\nContent-Length: 1\r\n\r\n."),
                 (400, "a GET has no body here"))):
            with self.subTest(data[:30]):
                self.assertEqual(self.stranger().say(data).hear_rest(), world.refusal(*expected))

    def test_there_is_no_tls(self):
        heard = self.stranger().say(strangers.client_hello()).say_no_more().hear_rest()
        self.assertTrue(heard == b"" or heard.startswith(b"HTTP/1.1 400 "), heard)

    def test_the_text_format(self):
        status, text = self.server.get("/metrics")
        self.assertEqual(status, 200)
        self.assertTrue(text.endswith("\n"))
        family, kind, seen = None, None, set()
        for line in text.splitlines():
            if line.startswith("# HELP "):
                family = line.split(" ")[2]
                self.assertNotIn(family, seen)
                seen.add(family)
            elif line.startswith("# TYPE "):
                self.assertEqual(line.split(" ")[2], family)
                kind = line.split(" ")[3]
            else:
                match = SERIES.fullmatch(line)
                self.assertTrue(match, line)
                suffixes = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
                self.assertIn(match["name"], [family + suffix for suffix in suffixes])

    def test_the_type_of_the_text(self):
        reply = self.stranger().say(get("/metrics")).hear_reply()
        self.assertEqual(reply.fields["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")

    def test_no_promised_family_is_missing(self):
        self.server.post("/mutate", world.review())
        self.server.post("/validate", world.review(image="docker.io/evil"))
        told = dict(line.split(" ")[2:4] for line in self.server.get("/metrics")[1].splitlines()
                    if line.startswith("# TYPE "))
        self.assertEqual({family: told.get(family) for family in FAMILIES}, FAMILIES)

    def test_decisions_are_counted(self):
        def act():
            for _ in range(5):
                self.server.post("/mutate", world.review())
            for _ in range(3):
                self.server.post("/validate", world.review())
            for _ in range(2):
                self.server.post("/validate", world.review(image="docker.io/evil"))
        self.assertEqual(self.moved(act), {
            decisions("/mutate", "allowed"): 5,
            decisions("/validate", "allowed"): 3,
            decisions("/validate", "denied"): 2,
            'sparkgate_admission_duration_seconds_count{path="/mutate"}': 5,
            'sparkgate_admission_duration_seconds_count{path="/validate"}': 5,
            'sparkgate_patch_operations_total{policy="strict"}': 10,
            'sparkgate_rule_violations_total{action="deny",policy="strict",rule="registries"}': 2,
            'sparkgate_http_responses_total{code="200"}': 10})

    def test_refusals_are_counted(self):
        def act():
            for _ in range(4):
                self.server.request("POST", "/mutate", b"{")
            for _ in range(3):
                self.server.request("POST", "/nosuch", b"{}")
        self.assertEqual(self.moved(act), {'sparkgate_http_responses_total{code="400"}': 4,
                                           'sparkgate_http_responses_total{code="404"}': 3})

    def test_looking_counts_nothing(self):
        self.assertEqual(self.moved(lambda: [self.server.get(path) for path in ("/metrics", "/readyz", "/x")]), {})

    def test_connections_and_requests_under_way(self):
        def gauges(connections, requests):
            told = world.metrics(self.server)
            return (told["sparkgate_connections"], told["sparkgate_inflight_requests"]) == (connections, requests)
        world.eventually("an empty house", lambda: gauges(0, 0))
        with world.stranger(self.server), world.stranger(self.server) as half:
            half.say(world.post(world.review())[:-1])
            world.eventually("two connections, one request under way", lambda: gauges(2, 1))
        world.eventually("an empty house again", lambda: gauges(0, 0))

    def test_what_is_served_is_told(self):
        told = world.metrics(self.server)
        listening = self.server.listening
        self.assertEqual(told["sparkgate_policies"], 1)
        self.assertEqual(told[f'sparkgate_policy_info{{fingerprint="{listening["fingerprint"]}"}}'], 1)
        self.assertEqual([value for series, value in told.items()
                          if series.startswith("sparkgate_build_info{")
                          and f'version="{listening["version"]}"' in series], [1])

    def test_a_scrape_while_requests_run(self):
        peer = self.enterContext(world.stranger(self.server))
        for number in range(20):
            peer.say(world.post(world.review(str(number))))
            self.assertEqual(self.server.get("/metrics")[0], 200)
            self.assertEqual(json.loads(peer.hear_reply().body)["response"]["uid"], str(number))


if __name__ == "__main__":
    unittest.main(verbosity=2)
