"""A TLS server on loopback that shows certificates and says nothing: what stands behind a Service, as far as looks go."""

import pathlib
import socket
import ssl
import tempfile
import threading


class Door:
    """Each connection is given the next of `shown`: (certificate, key) as PEM, or None, an end without TLS, or what a function
    gives of these then. The last stays."""

    def __init__(self, *shown):
        self.shown = list(shown)

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:  # it is over
                return
            with connection:
                pair = self.shown.pop(0) if len(self.shown) > 1 else self.shown[0]
                if callable(pair):
                    pair = pair()
                if pair:
                    greet(connection, *pair)
                else:
                    connection.recv(1 << 16)  # what is not read would make a reset of the end


def greet(connection, certificate, key):
    """A handshake, and nothing behind it."""
    with tempfile.TemporaryDirectory(prefix="sparkgate-") as folder:
        path = pathlib.Path(folder) / "pair.pem"
        path.write_text(certificate + key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
    connection.settimeout(10)
    try:
        with context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(1)  # until the other side goes
    except OSError:
        pass
