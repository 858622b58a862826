"""Transfer-Encoding: in no form. A body that two read with two ends is two requests to one of them."""

from rows.words import *  # noqa: F403


def coding(*texts, more=()):
    return fields(HOST, *texts, TYPE, *more)


def coding_and_length(text):
    return fields(HOST, text, LENGTH, TYPE)


REFUSED = [
    ("chunked", coding("Transfer-Encoding: chunked"), NO_CODING),
    ("chunked, with its chunks", coding("Transfer-Encoding: chunked") + b"\r\n0\r\n\r\n", NO_CODING),
    ("large letters", coding("TRANSFER-ENCODING: CHUNKED"), NO_CODING),
    ("a tab in front", coding("Transfer-Encoding:\tchunked"), NO_CODING),
    ("gzip", coding_and_length("Transfer-Encoding: gzip"), NO_CODING),
    ("identity", coding_and_length("Transfer-Encoding: identity"), NO_CODING),
    ("an empty one", coding_and_length("Transfer-Encoding:"), NO_CODING),
    ("a word like chunked", coding_and_length("Transfer-Encoding: xchunked"), NO_CODING),
    ("quotes", coding_and_length('Transfer-Encoding: "chunked"'), NO_CODING),
    ("gzip, then chunked", coding("Transfer-Encoding: gzip, chunked"), NO_CODING),
    ("chunked, then identity", coding_and_length("Transfer-Encoding: chunked, identity"), NO_CODING),
    ("chunked twice", coding("Transfer-Encoding: chunked, chunked"), NO_CODING),
    ("in two fields", coding("Transfer-Encoding: identity", "Transfer-Encoding: chunked"), NO_CODING),
    ("a parameter", coding_and_length("Transfer-Encoding: chunked;q=1"), MALFORMED_HEAD),
    ("chunked and a length", coding_and_length("Transfer-Encoding: chunked"), MALFORMED_HEAD),
    ("a length and chunked", coding(LENGTH, more=["Transfer-Encoding: chunked"]), MALFORMED_HEAD),
    ("a vertical tab in front", coding_and_length("Transfer-Encoding: \x0bchunked"), MALFORMED_HEAD),
    ("NUL behind", coding_and_length("Transfer-Encoding: chunked\0"), MALFORMED_HEAD),
    ("a blank before the colon", coding_and_length("Transfer-Encoding : chunked"), MALFORMED_HEAD),
    ("a tab before the colon", coding_and_length("Transfer-Encoding\t: chunked"), MALFORMED_HEAD),
    ("behind a bare CR", coding_and_length("X: y\rTransfer-Encoding: chunked"), MALFORMED_HEAD),
    ("behind a bare LF", coding_and_length("X: y\nTransfer-Encoding: chunked"), MALFORMED_LINE),
    ("on two lines", coding_and_length("Transfer-Encoding:\r\n chunked"), MALFORMED_LINE),
    ("of HTTP/1.0", head("POST /mutate HTTP/1.0", HOST, "Transfer-Encoding: chunked", TYPE) + b"{ }", ONE_VERSION),
    ("of a GET", head("GET /mutate HTTP/1.1", HOST, "Transfer-Encoding: chunked"), NO_CODING),
]

# Fields that are none of these: CGI alone takes an underscore for a hyphen.
SERVED = ["Transfer_Encoding: chunked", "X-Transfer-Encoding: chunked", "TE: trailers, chunked", "Trailer: X",
          "Content-Encoding: identity"]
