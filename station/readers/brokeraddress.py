"""Where a broker is, as people write it."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
"""The usual ones, in the clear and with TLS."""
_EXAMPLE: Final = "write mqtts://broker.example:8883, or mqtt://... without TLS"

_HOST: Final = re.compile(r"(?=.{1,253}\Z)(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?")


def broker_address(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether with TLS. Raises ValueError, which says what would be right."""
    if "@" in url:  # before anything repeats it
        raise ValueError("a broker's address holds no password: write user and password file apart")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"'{url}' is no address of a broker ({error}): {_EXAMPLE}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"'{url}' is no address of a broker: {_EXAMPLE}")
    if not _possible(parts.hostname):
        raise ValueError(f"'{url}' is no address of a broker (no host has such a name): {_EXAMPLE}")
    if port == 0:
        raise ValueError(f"'{url}' is no address of a broker (no port is 0): {_EXAMPLE}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"'{url}' goes on after the port: {_EXAMPLE}")
    return parts.hostname, port or PORTS[parts.scheme], parts.scheme == "mqtts"


def _possible(host: str) -> bool:
    """Whether a host may be called so: the network would say so of others, but only much later."""
    try:
        if ":" in host:
            ipaddress.IPv6Address(host)
        else:
            host.encode("idna")
    except ValueError:
        return False
    return ":" in host or _HOST.fullmatch(host) is not None
