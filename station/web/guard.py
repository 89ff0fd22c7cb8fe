"""Keeps strangers' pages away from a server.

Any page that somebody has open may send requests to this machine, and a name that it owns may come
to mean 127.0.0.1 (DNS rebinding). What such a request cannot choose is its Host and its Origin.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
READS: Final = frozenset({"GET", "HEAD"})
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what a page of this very server asks for, and nothing else."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], *, secure: bool = False, addresses: bool = False
    ) -> None:
        """`hosts`: how its pages may call it, with the port.

        `secure`: TLS may be in front of it. `addresses`: it may be called by any IP address, for
        it listens on several; no stranger's name is one.
        """
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._schemes = ("http", "https") if secure else ("http",)
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        app = self._app if refusal is None else PlainTextResponse(f"{refusal}\n", 403)
        await app(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not self._own(hosts[0].lower()):
            return f"this is only for pages of {', '.join(sorted(self._hosts))}"
        if any(not self._own_page(origin.lower()) for origin in origins):
            return "other pages may not ask here"
        if method not in READS and not origins:
            return "only its own page may change something here"
        return None

    def _own(self, host: str) -> bool:
        return host in self._hosts or (self._addresses and _is_address(host))

    def _own_page(self, origin: str) -> bool:
        scheme, _, host = origin.partition("://")
        return scheme in self._schemes and self._own(host)


def _is_address(host: str) -> bool:
    """Whether a Host is an IP address, with or without a port."""
    bracketed, closed, port = host.partition("]")
    name = bracketed.removeprefix("[") if closed else host.partition(":")[0]
    port = port.removeprefix(":") if closed else host.partition(":")[2]
    if port and not (port.isascii() and port.isdigit()):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def loopback_hosts(port: int) -> list[str]:
    """How a browser on this machine may call a server on this port."""
    return [f"{name}:{port}" for name in LOOPBACK]
