"""Tells the machine how the station is, and that it still works (section 5: the engine hangs).

The engine itself feeds the watchdog, at the end of a turn, and only if every edge with a thread
of its own makes progress. So an engine that hangs, and an edge that nobody can explain, both end
in a new start; a bus or a disk that is known to be stuck does not, for timing goes on without.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from station.core.duration import SECOND
from station.core.floor import Floor
from station.core.status import status

EVERY: Final = 1 * SECOND


class Notifier(Protocol):
    """Whoever supervises the process."""

    @property
    def watchdog(self) -> int | None:
        """Milliseconds from one `feed` to the next at most; None: nobody waits for any."""

    def ready(self, status: str) -> None:
        """The station works now."""

    def status(self, text: str) -> None:
        """How the station is, in a line. May be told the same again."""

    def feed(self) -> None:
        """The station works."""


class Supervision:
    """Attends each turn of the engine; it costs next to nothing until there is news."""

    def __init__(self, notifier: Notifier, progress: Sequence[Callable[[], bool]]) -> None:
        """`progress`: whether each of the edges works, or what keeps it is known."""
        self._notifier = notifier
        self._progress = progress
        self._every = min(EVERY, notifier.watchdog or EVERY)
        self._told: Floor | None = None
        self._due = 0

    def attend(self, floor: Floor, now: int) -> None:
        """A turn is done."""
        if floor is self._told and now < self._due:
            return
        (self._notifier.ready if self._told is None else self._notifier.status)(status(floor, now))
        self._told = floor
        if now < self._due:
            return
        self._due = now + self._every
        if all(works() for works in self._progress):
            self._notifier.feed()
