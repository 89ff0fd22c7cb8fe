"""The board's server: pages, what they are told, and what is looked back at. It only reads."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from station.web.board.pages import MOST_PAGES, Pages

PAGE: Final = Path(__file__).parent / "page"


def application(pages: Pages, looking_back: list[Route]) -> Starlette:
    """The whole of it, but for who is let in."""

    async def events(_request: Request) -> Response:
        if pages.open >= MOST_PAGES:
            return PlainTextResponse("too many pages are open\n", 503, {"Retry-After": "10"})
        return StreamingResponse(pages.listen(), media_type="text/event-stream")

    @asynccontextmanager
    async def begun(_app: Starlette) -> AsyncIterator[None]:
        pages.begin()
        yield

    routes = [
        Route("/", _file("board.html")),
        Route("/wall", _file("wall.html")),
        Route("/back", _file("back.html")),
        Route("/events", events),
        *looking_back,
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    board = Starlette(routes=routes, lifespan=begun)
    board.router.redirect_slashes = False  # it reads queries that nobody has checked
    return board


def _file(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        return FileResponse(PAGE / name)

    return page
