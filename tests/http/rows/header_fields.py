"""Fields as such: how they are written, how many there may be."""

from rows.words import *  # noqa: F403

REFUSED = [
    ("a blank before the colon", with_field("X : a"), MALFORMED_HEAD),
    ("a tab before the colon", with_field("X\t: a"), MALFORMED_HEAD),
    ("no colon", with_field("X"), MALFORMED_HEAD),
    ("no name", with_field(": a"), MALFORMED_HEAD),
    ("a blank in the name", with_field("X Y: a"), MALFORMED_HEAD),
    ("NUL in the name", with_field("X\0Y: a"), MALFORMED_HEAD),
    ("a control character in the name", with_field("X\x01: a"), MALFORMED_HEAD),
    ("DEL in the name", with_field("X\x7f: a"), MALFORMED_HEAD),
    ("a byte over 127 in the name", with_field("\xe4: a"), MALFORMED_HEAD),
    ("brackets in the name", with_field("X(Y): a"), MALFORMED_HEAD),
    ("quotes in the name", with_field('"X": a'), MALFORMED_HEAD),
    ("a slash in the name", with_field("X/Y: a"), MALFORMED_HEAD),
    ("NUL in the value", with_field("X: a\0b"), MALFORMED_HEAD),
    ("a control character in the value", with_field("X: a\x01b"), MALFORMED_HEAD),
    ("a form feed in the value", with_field("X: a\x0cb"), MALFORMED_HEAD),
    ("DEL in the value", with_field("X: a\x7fb"), MALFORMED_HEAD),
    ("a bare CR in the value", with_field("X: a\rb"), MALFORMED_HEAD),
    ("a bare CR behind the value", with_field("X: a\r"), MALFORMED_HEAD),
    ("a bare LF in the value", with_field("X: a\nY: b"), MALFORMED_LINE),
    ("folded with a blank", with_field("X: a\r\n b"), MALFORMED_LINE),
    ("folded with a tab", with_field("X: a\r\n\tb"), MALFORMED_LINE),
    ("folded into nothing", with_field("X: a\r\n "), MALFORMED_LINE),
    ("a blank before the first", fields(" X: a", HOST, LENGTH, TYPE), MALFORMED_LINE),
    ("the request line again", with_field(MUTATE), MALFORMED_HEAD),
    ("65 fields", fields(HOST, LENGTH, TYPE, *["X: y"] * 62), TOO_MANY_FIELDS),
    ("1,000 fields", fields(HOST, LENGTH, TYPE, *["X:"] * 997), TOO_MANY_FIELDS),
    ("a head of 8 KiB and one byte", with_field("X: " + "y" * 8192), HEAD_TOO_LARGE),
    ("a name of 8 KiB", with_field("X" * 8192 + ": y"), HEAD_TOO_LARGE),
    ("a whole head of 1 MiB", with_field("X: " + "y" * MIB), HEAD_TOO_LARGE),
]

SERVED = ["X:", "X: \t ", "X: a\tb", "X: \xe4\xff", "!#$%&'*+-.^_`|~9: token", "Upgrade: h2c", "Connection: Upgrade",
          "Connection: keep-alive, X", "Sec-WebSocket-Key: x", "Content-Range: bytes 0-1/2", "Max-Forwards: 0"]
