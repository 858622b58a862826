"""A running sparkgate-webhook on loopback, for tests that talk to it as kube-apiserver or a stranger does."""

import http.client
import json
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time


class Server:
    """Starts with throw-away certificates on free ports; ends, with all it made, with the `with` block."""

    def __init__(self, build, policies, *flags, drain_delay="0s"):
        self.build = pathlib.Path(build)
        self.policies = pathlib.Path(policies)
        self.flags = (*flags, "--drain-delay", drain_delay)

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sparkgate-"))
        self.certificates = self.folder / "tls"
        issue_certificates(self.build, self.certificates)
        self.log = open(self.folder / "log", "w+", encoding="utf-8")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*self.command(), "--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0", *self.flags],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            raise RuntimeError(f"the server did not start: {self.logged()}")
        self.listening = json.loads(line)
        self.admission = address(self.listening["admission"])
        self.status = address(self.listening["status"])
        return self

    def command(self):
        """The program, with its files."""
        return [self.build / "sparkgate-webhook", "--policies", self.policies, "--tls-cert",
                self.certificates / "tls.crt", "--tls-key", self.certificates / "tls.key"]

    def __exit__(self, *_):
        """A server that does not end well (a sanitizer makes it so) is an error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.process.stdout.close()
        log = self.logged()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.process.returncode != 0:
            raise RuntimeError(f"the server ended with {self.process.returncode}: {log}")

    def logged(self):
        self.log.flush()
        return (self.folder / "log").read_text(encoding="utf-8")

    def context(self):
        """TLS as kube-apiserver does it: our CA only, the Service's name."""
        return ssl.create_default_context(cafile=str(self.certificates / "ca.crt"))

    def connect(self, timeout=10):
        """A TLS connection to the admission port."""
        plain = socket.create_connection(self.admission, timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.context().wrap_socket(plain, server_hostname="sparkgate.sparkgate-system.svc")

    def request(self, method, path, body=b"", headers=None):
        """One request on a connection of its own: (status, headers, body)."""
        connection = http.client.HTTPConnection(*self.admission)
        connection.sock = self.connect()
        try:
            connection.request(method, path, body, headers or {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def post(self, path, review):
        """The body of the answer to a review, which must be one."""
        status, _, body = self.request("POST", path, json.dumps(review).encode())
        if status != 200:
            raise RuntimeError(f"{status}: {body!r}")
        return body

    def get(self, path):
        """A GET on the status port: (status, body)."""
        connection = http.client.HTTPConnection(*self.status, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


def issue_certificates(build, folder):
    """A CA and a leaf of 127.0.0.1 and of the Service in `folder`: ca.crt, tls.crt, tls.key."""
    subprocess.run([build / "sparkgate", "certs", "init", "--service", "sparkgate", "--namespace",
                    "sparkgate-system", "--ip", "127.0.0.1", "--out", folder],
                   check=True, capture_output=True, timeout=30)


def address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)
