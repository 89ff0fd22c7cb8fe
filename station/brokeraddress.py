"""Where a broker is, as people write it."""

from typing import Final
from urllib.parse import urlsplit

PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
"""The usual ones, in the clear and with TLS."""
_EXAMPLE: Final = "write mqtts://broker.example:8883, or mqtt://... without TLS"


def broker_address(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether with TLS. Raises ValueError, which says what would be right."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"'{url}' is no address of a broker ({error}): {_EXAMPLE}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"'{url}' is no address of a broker: {_EXAMPLE}")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a broker's address holds no password: write user and password file apart")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"'{url}' goes on after the port: {_EXAMPLE}")
    return parts.hostname, port or PORTS[parts.scheme], parts.scheme == "mqtts"
