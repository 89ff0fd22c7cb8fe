"""The large figure of a bay: what counts down or up, and when it ticks."""

from typing import Final

from msgspec import Struct

from station.core.bay import Bay
from station.core.duration import LONGEST_MINUTES, SECOND, clock_face
from station.core.phase import Phase

COARSE: Final = LONGEST_MINUTES * 60
"""From so many seconds on a figure shows hours and minutes only."""


class Figure(Struct, frozen=True):
    """A countdown from `begin` to `end`, or up from `begin` if it has no end."""

    begin: int
    end: int | None

    def text(self, now: int) -> str:
        """As staff read it: time left rounded up; counting up, what has fully passed."""
        seconds = self._seconds(now)
        return clock_face(seconds) if self.end is not None else f"+{clock_face(seconds)}"

    def progress(self, now: int) -> int | None:
        """How much has passed, in thousandths; None counting up. Changes only with the text."""
        if self.end is None:
            return None
        seconds = self._seconds(now)
        left = min(_shown(seconds) * SECOND, self.end - self.begin)
        return 1000 - 1000 * left // (self.end - self.begin)

    def next_tick(self, now: int) -> int | None:
        """When the text next changes; None at the end of a countdown."""
        seconds = self._seconds(now)
        if self.end is None:
            following = seconds + 1 if seconds + 1 <= COARSE else (seconds // 60 + 1) * 60
            return self.begin + following * SECOND
        if seconds <= 0:
            return None
        return self.end - (_shown(seconds) - 1) * SECOND

    def _seconds(self, now: int) -> int:
        if self.end is None:
            return max(0, now - self.begin) // SECOND
        return max(0, -(-(self.end - now) // SECOND))


def figure(bay: Bay) -> Figure | None:
    """What counts at a bay; None while it is ready."""
    cream = bay.cream
    if cream is None:
        last = bay.large_window
        return None if last is None else Figure(last.opened, last.ends)
    if cream.phase is Phase.CONTACT:
        return Figure(cream.applied, cream.due)
    if cream.phase is Phase.REMOVAL:
        return Figure(cream.since, cream.limit)
    return Figure(cream.over, None)


def _shown(seconds: int) -> int:
    return seconds if seconds < COARSE else seconds // 60 * 60
