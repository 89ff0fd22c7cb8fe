"""What a running station says: one line a fact, and nothing in between."""

from collections.abc import Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Final, TextIO

from station.core.facts import Fact
from station.core.telling import sentence

PARTING: Final = 0.5
"""Seconds that the last lines may take at the end: a reader that hangs must not hold us up."""


class FactLog:
    """Writes facts as lines for people, by a thread of its own; systemd adds the time.

    Whoever reads our output may be slow or stuck, and an alarm must not wait for that.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._writer = Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def record(self, facts: Sequence[Fact]) -> None:
        """One line a fact."""
        for fact in facts:
            self.say(sentence(fact))

    def say(self, line: str) -> None:
        """One line."""
        self._lines.put(line)

    def close(self) -> None:
        """Write what is left."""
        self._lines.put(None)
        self._writer.join(PARTING)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                print(line, file=self._out, flush=True)
            except OSError:
                return  # nobody reads any more; the station goes on without a log
