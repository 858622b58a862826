"""The language of the tests of `sparkgate certs rotate` before a stand-in for the API server."""

import base64
import contextlib
import datetime
import subprocess
import unittest

import api_server
import door
from api_server import MUTATING, SECRET, VALIDATING

NAME = "Secret sparkgate-system/sparkgate-tls"
MUTATING_NAME = "MutatingWebhookConfiguration admission.sparkgate.dev"
VALIDATING_NAME = "ValidatingWebhookConfiguration admission.sparkgate.dev"
DONE = "all is as it should be"
INSTALLATION = [SECRET, MUTATING, VALIDATING, SECRET]  # its writes: prepare, publish, publish, swap
ROTATION = [*INSTALLATION, SECRET, MUTATING, VALIDATING]  # and forget, drop, drop


def name_of(path):
    return {SECRET: NAME, MUTATING: MUTATING_NAME, VALIDATING: VALIDATING_NAME}[path]


def once(fault, *wanted):
    """A fault at the first call that has this verb and path."""
    left = [wanted]

    def ask(*call):
        return fault if call in left and not left.remove(call) else None
    return ask


class Rotating(unittest.TestCase):
    maxDiff = None
    build = None  # the folder of the programs

    def setUp(self):
        self.api = self.enterContext(api_server.ApiServer(self.build))
        self.door = self.enterContext(door.Door(self.api.pair))  # behind the Service

    def rotate(self, *flags, kubeconfig=None):
        """(exit code, lines on stdout, stderr)"""
        words = ["certs", "rotate", "--kubeconfig", kubeconfig or self.api.kubeconfig(), *flags]
        for flag, value in (("--publish-wait", "0s"), ("--serve-wait", "0s"), ("--served-at", self.door.address)):
            words += [] if flag in flags else [flag, value]
        done = subprocess.run([self.build / "sparkgate", *words], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr

    @contextlib.contextmanager
    def started(self, *words):
        """A command under way, which is ended with the test."""
        with subprocess.Popen([self.build / "sparkgate", "certs", *words, "--kubeconfig", self.api.kubeconfig(), "--served-at",
                               self.door.address], stdout=subprocess.PIPE, text=True) as run:
            try:
                yield run
            finally:
                run.kill()

    def installed(self):
        """The pair of a first install; the writes of it are forgotten."""
        self.assertEqual(self.rotate()[0], 0)
        self.api.writes.clear()
        return self.api.data()

    def assert_settled(self):
        data = self.api.data()
        self.assertEqual(sorted(data), ["ca.crt", "tls.crt", "tls.key"])
        self.assertEqual(self.api.bundles(), [data["ca.crt"]] * 3)
        self.assertEqual(data["ca.crt"].count("BEGIN"), 1)

    def assert_refused(self, message, *flags, **options):
        """With exit code 2, and nothing is written."""
        self.assertEqual(self.rotate(*flags, **options), (2, [], f"sparkgate certs: {message}\n"))
        self.assertEqual(self.api.writes, [])

    def until(self, days):
        made = datetime.datetime.fromtimestamp(self.api.now(), datetime.timezone.utc)
        return (made + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    def steps(self, count, *flags):
        """The same as so many runs that are stopped after one step each; the lines of the last."""
        for _ in range(count):
            code, lines, errors = self.rotate("--timeout", "0s", *flags)
            self.assertEqual((code, errors), (1, "sparkgate certs: not finished in 0 s; the next run goes on from here\n"))
        return lines

    def set_bundle(self, pem):
        """As others do, of the mutating webhook."""
        self.api.objects[MUTATING]["webhooks"][0]["clientConfig"]["caBundle"] = base64.b64encode(pem.encode()).decode()
