"""Host: there is one, and it is a name or an address, with a port or without."""

from rows.words import *  # noqa: F403

REFUSED = [
    ("no Host", fields(LENGTH, TYPE), ONE_HOST),
    ("two Hosts", fields(HOST, HOST, LENGTH, TYPE), ONE_HOST),
    ("two Hosts apart", fields(HOST, LENGTH, TYPE, "host: b"), ONE_HOST),
    ("an empty Host", host("Host:"), ONE_HOST),
    ("a list of Hosts", host("Host: a, b"), ONE_HOST),
    ("two names", host("Host: a b"), ONE_HOST),
    ("a path", host("Host: a/mutate"), ONE_HOST),
    ("a query", host("Host: a?b"), ONE_HOST),
    ("a fragment", host("Host: a#b"), ONE_HOST),
    ("a user", host("Host: jane@a"), ONE_HOST),
    ("a URL", host("Host: https://a"), ONE_HOST),
    ("a backslash", host("Host: a\\b"), ONE_HOST),
    ("quotes", host('Host: "a"'), ONE_HOST),
    ("a byte over 127", host("Host: \xe4"), ONE_HOST),
    ("a port alone", host("Host: :443"), ONE_HOST),
    ("two ports", host("Host: a:1:2"), ONE_HOST),
    ("a port with letters", host("Host: a:https"), ONE_HOST),
    ("a port with a sign", host("Host: a:-1"), ONE_HOST),
    ("half a bracket", host("Host: [fd00::1"), ONE_HOST),
    ("the other half", host("Host: fd00::1]"), ONE_HOST),
    ("nothing in brackets", host("Host: []"), ONE_HOST),
    ("text behind the brackets", host("Host: [fd00::1]a"), ONE_HOST),
    ("NUL", host("Host: a\0b"), MALFORMED_HEAD),
    ("a blank before the colon", host("Host : a"), MALFORMED_HEAD),
    ("no colon", host("Host a"), MALFORMED_HEAD),
    ("a blank in front", host(" Host: a"), MALFORMED_LINE),
]

SERVED = ["Host: a", "host: a", "Host:a", "Host:\ta\t", "Host: a:443", "Host: a:", "Host: 10.0.0.1:8443",
          "Host: [fd00::1]:8443", "Host: [::ffff:10.0.0.1]", "Host: a_b.c-d."]
