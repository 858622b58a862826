"""The servers that are measured: sparkgate-webhook with several policy sets, and nginx with a fixed answer."""

import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

import webhook  # noqa: E402  (tests/support)

# `return` reads a body and throws it away, so this is TLS and HTTP alone.
NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; server_tokens off; default_type application/json;
  keepalive_requests 1000000000; client_body_buffer_size 64k;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.3;
    ssl_certificate {tls}/tls.crt; ssl_certificate_key {tls}/tls.key;
    {locations}
  }}
}}
"""


class Sparkgate:
    """sparkgate-webhook as it is run, its log included, with one thread; it is asked to mutate."""

    door = "/mutate"

    def __init__(self, name, build, policies):
        self.name = name
        self.server = webhook.Server(build, policies, "--threads", "1")

    def __enter__(self):
        self.server.__enter__()
        self.pid = self.server.process.pid
        self.address = self.server.admission
        self.certificates = self.server.certificates
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)

    def path(self, _body):
        return self.door


class Validating:
    """The other door of a server that runs."""

    door = "/validate"
    path = Sparkgate.path

    def __init__(self, server):
        self.name = f"{server.name} at {self.door}"
        self.pid, self.address, self.certificates = server.pid, server.address, server.certificates


class Nginx:
    """One location a body, each with an answer of the given size."""

    name = "nginx"
    door = "/mutate"  # whose requests it is sent

    def __init__(self, folder, certificates, answer_sizes):
        self.folder = folder
        self.certificates = certificates
        self.answer_sizes = answer_sizes

    def __enter__(self):
        self.address = ("127.0.0.1", free_port())
        locations = [f'location = {self.path(body)} {{ return 200 "{"x" * size}"; }}'
                     for body, size in self.answer_sizes.items()]
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, port=self.address[1], tls=self.certificates,
                                       locations="\n    ".join(locations)), encoding="utf-8")
        self.process = subprocess.Popen(["nginx", "-e", self.folder / "nginx.log", "-c", config])
        self.pid = self.process.pid
        self.wait_until_it_listens()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def path(self, body):
        return f"/{body}"

    def wait_until_it_listens(self):
        for _ in range(100):
            if self.process.poll() is not None:
                raise RuntimeError("nginx did not start: " + (self.folder / "nginx.log").read_text(encoding="utf-8"))
            with socket.socket() as attempt:
                if attempt.connect_ex(self.address) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("nginx does not listen")


def free_port():
    """A port that was free a moment ago: nginx cannot be told to take any."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(peer, name, body):
    """One answer, and how it was secured: what is measured must be worth measuring."""
    context = ssl.create_default_context(cafile=str(peer.certificates / "ca.crt"))
    connection = http.client.HTTPSConnection(*peer.address, timeout=10, context=context)
    try:
        connection.request("POST", peer.path(name), body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"{peer.name} answers {response.status}: {answer[:200]!r}")
        return answer, f"{connection.sock.version()} {connection.sock.cipher()[0]}"
    finally:
        connection.close()


def operations(answer):
    """How many the patch of an answer has."""
    response = json.loads(answer)["response"]
    if not response["allowed"]:
        raise RuntimeError(f"a body is refused: {answer[:200]!r}")
    return int(response["auditAnnotations"].get("operations", 0))
