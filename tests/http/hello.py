"""A TLS client hello written by hand, and what a server says to it: an alert or a server hello (RFC 5246, RFC 8446).

Client libraries offer no broken suite, group or compression any more; a scanner does.
"""

import collections
import struct

import strangers

TLS_1_2 = 0x0303
SUITES = (0xC02B, 0xC02C, 0xCCA9)  # what our ECDSA certificates can be used with, up to TLS 1.2
X25519, P_256, P_384 = GROUPS = (0x001D, 0x0017, 0x0018)
SIGNATURES = (0x0403, 0x0503, 0x0603)  # ECDSA with SHA-256, -384, -512

# What is heard: an alert's number, or what the server chose, with the numbers of its extensions.
Alert = collections.namedtuple("Alert", "number")
Chosen = collections.namedtuple("Chosen", "version session_id suite compression group extensions")

ALERT, SERVER_HELLO, SERVER_KEY_EXCHANGE, SERVER_HELLO_DONE = 21, 2, 12, 14
PROTOCOL_VERSION, HANDSHAKE_FAILURE, INAPPROPRIATE_FALLBACK = Alert(70), Alert(40), Alert(86)


def sized(count, data):
    """`data` behind its size in `count` bytes."""
    return len(data).to_bytes(count, "big") + data


def words(numbers):
    return b"".join(struct.pack(">H", number) for number in numbers)


def extension(number, data=b""):
    return struct.pack(">H", number) + sized(2, data)


def hello(version=TLS_1_2, suites=SUITES, groups=GROUPS, compression=b"\0", more=b""):
    """The record of a hello of TLS 1.2 at most; `more` are further extensions."""
    name = sized(2, b"\0" + sized(2, strangers.SERVICE.encode()))
    extensions = (extension(0, name) + extension(10, sized(2, words(groups))) + extension(11, b"\1\0")
                  + extension(13, sized(2, words(SIGNATURES))) + more)
    message = (struct.pack(">H", version) + b"r" * 32 + sized(1, b"") + sized(2, words(suites))
               + sized(1, compression) + sized(2, extensions))
    return b"\x16\x03\x01" + sized(2, b"\1" + sized(3, message))


def heard(address, said):
    """What a server says up to the end of its first flight."""
    flight = b""
    with strangers.Stranger(address) as peer:
        peer.say(said)
        while True:
            kind, _, size = struct.unpack(">BHH", peer.hear(5))
            record = peer.hear(size)
            if kind == ALERT:
                return Alert(record[1])
            flight += record
            messages = parted(flight)
            if SERVER_HELLO_DONE in messages:
                return chosen(messages[SERVER_HELLO], messages[SERVER_KEY_EXCHANGE])


def parted(flight):
    """The handshake messages that are whole, by type."""
    messages = {}
    while len(flight) >= 4 and len(flight) >= 4 + int.from_bytes(flight[1:4], "big"):
        end = 4 + int.from_bytes(flight[1:4], "big")
        messages[flight[0]], flight = flight[4:end], flight[end:]
    return messages


def chosen(message, key_exchange):
    version, id_size = struct.unpack_from(">H32xB", message)
    rest = message[35 + id_size:]
    suite, compression, size = struct.unpack_from(">HBH", rest)
    extensions, numbers = rest[5:5 + size], set()
    while extensions:
        number, length = struct.unpack_from(">HH", extensions)
        numbers.add(number)
        extensions = extensions[4 + length:]
    group = int.from_bytes(key_exchange[1:3], "big")  # behind the type "named curve"
    return Chosen(version, message[35:35 + id_size], suite, compression, group, numbers)
