"""Content-Length: there is one, of digits, and it is within the limit."""

from rows.words import *  # noqa: F403

REFUSED = [
    ("none", fields(HOST, TYPE), NO_LENGTH),
    ("an underscore in its name", fields(HOST, "Content_Length: 3", TYPE), NO_LENGTH),
    ("a letter before its name", fields(HOST, "XContent-Length: 3", TYPE), NO_LENGTH),
    ("an empty one", length(""), MALFORMED_HEAD),
    ("a sign", length("+3"), MALFORMED_HEAD),
    ("a negative one", length("-3"), MALFORMED_HEAD),
    ("hexadecimal", length("0x3"), MALFORMED_HEAD),
    ("a fraction", length("3.0"), MALFORMED_HEAD),
    ("an exponent", length("3e0"), MALFORMED_HEAD),
    ("a blank inside", length("3 3"), MALFORMED_HEAD),
    ("a semicolon", length("3;"), MALFORMED_HEAD),
    ("quotes", length('"3"'), MALFORMED_HEAD),
    ("letters", length("three"), MALFORMED_HEAD),
    ("a digit of another script", length("\xd9\xa3"), MALFORMED_HEAD),
    ("NUL behind", length("3\0"), MALFORMED_HEAD),
    ("a vertical tab in front", length("\x0b3"), MALFORMED_HEAD),
    ("a bare CR behind", length("3\r"), MALFORMED_HEAD),
    ("two", fields(HOST, LENGTH, "Content-Length: 4", TYPE), MALFORMED_HEAD),
    ("two equal ones", fields(HOST, LENGTH, LENGTH, TYPE), ONE_LENGTH),
    ("two equal ones in other letters", fields(HOST, LENGTH, TYPE, LENGTH.lower()), ONE_LENGTH),
    ("two in a list", length("3, 4"), MALFORMED_HEAD),
    ("two equal ones in a list", length("3, 3"), ONE_LENGTH),
    ("one and an empty one", fields(HOST, LENGTH, "Content-Length:", TYPE), MALFORMED_HEAD),
    ("a blank before the colon", fields(HOST, "Content-Length : 3", TYPE), MALFORMED_HEAD),
    ("on two lines", fields(HOST, "Content-Length:", " 3", TYPE), MALFORMED_LINE),
    ("one byte over", length(7 * MIB + 1), TOO_LONG),
    ("2^31", length(2 ** 31), TOO_LONG),
    ("2^32 + 3", length(2 ** 32 + 3), TOO_LONG),
    ("2^63", length(2 ** 63), TOO_LONG),
    ("2^64 - 1", length(2 ** 64 - 1), TOO_LONG),
    ("2^64 + 3", length(2 ** 64 + 3), MALFORMED_HEAD),
    ("40 digits", length("1" * 40), MALFORMED_HEAD),
]

SERVED = ["Content-Length: {}", "content-length:{}", "Content-Length: \t{}\t ", "Content-Length: 000{}"]
