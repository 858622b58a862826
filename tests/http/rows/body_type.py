"""Content-Type and Expect: what a body is, and what is asked before it comes."""

from rows.words import *  # noqa: F403


def expecting(*values):
    return fields(HOST, LENGTH, TYPE, *[f"Expect: {value}" for value in values])


REFUSED = [
    ("none", content_type("X: y"), NO_JSON),
    ("an empty one", content_type("Content-Type:"), NO_JSON),
    ("text", content_type("Content-Type: text/plain"), NO_JSON),
    ("JSON as text", content_type("Content-Type: text/json"), NO_JSON),
    ("no main type", content_type("Content-Type: json"), NO_JSON),
    ("anything", content_type("Content-Type: */*"), NO_JSON),
    ("a form", content_type("Content-Type: application/x-www-form-urlencoded"), NO_JSON),
    ("parts", content_type("Content-Type: multipart/form-data; boundary=x"), NO_JSON),
    ("YAML", content_type("Content-Type: application/yaml"), NO_JSON),
    ("protobuf", content_type("Content-Type: application/vnd.kubernetes.protobuf"), NO_JSON),
    ("a JSON patch", content_type("Content-Type: application/json-patch+json"), NO_JSON),
    ("a longer word", content_type("Content-Type: application/jsonx"), NO_JSON),
    ("a blank inside", content_type("Content-Type: application/ json"), NO_JSON),
    ("JSON as a parameter", content_type("Content-Type: text/plain; application/json"), NO_JSON),
    ("two in a list", content_type("Content-Type: application/json, text/plain"), NO_JSON),
    ("two", fields(HOST, LENGTH, TYPE, "Content-Type: text/plain"), NO_JSON),
    ("two equal ones", fields(HOST, LENGTH, TYPE, TYPE), NO_JSON),
    ("NUL behind", content_type(TYPE + "\0"), MALFORMED_HEAD),
    ("another expectation", expecting("200-ok"), NO_EXPECTATION),
    ("an empty expectation", expecting(""), NO_EXPECTATION),
    ("a list of expectations", expecting("100-continue, 100-continue"), NO_EXPECTATION),
    ("two expectations", expecting("100-continue", "100-continue"), NO_EXPECTATION),
    ("an expectation with a parameter", expecting("100-continue;x"), NO_EXPECTATION),
    ("one who waits with too much", fields(HOST, f"Content-Length: {7 * MIB + 1}", TYPE, "Expect: 100-continue"),
     TOO_LONG),
    ("one who waits with text", fields(HOST, LENGTH, "Content-Type: text/plain", "Expect: 100-continue"), NO_JSON),
]

SERVED = [TYPE, TYPE.upper(), "Content-Type:application/json", TYPE + ";", TYPE + " ; charset=utf-8",
          TYPE + ";charset=UTF-8;v=1"]
