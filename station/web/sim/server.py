"""The simulator's server: one page, a stream of what happens, and what the page may ask for."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from station.sim.practice import Practice
from station.web.guard import Guard
from station.web.sim.feed import Feed, encoded, switches
from station.web.sim.orders import Order, OrderRefusedError, Press, read

PAGE: Final = Path(__file__).parent / "page"
MOST_BYTES: Final = 1000
"""Of an order; the longest has a hundred."""


def application(practice: Practice, feed: Feed, hosts: list[str]) -> Guard:
    """The whole of it, for pages that call it by one of these hosts."""
    pages = _Pages(practice, feed)
    routes = [
        Route("/", _page),
        Route("/events", pages.events),
        Route("/do", pages.order, methods=["POST"]),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    pages_and_streams = Starlette(routes=routes, lifespan=pages.watched)
    pages_and_streams.router.redirect_slashes = False  # it reads queries that nobody has checked
    return Guard(pages_and_streams, hosts)


async def _page(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


class _Pages:
    """All that are open now. One that is gone holds no button down any more."""

    def __init__(self, practice: Practice, feed: Feed) -> None:
        self._practice = practice
        self._feed = feed
        self._held: dict[str, set[int]] = {}
        """By page that listens, the bays whose buttons it holds down."""
        self._streams: Counter[str] = Counter()
        """How often each listens: one that comes anew may not be seen to be gone yet."""

    async def events(self, request: Request) -> Response:
        """What happens, for as long as the page listens."""
        page = request.query_params.get("page", "")
        return StreamingResponse(self._stream(page), media_type="text/event-stream")

    async def order(self, request: Request) -> Response:
        """One thing that the page asks for."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("too long\n", 413)
        try:
            wanted = read(bytes(body))
            self._expect(wanted)
            wanted.do(self._practice)
        except OrderRefusedError as refused:
            return PlainTextResponse(f"{refused}\n", 400)
        if isinstance(wanted, Press) and wanted.page in self._held:
            held = self._held[wanted.page]
            (held.add if wanted.down else held.discard)(wanted.bay)
        self._feed.say(switches(self._practice.stage))
        return Response(status_code=204)

    def _expect(self, wanted: Order) -> None:
        """A finger goes with its page: one that does not listen has none. It may always let go.

        Raises OrderRefusedError.
        """
        if isinstance(wanted, Press) and wanted.down and wanted.page not in self._held:
            raise OrderRefusedError("this page does not hear the station: reload it")

    @asynccontextmanager
    async def watched(self, _app: Starlette) -> AsyncIterator[None]:
        """Panels are looked at for as long as the server runs."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watch(self) -> None:
        try:
            await self._feed.watch(self._practice)
        finally:
            self._feed.end()  # a page that nobody keeps up to date must not look as if it were

    async def _stream(self, page: str) -> AsyncIterator[str]:
        self._streams[page] += 1
        held = self._held.setdefault(page, set())
        try:
            async for message in self._feed.listen():
                yield encoded(message)
        finally:
            for bay in held:
                self._practice.stage.press(bay, down=False)
            held.clear()
            self._streams[page] -= 1
            if not self._streams[page]:
                del self._streams[page], self._held[page]
            self._feed.say(switches(self._practice.stage))
