"""How the server finds out that it is ready, and what it tells of that.

  readiness_test.py BUILD
"""

import os
import pathlib
import signal
import tempfile
import unittest
import unittest.mock

import world

# With these curves the server cannot talk to itself: it offers others.
NO_COMMON_CURVE = """openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
Groups = P-521
"""


def told(running, event):
    """How often the log tells of an event."""
    return running.logged().count(f'"event":"{event}"')


class ReadinessTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))
        self.policies = self.folder / "policies"
        self.policies.mkdir()
        self.write("first")

    def write(self, name):
        (self.policies / "p.yaml").write_text(world.policy(name))

    def test_the_look_at_itself_is_no_decision(self):
        server = world.ready(self.enterContext(world.server(self.policies)))
        world.eventually("the line", lambda: told(server, "ready"))
        self.assertEqual(told(server, "decision"), 0)
        counted = {series: value for series, value in world.metrics(server).items()
                   if series.startswith("sparkgate_admission_requests_total")
                   or series.startswith("sparkgate_admission_duration_seconds_count")}
        self.assertEqual(counted, {'sparkgate_admission_duration_seconds_count{path="/mutate"}': 0,
                                   'sparkgate_admission_duration_seconds_count{path="/validate"}': 0})

    def test_why_it_is_not_ready_is_told_once(self):
        configuration = self.folder / "openssl.cnf"
        configuration.write_text(NO_COMMON_CURVE)
        with unittest.mock.patch.dict(os.environ, OPENSSL_CONF=str(configuration)):
            server = self.enterContext(world.server(self.policies))
        for number in range(2, 6):  # with each set that it reads, it has looked once more
            self.write(f"policy-{number}")
            server.process.send_signal(signal.SIGHUP)
            world.eventually("the next set", lambda: told(server, "policies") == number)
        self.assertEqual((server.get("/readyz"), told(server, "ready")), ((503, "not ready\n"), 0))
        why = [line for line in server.logged().splitlines() if '"event":"not ready"' in line]
        self.assertEqual(len(why), 1)
        self.assertIn("TLS handshake", why[0])


if __name__ == "__main__":
    unittest.main(verbosity=2)
