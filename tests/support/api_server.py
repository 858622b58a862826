"""A stand-in for kube-apiserver on loopback: a few objects, over TLS, with resourceVersions, and the faults a test wants."""

import base64
import copy
import email.utils
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time

SECRET = "/api/v1/namespaces/sparkgate-system/secrets/sparkgate-tls"
MUTATING = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/admission.sparkgate.dev"
VALIDATING = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/admission.sparkgate.dev"
TOKEN = "a-token"

DROP = "drop"  # the connection ends without an answer


def status(code, message):
    """An answer as kube-apiserver gives it when it does not do what it is asked."""
    return code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}


def webhook(name, policy="Fail", service="sparkgate"):
    return {"name": name, "failurePolicy": policy,
            "clientConfig": {"service": {"name": service, "namespace": "sparkgate-system", "path": "/validate"}}}


def installation():
    """What manifests/ leaves for `certs rotate`, by path."""
    def configuration(kind, *webhooks):
        return {"kind": kind, "metadata": {"name": "admission.sparkgate.dev", "resourceVersion": "1"}, "webhooks": [*webhooks]}
    return {SECRET: {"kind": "Secret", "type": "Opaque",
                     "metadata": {"name": "sparkgate-tls", "namespace": "sparkgate-system", "resourceVersion": "1"}},
            MUTATING: configuration("MutatingWebhookConfiguration", webhook("spark.mutate", "Ignore")),
            VALIDATING: configuration("ValidatingWebhookConfiguration", webhook("drivers.validate"),
                                      webhook("executors.validate", "Ignore"))}


class ApiServer:
    """`objects` by path; `faults` is asked before each answer and may give one of its own."""

    def __init__(self, build, ahead=0):
        self.build, self.ahead = build, ahead  # seconds that its clock is ahead
        self.objects = installation()
        self.faults = lambda verb, path: None
        self.reads = []    # paths, in order
        self.writes = []
        self.dated = True  # its answers have a Date
        self.announced = 0  # answers "103 Early Hints" before each
        self.callers = []  # what each caller showed: its token or the subject of its certificate

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sparkgate-")
        subprocess.run([self.build / "sparkgate", "certs", "init", "--service", "kubernetes", "--namespace", "default",
                        "--ip", "127.0.0.1", "--out", self.path("tls")], check=True, capture_output=True, timeout=60)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("tls/tls.crt"), self.path("tls/tls.key"))
        context.load_verify_locations(self.path("tls/ca.crt"))
        context.verify_mode = ssl.CERT_OPTIONAL
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.http.handle_error = lambda *_: None  # handshakes that fail are part of the tests
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()
        self.folder.cleanup()

    def path(self, name):
        return pathlib.Path(self.folder.name) / name

    def kubeconfig(self, user=None, **cluster):
        """A file for `--kubeconfig`; the cluster's fields can be others, or None."""
        fields = {"server": f"https://127.0.0.1:{self.port}", "certificate-authority": str(self.path("tls/ca.crt")), **cluster}
        text = {"current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}],
                "clusters": [{"name": "k", "cluster": {key: value for key, value in fields.items() if value is not None}}],
                "users": [{"name": "u", "user": {"token": TOKEN} if user is None else user}]}
        file = self.path("kubeconfig")
        file.write_text(json.dumps(text))
        return str(file)

    def now(self):
        return int(time.time()) + self.ahead

    def data(self):
        """Of the Secret, decoded."""
        return {key: base64.b64decode(value).decode() for key, value in self.objects[SECRET].get("data", {}).items()}

    def pair(self):
        """What a server shows that mounts the Secret and follows at once; None: nothing."""
        data = self.data()
        return (data["tls.crt"], data["tls.key"]) if "tls.crt" in data else None

    def put_data(self, **values):
        """Into the Secret; `tls_crt` is tls.crt."""
        data = self.objects[SECRET].setdefault("data", {})
        data.update({key.replace("_", "."): base64.b64encode(value.encode()).decode() for key, value in values.items()})

    def bundles(self):
        """Every caBundle, decoded, in order."""
        return [base64.b64decode(one["clientConfig"].get("caBundle", "")).decode()
                for path in (MUTATING, VALIDATING) for one in self.objects[path]["webhooks"]]

    def answer(self, verb, path, body):
        """(code, object)"""
        stored = self.objects.get(path.partition("?")[0])
        if stored is None:
            return status(404, f'"{path.rpartition("/")[2]}" not found')
        if verb == "GET":
            self.reads.append(path)
            return 200, copy.deepcopy(stored)
        sent = json.loads(body)
        if sent["metadata"]["resourceVersion"] != stored["metadata"]["resourceVersion"]:
            return status(409, "the object has been modified")
        sent["metadata"]["resourceVersion"] = str(int(sent["metadata"]["resourceVersion"]) + 1)
        self.objects[path] = sent
        self.writes.append(path)
        return 200, sent


def handler_of(server):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802  (the library's name)
            self.reply()

        do_PUT = do_GET  # noqa: N815

        def reply(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            token = self.headers.get("Authorization")
            subject = self.connection.getpeercert() or {}
            server.callers.append(token or subject.get("subject"))
            answer = server.faults(self.command, self.path) or server.answer(self.command, self.path, body)
            if answer == DROP:
                self.close_connection = True
                return
            code, content = answer
            text = content if isinstance(content, bytes) else json.dumps(content).encode()
            for _ in range(server.announced):
                self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            self.send_response_only(code)
            if server.dated:
                self.send_header("Date", email.utils.formatdate(server.now(), usegmt=True))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    return Handler
