"""What the tests of this folder say: servers, requests, reviews, policies, waiting.

The folder of the binaries is the first argument of every test; it is taken from there here.
"""

import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[1:1] = [str(HERE.parent / "support"), str(HERE.parent / "cases")]

import cases  # noqa: E402, F401  (tests/cases)
import webhook  # noqa: E402  (tests/support)

from strangers import PATIENCE, SERVICE, TlsStranger  # noqa: E402

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()


def server(policies=ROOT / "policies", *flags, **options):
    return webhook.Server(BUILD, policies, *flags, **options)


def ready(running):
    """The same server, once it says that it is ready."""
    eventually("readiness", lambda: running.get("/readyz")[0] == 200)
    return running


def stranger(running, **options):
    """A peer that trusts the server, on its admission port."""
    return TlsStranger(running.admission, running.context(), **options)


def post(body, path="/mutate", more=()):
    """A request as kube-apiserver writes it, with more lines in its head."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return "\r\n".join([f"POST {path} HTTP/1.1", f"Host: {SERVICE}:443", f"Content-Length: {len(body)}",
                        "Content-Type: application/json", *more, "", ""]).encode("latin-1") + body


def review(uid="1", image="registry.example.com/spark", version="v1", **request):
    """A small driver, being created."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "d", "labels": {"spark-role": "driver"}},
           "spec": {"containers": [{"name": "spark-kubernetes-driver", "image": image}]}}
    return {"kind": "AdmissionReview", "apiVersion": f"admission.k8s.io/{version}",
            "request": {"uid": uid, "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
                        "namespace": "spark-jobs", "userInfo": {"username": "jane"}, "object": pod, **request}}


def policy(name="strict", allow="registry.example.com/*"):
    """The text of a policy that gives drivers a scheduler and refuses images from elsewhere."""
    return f"""apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {{name: {name}}}
spec:
  defaults: {{driver: {{spec: {{schedulerName: yunikorn}}}}}}
  rules:
  - {{name: registries, action: deny, images: {{allow: ["{allow}"]}}}}
"""


def eventually(what, condition):
    """Polls until `condition` gives something true, and gives that."""
    until = time.monotonic() + PATIENCE
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > until:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.02)


def metrics(running):
    """/metrics: each series with its value."""
    status, text = running.get("/metrics")
    if status != 200:
        raise RuntimeError(f"/metrics answers {status}")
    return {series: float(value) for series, value in
            (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))}


def peak_memory(running):
    """The most bytes that the server had resident since it started."""
    status = pathlib.Path(f"/proc/{running.process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM:"))


REASONS = {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 411: "Length Required",
           413: "Content Too Large", 415: "Unsupported Media Type", 431: "Request Header Fields Too Large"}


def status_object(code, message):
    """The body of every answer that is no AdmissionReview, byte for byte."""
    return json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "message": message},
                      separators=(",", ":")).encode()


def refusal(code, message, allow=None):
    """All that is heard of a connection that is refused: head and body of the answer, then the end."""
    body = status_object(code, message)
    fields = ["Content-Type: application/json", f"Content-Length: {len(body)}",
              *([f"Allow: {allow}"] if allow else []), "Connection: close"]
    return "\r\n".join([f"HTTP/1.1 {code} {REASONS[code]}", *fields, "", ""]).encode() + body
