"""How the server starts, and what it says when it cannot.

  start_test.py BUILD
"""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

import world


LISTENING = {"event": str, "admission": str, "status": str, "policies": int, "fingerprint": str, "version": str}

HINT = "Run with --help for more information."


def run(*command, cwd=None, **environment):
    """Runs a program that must end by itself."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPARKGATE_")}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=world.PATIENCE, check=False,
                          env={**clean, "NO_COLOR": "1", **environment})


def told(done):
    """What a failed start says to a person: stderr without the log."""
    return [line for line in done.stderr.splitlines() if not line.startswith('{"time"')]


class StartTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))
        cls.policies = cls.folder / "policies"
        cls.policies.mkdir()
        (cls.policies / "strict.yaml").write_text(world.policy())
        cls.tls = cls.folder / "tls"
        world.webhook.issue_certificates(world.BUILD, cls.tls)

    def start(self, cwd=None, environment=None, **changed):
        """A start that must fail, on free ports of loopback, with flags changed."""
        flags = {"policies": self.policies, "tls-cert": self.tls / "tls.crt", "tls-key": self.tls / "tls.key",
                 "listen": "127.0.0.1:0", "status-listen": "127.0.0.1:0"}
        flags.update({name.replace("_", "-"): value for name, value in changed.items()})
        words = [word for name, value in flags.items() if value is not None for word in (f"--{name}", str(value))]
        done = run(world.BUILD / "sparkgate-webhook", *words, cwd=cwd, **(environment or {}))
        self.assertEqual(done.stdout, "")
        return done

    def assert_cannot_start(self, done, *lines):
        self.assertEqual((done.returncode, told(done)), (1, list(lines)))

    def test_mistakes_are_told_as_check_tells_them(self):
        here = world.ROOT / "tests/mistakes"
        check = run(world.BUILD / "sparkgate", "check", "policies", cwd=here)
        mistakes, summary = check.stdout.splitlines()[:-1], check.stdout.splitlines()[-1]
        self.assertEqual(summary, f"policies: {len(mistakes) // 3} mistakes")
        self.assertGreaterEqual(len(mistakes) // 3, 12)
        done = self.start(cwd=here, policies="policies")
        self.assertEqual((done.returncode, done.stderr.splitlines()), (1, mistakes))

    def test_no_policy_directory(self):
        self.assert_cannot_start(self.start(cwd=self.folder, policies="nosuch"),
                                 "sparkgate-webhook: nosuch: No such file or directory")

    def test_no_certificate(self):
        self.assert_cannot_start(self.start(cwd=self.folder, tls_cert="nosuch.crt"),
                                 "sparkgate-webhook: nosuch.crt: No such file or directory")
        self.assert_cannot_start(self.start(cwd=self.folder, tls_key="nosuch.key"),
                                 "sparkgate-webhook: nosuch.key: No such file or directory")

    def test_a_key_of_another_certificate(self):
        other = self.folder / "other"
        world.webhook.issue_certificates(world.BUILD, other)
        self.assert_cannot_start(
            self.start(cwd=self.folder, tls_cert="tls/tls.crt", tls_key="other/tls.key"),
            "sparkgate-webhook: tls/tls.crt, other/tls.key: the key does not belong to the certificate")

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            for flag in ("listen", "status_listen"):
                self.assert_cannot_start(self.start(**{flag: address}),
                                         f"sparkgate-webhook: cannot listen on {address}: Address already in use")

    def test_wrong_usage(self):
        for changed, word in (({"nosuch": "1"}, "--nosuch"), ({"poll_interval": "soon"}, "--poll-interval"),
                              ({"threads": "0"}, "--threads"), ({"max_body": "much"}, "--max-body"),
                              ({"log_level": "loud"}, "--log-level"), ({"tls_key": None}, "--tls-key")):
            with self.subTest(word):
                done = self.start(**changed)
                self.assertEqual(done.returncode, 2)
                self.assertIn(word, done.stderr.splitlines()[0])

    def test_what_is_to_be_shown_is_never_empty(self):
        """Clients would be let in without."""
        ca = self.tls / "ca.crt"
        for changed, environment in (({"client_ca": ""}, {}), ({"client_ca": ca, "client_name": ""}, {}),
                                     ({}, {"SPARKGATE_CLIENT_CA": ""}),
                                     ({"client_ca": ca}, {"SPARKGATE_CLIENT_NAME": ""})):
            with self.subTest(changed=changed, environment=environment):
                done = self.start(environment=environment, **changed)
                self.assertEqual(done.returncode, 2)
                self.assertIn("must not be empty", done.stderr.splitlines()[0])
        self.assert_cannot_start(self.start(client_ca=ca, client_name=".kube-apiserver"),
                                 f"sparkgate-webhook: {self.tls / 'tls.crt'}, {self.tls / 'tls.key'}: "
                                 "client name: '.kube-apiserver' is none")

    def test_values_that_cannot_work(self):
        """Told in plain words, and before policies are read."""
        address = "expected an IP address (or localhost) and a port"
        size, time = "a size such as 512KiB or 7MiB", "a time such as 500ms, 15s or 2m"
        for flag, value, why in (
                ("log-level", "loud", "must be debug, info, warn, error or off, not 'loud'"),
                ("log-level", "1", "must be debug, info, warn, error or off, not '1'"),
                ("log-format", "0", "must be json or text, not '0'"),
                ("max-body", "0", "must be a number, 1KiB or more"),
                ("max-body", "-1", "must be a number, 1KiB or more"),
                ("max-body", "much", f"must be {size}, not 'much'"),
                ("max-connections", "0", "must be a number, 1 or more"),
                ("max-connections", "-1", "must be a number, 1 or more"),
                ("poll-interval", "soon", f"must be {time}, not 'soon'"),
                ("poll-interval", "-1s", "must be a time from 0 to 24h"),
                ("drain-delay", "1e300", "must be a time from 0 to 24h"),
                ("shutdown-timeout", "nan", f"must be {time}, not 'nan'"),
                ("listen", "nonsense", f'address "nonsense": {address}'),
                ("status-listen", "127.0.0.1:99999", f'address "127.0.0.1:99999": {address}')):
            with self.subTest(flag=flag, value=value):
                done = self.start(policies="nosuch", **{flag: value})
                self.assertEqual((done.returncode, done.stderr), (2, f"--{flag}: {why}\n{HINT}\n"))

    def test_help_names_the_environment(self):
        told = run(world.BUILD / "sparkgate-webhook", "--help").stdout
        for name in ("LOG_LEVEL", "LOG_FORMAT", "LISTEN", "POLL_INTERVAL", "MAX_BODY"):
            self.assertIn(f"(Env:SPARKGATE_{name})", told)
        self.assertNotIn("->", told)

    def test_help_and_version(self):
        for flag, first in (("--help", "The sparkgate admission webhook"), ("--version", "sparkgate ")):
            done = run(world.BUILD / "sparkgate-webhook", flag)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertTrue(done.stdout.startswith(first), done.stdout)
        version = run(world.BUILD / "sparkgate", "version").stdout
        self.assertEqual(run(world.BUILD / "sparkgate-webhook", "--version").stdout, version)

    def test_the_line_it_prints_when_it_listens(self):
        with world.server(self.policies) as server:
            listening = server.listening
            self.assertEqual({key: type(value) for key, value in listening.items()}, LISTENING)
            self.assertEqual((listening["event"], listening["policies"]), ("listening", 1))
            self.assertRegex(listening["admission"], r"^127\.0\.0\.1:[1-9][0-9]*$")
            self.assertRegex(listening["status"], r"^127\.0\.0\.1:[1-9][0-9]*$")
            answer = json.loads(server.post("/mutate", world.review()))
            self.assertEqual(answer["response"]["auditAnnotations"]["fingerprint"], listening["fingerprint"])

    def test_every_flag_can_come_from_the_environment(self):
        for name, value, code, word in (
                ("POLICIES", "nosuch", 1, "nosuch: No such file"), ("TLS_CERT", "nosuch.crt", 1, "nosuch.crt: No such"),
                ("TLS_KEY", "nosuch.key", 1, "nosuch.key: No such"), ("LISTEN", "nowhere", 2, "nowhere"),
                ("STATUS_LISTEN", "nowhere", 2, "nowhere"), ("THREADS", "0", 2, "--threads"),
                ("MAX_BODY", "much", 2, "--max-body"), ("MAX_CONNECTIONS", "many", 2, "--max-connections"),
                ("POLL_INTERVAL", "soon", 2, "--poll-interval"), ("DRAIN_DELAY", "soon", 2, "--drain-delay"),
                ("SHUTDOWN_TIMEOUT", "soon", 2, "--shutdown-timeout"), ("LOG_LEVEL", "loud", 2, "--log-level"),
                ("LOG_FORMAT", "verse", 2, "--log-format")):
            with self.subTest(name):
                done = self.start(environment={f"SPARKGATE_{name}": value}, **{name.lower(): None})
                self.assertEqual(done.returncode, code)
                self.assertIn(word, told(done)[0])

    def test_no_policies_at_all(self):
        """Asked for by name, an empty directory is served: with a warning, allowing and changing nothing."""
        empty = self.folder / "empty"
        empty.mkdir()
        with world.server(empty) as server:
            self.assertEqual(server.listening["policies"], 0)
            response = json.loads(server.post("/validate", world.review(image="docker.io/evil")))["response"]
            self.assertTrue(response["allowed"])
            world.eventually("a warning", lambda: "there are no policies" in server.logged())


if __name__ == "__main__":
    unittest.main(verbosity=2)
