"""What the rows of this folder say: heads, and the refusals that a head may get.

A row is (name, bytes that are sent, (status, message[, Allow])): the connection hears that refusal and ends.
"""

import strangers

MUTATE = "POST /mutate HTTP/1.1"
HOST = f"Host: {strangers.SERVICE}:443"
LENGTH = "Content-Length: 3"
TYPE = "Content-Type: application/json"
MIB = 1024 * 1024

MALFORMED_LINE = (400, "malformed line in the request head")
MALFORMED_HEAD = (400, "malformed request head")
ONE_VERSION = (400, "only HTTP/1.1 is spoken here")
PLAIN_PATH = (400, "the request target must be a plain path")
ONE_HOST = (400, "exactly one valid Host is needed")
ONE_LENGTH = (400, "exactly one decimal Content-Length is needed")
NO_CODING = (400, "Transfer-Encoding is not accepted, send Content-Length")
NO_EXPECTATION = (400, "the only Expect understood is 100-continue")
NO_BODY = (400, "a GET has no body here")
NO_PATH = (404, "there is nothing at this path")
OTHER_METHOD = (405, "this path has another method", "POST")
NO_LENGTH = (411, "Content-Length is needed")
TOO_LONG = (413, "the body is over this server's limit")
NO_JSON = (415, "the body must be application/json")
HEAD_TOO_LARGE = (431, "the request head is over 8 KiB")
TOO_MANY_FIELDS = (431, "more than 64 header fields")


def head(*lines):
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def line(text):
    """A good request but for its first line."""
    return head(text, HOST, LENGTH, TYPE) + b"{ }"


def target(text):
    return line(f"POST {text} HTTP/1.1")


def fields(*lines):
    """A good request line, and these fields."""
    return head(MUTATE, *lines) + b"{ }"


def with_field(text):
    """A good request with one more field."""
    return fields(HOST, LENGTH, TYPE, text)


def host(text):
    return fields(text, LENGTH, TYPE)


def length(value):
    return fields(HOST, f"Content-Length: {value}", TYPE)


def content_type(text):
    return fields(HOST, LENGTH, text)


__all__ = [name for name in dir() if not name.startswith("_")]
