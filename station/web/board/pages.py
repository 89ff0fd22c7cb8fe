"""What pages are told, for as long as they listen (server-sent events).

A page that does not read costs what is on its way to it and a number: what it is told next is made
when it has taken the last. So it misses steps in between, and never how things stand.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

import msgspec

from station.web.board.listening import Hearing
from station.web.board.table import MOST, Known, Table

MOST_PAGES: Final = 200
AT_ONCE: Final = 1000
"""Bays and stations of one message."""
BEAT: Final = 5.0
"""Seconds: a page that hears nothing for much longer knows that it is cut off."""
GLANCE: Final = 0.04
"""Seconds from one message to the next, at least: what changes meanwhile goes together."""


class Beat(msgspec.Struct, frozen=True):
    """What a page is told again and again."""

    now: int
    """The board's clock, in ms since 1970: what a browser's own shows may be wrong."""
    joined: bool
    since: int | None
    why: str
    refused: int
    """Messages on the broker that were left out."""
    bays: int
    most: int
    """Bays that there may be; those beyond are left out."""
    trouble: str | None
    """Why the history is not saved."""
    whole: bool
    """The broker has told the board all it retains, and the board has told it on."""


class Pages:
    """All that are open."""

    def __init__(
        self,
        table: Table,
        hearing: Callable[[], tuple[Hearing, int]],
        trouble: Callable[[], str | None],
    ) -> None:
        """`hearing`: how the broker is heard, and how many messages were refused."""
        self._table = table
        self._hearing = hearing
        self._trouble = trouble
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._waking = False
        self._ended = False
        self.open = 0

    def begin(self) -> None:
        """To be called in the loop that serves them."""
        self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Let all of them go: the server is about to shut."""
        self._ended = True
        self._wake()

    def change(self) -> None:
        """There may be something new. Any thread may say so."""
        if self._loop is not None and not self._waking:
            self._waking = True
            try:
                self._loop.call_soon_threadsafe(self._wake)
            except RuntimeError:  # the server has shut
                self._loop = None

    def _wake(self) -> None:
        self._waking = False
        before, self._changed = self._changed, asyncio.Event()
        before.set()

    async def listen(self) -> AsyncIterator[bytes]:
        """Everything there is, and then whatever changes."""
        self.open += 1
        try:
            known, beaten, before = Known(), -BEAT, b""
            yield b"retry: 1000\nevent: begin\ndata: {}\n\n"
            while not self._ended:
                changed = self._changed
                changes = self._table.changes(known, AT_ONCE)
                known = changes.known
                if changes.body:
                    yield b"event: changes\ndata: %s\n\n" % changes.body
                if changes.more:
                    continue
                now = time.monotonic()
                state = self._state()
                if now - beaten >= BEAT or state != before:
                    beaten, before = now, state
                    yield self._beat()
                await _either(changed, BEAT - (now - beaten))
                await asyncio.sleep(GLANCE)
        finally:
            self.open -= 1

    def _state(self) -> bytes:
        hearing, _ = self._hearing()
        return msgspec.json.encode(hearing)

    def _beat(self) -> bytes:
        hearing, refused = self._hearing()
        beat = Beat(
            now=time.time_ns() // 1_000_000,
            joined=hearing.joined,
            since=hearing.since,
            why=hearing.why,
            refused=refused,
            bays=self._table.bays,
            most=MOST,
            trouble=self._trouble(),
            whole=hearing.whole,
        )
        return b"event: beat\ndata: %s\n\n" % msgspec.json.encode(beat)


async def _either(changed: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(max(seconds, 0.001)):
            await changed.wait()
    except TimeoutError:
        return
