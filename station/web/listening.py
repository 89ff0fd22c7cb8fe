"""A socket for a server of pages, and why there can be none."""

import errno
import ipaddress
import socket
from typing import Final

LAST_PORT: Final = 65535
ON_ITS_WAY: Final = 256 * 1024
"""Bytes that may wait in the kernel for one page; it takes twice as many for its own use."""


def listening_on(address: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any that is free. Raises OSError."""
    family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET  # noqa: PLR2004
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # A page that does not read is owed what is on its way: Linux would let that be 4 MB.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ON_ITS_WAY)
        listening.bind((address, port))
        listening.listen()  # a browser that is faster than the server waits, and is not refused
    except BaseException:
        listening.close()
        raise
    return listening


def cannot_listen(command: str, port: int, error: OSError) -> str:
    """What to tell who wanted it."""
    if error.errno == errno.EADDRINUSE:
        another = port + 1 if port < LAST_PORT else port - 1
        return f"port {port} is taken: name another, as in `station {command} --port {another}`"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights: name one from 1024 up"
    if error.errno == errno.EADDRNOTAVAIL and command == "sim":  # it listens nowhere else
        return "this machine has no address 127.0.0.1: bring its loopback up (ip link set lo up)"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine has no such address: `--bind` one of its own, or 0.0.0.0 for all"
    return f"cannot listen on port {port}: {error.strerror}"
