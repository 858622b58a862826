"""The status port: GET on three paths, in plain text, under the same laws."""

from rows.words import *  # noqa: F403

GET_ONLY = (405, "this path has another method", "GET")


def get(text, *more):
    return head(f"GET {text} HTTP/1.1", HOST, *more)


REFUSED = [
    ("no HTTP", b"hello\r\n\r\n", MALFORMED_HEAD),
    ("HTTP/1.0", head("GET /healthz HTTP/1.0", HOST), ONE_VERSION),
    ("no Host", head("GET /healthz HTTP/1.1"), ONE_HOST),
    ("two Hosts", get("/healthz", HOST), ONE_HOST),
    ("a URL for a path", get("http://a/healthz"), PLAIN_PATH),
    ("the root", get("/"), NO_PATH),
    ("a slash behind", get("/metrics/"), NO_PATH),
    ("a debugger's path", get("/debug/pprof/"), NO_PATH),
    ("a path of the other port", line(MUTATE), NO_PATH),
    ("POST", line("POST /healthz HTTP/1.1"), GET_ONLY),
    ("PUT", line("PUT /metrics HTTP/1.1"), GET_ONLY),
    ("DELETE", head("DELETE /readyz HTTP/1.1", HOST), GET_ONLY),
    ("small letters in the method", head("get /readyz HTTP/1.1", HOST), GET_ONLY),
    ("a body", get("/healthz", "Content-Length: 1") + b".", NO_BODY),
    ("a body of 2^64 - 1", get("/healthz", f"Content-Length: {2 ** 64 - 1}"), NO_BODY),
    ("two equal lengths", get("/healthz", "Content-Length: 0", "Content-Length: 0"), ONE_LENGTH),
    ("chunked", get("/metrics", "Transfer-Encoding: chunked") + b"0\r\n\r\n", NO_CODING),
    ("another expectation", get("/metrics", "Expect: x"), NO_EXPECTATION),
    ("a bare LF", b"GET /healthz HTTP/1.1\nHost: a\n\n", MALFORMED_LINE),
    ("a folded field", get("/healthz", "X: a\r\n b"), MALFORMED_LINE),
    ("65 fields", get("/healthz", *["X: y"] * 64), TOO_MANY_FIELDS),
    ("8 KiB without an end", b"GET /" + b"a" * 8187, HEAD_TOO_LARGE),
]
