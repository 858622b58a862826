"""The language of the tests of `sparkgate certs` in a cluster: a stand-in for the API server, asked with a kubeconfig."""

import json
import subprocess
import unittest

import api_server

NAME = "Secret sparkgate-system/sparkgate-tls"


class Asking(unittest.TestCase):
    maxDiff = None
    build = None  # the folder of the programs

    def setUp(self):
        self.api = self.enterContext(api_server.ApiServer(self.build))
        self.url = f"https://127.0.0.1:{self.api.port}"

    def certs(self, command, *flags, kubeconfig=None):
        words = ["certs", command, "--kubeconfig", kubeconfig or self.api.kubeconfig(), *flags]
        done = subprocess.run([self.build / "sparkgate", *words], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def install(self):
        """A day and a minute ago."""
        self.assertEqual(self.certs("rotate")[0], 0)
        self.api.ahead = 86400 + 60

    def show(self, *flags):
        """(exit code, the document) of -o json"""
        code, out, errors = self.certs("show", "-o", "json", *flags)
        self.assertEqual(errors, "")
        return code, json.loads(out)

    def assert_fails(self, message, **options):
        self.assertEqual(self.certs("show", **options), (2, "", f"sparkgate certs: {message}\n"))
