"""A broker that says one thing, whatever it is told, and hangs up."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 10.0
WELCOME = b"\x20\x03\x00\x00\x00"
"""Whoever connects is let in."""


@contextmanager
def saying(talk: bytes) -> Iterator[int]:
    """The port where it is."""
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(PATIENCE)

    def serve() -> None:
        with suppress(OSError), door.accept()[0] as line:
            line.settimeout(PATIENCE)
            line.recv(1000)
            line.sendall(talk)
            line.shutdown(socket.SHUT_WR)
            while line.recv(1000):
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.close()
        thread.join()
