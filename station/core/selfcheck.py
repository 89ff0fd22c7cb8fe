"""The station checks itself, in silence, once a day, and says what came of it.

1. It begins a minute after the start, and a day after the last one; an hour after, if that one
   found something: whoever mends it wants to see that it is mended.
2. Never while cream is on: then it waits until none is.
3. Nothing sounds, flashes or is drawn. Outputs are read back, a row goes to the journal. Panels,
   buttons and pins that fail are known already, for they are looked at all the time.
4. It is over once its row is on the disk for good, or PATIENCE later.
5. Not a fact, and nothing of it survives the process: the next one checks itself again.
"""

from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.reports import CheckReport, Part

FIRST: Final = 1 * MINUTE
EVERY: Final = 1 * DAY
AGAIN: Final = 1 * HOUR
PATIENCE: Final = 10 * SECOND


class Checked(Struct, frozen=True):
    """What came of one check."""

    at: int
    """When it began."""
    astray: frozenset[tuple[Part, int]]
    """Outputs that read otherwise than they were set; lamps by bay."""
    saved: bool
    """Whether its row came to the disk in time."""
    short_of_room: bool
    """Whether the journal's disk is nearly full."""
    well: bool
    """Whether there was no fault that the station knows of anyway."""
    trusted: bool
    """Whether the wall clock was to be trusted: no fault, but worth knowing."""

    @property
    def clean(self) -> bool:
        """Whether the check found nothing that is not shown anyway, as NOT SAVED is."""
        return not self.astray and not self.short_of_room

    @property
    def fine(self) -> bool:
        """Whether nothing at all was wrong."""
        return self.clean and self.saved and self.well


class SelfCheck(Struct, frozen=True):
    """When the next one is, the one under way, and what came of the last."""

    due: int
    asked: int | None = None
    """When the latest began: the edges are then to report."""
    said: CheckReport | None = None
    """What they reported; None once it is over, and until they do."""
    last: Checked | None = None

    def next_event(self, *, cream_on: bool) -> int | None:
        """When time alone next makes something of it."""
        if self.said is not None:
            return self.said.at + PATIENCE
        return None if cream_on else self.due

    def begun(self, now: int) -> "SelfCheck":
        """The edges are asked."""
        return replace(self, asked=now, due=now + EVERY)

    def answered(self, said: CheckReport) -> "SelfCheck":
        """The edges have reported."""
        return replace(self, said=said)

    def mended(self, part: tuple[Part, int], now: int) -> "SelfCheck":
        """A part works again: what was found of it is old, and the next check tells."""
        if self.last is None or part not in self.last.astray:
            return self
        last = replace(self.last, astray=self.last.astray - {part})
        return replace(self, last=last, due=min(self.due, now))

    def over(
        self, said: CheckReport, *, saved: bool, short_of_room: bool, well: bool
    ) -> "SelfCheck":
        """The one under way, of which the edges said that, is over."""
        last = Checked(said.at, said.astray, saved, short_of_room, well, said.trusted)
        due = said.at + (EVERY if last.fine else AGAIN)
        return SelfCheck(due, self.asked, None, last)
