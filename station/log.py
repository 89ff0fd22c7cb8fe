"""What a running station says: one line a fact, and nothing in between."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Full, Queue
from threading import Thread
from typing import Final

from station.core.facts import Fact
from station.core.telling import sentence

PARTING: Final = 0.3
"""Seconds that the last lines may take at the end: a reader that hangs must not hold us up."""
MOST_WAITING: Final = 1000
"""Lines that wait for a slow reader; more are dropped."""


class FactLog:
    """Writes facts as lines for people, by a thread of its own; systemd adds the time.

    Whoever reads our output may be slow, stuck or gone, and an alarm must not wait for that. So
    `write` must not be a buffered file's: at exit Python waits for the lock of one that hangs.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._lines: Queue[str | None] = Queue(MOST_WAITING)
        self._writer = Thread(target=self._work, name="log", daemon=True)
        self._writer.start()

    def record(self, facts: Sequence[Fact]) -> None:
        """One line a fact."""
        for fact in facts:
            self.say(sentence(fact))

    def say(self, line: str) -> None:
        """One line."""
        with suppress(Full):
            self._lines.put_nowait(line)

    def close(self) -> None:
        """Write what is left."""
        with suppress(Full):
            self._lines.put_nowait(None)
        self._writer.join(PARTING)

    def _work(self) -> None:
        while (line := self._lines.get()) is not None:
            with suppress(OSError):  # this line is lost; the next may be read again
                self._write(f"{line}\n".encode())
