"""Peers that say exactly the bytes a test wants: plain TCP, and TLS over it."""

import collections
import socket
import ssl
import sys

SERVICE = "sparkgate.sparkgate-system.svc"
PATIENCE = 30  # seconds, for everything that is waited for; a sanitizer makes all of it slow

Reply = collections.namedtuple("Reply", "line fields body")


class Stranger:
    """A plain TCP connection. Ends with its `with` block."""

    def __init__(self, address):
        self.tcp = socket.create_connection(address, timeout=PATIENCE)
        self.tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tcp.close()

    def say(self, data, piece=None):
        """Sends it at once, or in pieces of `piece` bytes."""
        for start in range(0, len(data), piece or len(data)):
            self.send(data[start:start + (piece or len(data))])
        return self

    def send(self, data):
        self.tcp.sendall(data)

    def receive(self):
        """What came next; nothing at the end."""
        return self.tcp.recv(65536)

    def say_no_more(self):
        """Closes our half and goes on listening."""
        self.tcp.shutdown(socket.SHUT_WR)
        return self

    def hear(self, count):
        """The next `count` bytes; fewer only at the end of the connection."""
        while len(self.heard) < count:
            data = self.receive()
            if not data:
                break
            self.heard += data
        told, self.heard = self.heard[:count], self.heard[count:]
        return told

    def hear_rest(self):
        """Everything up to the end of the connection."""
        return self.hear(sys.maxsize)

    def hear_reply(self):
        """The next reply; the connection goes on."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = self.hear(1)
            if not byte:
                raise EOFError(f"the connection ended after {head!r}")
            head += byte
        line, *rest = head.decode("latin-1").rstrip().split("\r\n")
        fields = dict(field.split(": ", 1) for field in rest)
        return Reply(line, fields, self.hear(int(fields.get("Content-Length", 0))))


class TlsStranger(Stranger):
    """The same behind TLS. `piece`: in how many bytes at a time the handshake goes out."""

    def __init__(self, address, context, piece=None):
        super().__init__(address)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=SERVICE)
        self.said_goodbye = self.heard_goodbye = False
        try:
            self.drive(self.tls.do_handshake, piece)
        except BaseException:
            self.tcp.close()
            raise

    def drive(self, step, piece=None):
        """Does a step of TLS, with as many reads and writes of TCP as it wants."""
        while True:
            try:
                result = step()
                self.flush(piece)
                return result
            except ssl.SSLWantReadError:
                self.flush(piece)
                data = self.tcp.recv(65536)
                self.incoming.write(data) if data else self.incoming.write_eof()
            except ssl.SSLEOFError:
                raise
            except ssl.SSLError:
                self.flush(piece)  # our alert
                raise

    def flush(self, piece=None):
        if self.outgoing.pending:
            super().say(self.outgoing.read(), piece)

    def say(self, data, piece=None):
        for start in range(0, len(data), piece or len(data)):
            self.drive(lambda at=start: self.tls.write(data[at:at + (piece or len(data))]))
        return self

    def receive(self):
        try:
            data = self.drive(lambda: self.tls.read(65536))
        except ssl.SSLZeroReturnError:
            data = b""
        except ssl.SSLEOFError:
            return b""  # cut off
        self.heard_goodbye = not data
        return data

    def say_goodbye(self):
        """close_notify: nothing more will be said; the rest is still heard."""
        try:
            self.tls.unwrap()
        except ssl.SSLError:  # the peer has not said it yet
            pass
        self.flush()
        return self


def client_hello():
    """The first bytes of any TLS client."""
    outgoing = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=SERVICE)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()
