"""Who is let in to the pages, where others than this machine can reach them."""

import ipaddress
from collections.abc import Collection
from typing import Final

import anyio.to_thread
from msgspec import Struct
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from station.web.board.passwords import BusyError, Passwords, basic

ASK: Final = {"WWW-Authenticate": 'Basic realm="Station board", charset="UTF-8"'}


class Proxy(Struct, frozen=True):
    """A reverse proxy that knows who somebody is, and says so in a header."""

    header: str
    addresses: Collection[str]
    """Where it asks from. Anybody else could say anything in that header."""


class Entry:
    """Lets in who has a password, or whom the proxy knows."""

    def __init__(self, app: ASGIApp, passwords: Passwords | None, proxy: Proxy | None) -> None:
        self._app = app
        self._passwords = passwords
        self._proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(scope)
        await (self._app if refusal is None else refusal)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if self._proxy is not None and self._known_to_proxy(self._proxy, scope, headers):
            return None
        if self._passwords is None:
            return PlainTextResponse("only the proxy of this board may ask here\n", 403)
        given = headers.getlist("authorization")
        credentials = basic(given[0]) if len(given) == 1 else None
        if credentials is None:
            return PlainTextResponse("a name and a password, please\n", 401, ASK)
        if self._passwords.seen(credentials):
            return None
        try:
            right = await anyio.to_thread.run_sync(self._passwords.right, credentials)
        except BusyError:
            return PlainTextResponse("too many try passwords: wait a little\n", 503)
        return None if right else PlainTextResponse("name or password is wrong\n", 401, ASK)

    def _known_to_proxy(self, proxy: Proxy, scope: Scope, headers: Headers) -> bool:
        peer = (scope.get("client") or ("", 0))[0]
        named = headers.getlist(proxy.header)
        return _plain(peer) in proxy.addresses and len(named) == 1 and bool(named[0].strip())


def _plain(address: str) -> str:
    """An IPv4 address that came through an IPv6 socket is itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)
