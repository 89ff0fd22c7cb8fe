"""What a scenario does to a station from outside, as the oracle sees it: levels, power, clocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from station.replay.scenario import Disk, Down, Event, Kill, Plug, PowerCut, Trust, WallStep
from tests.oracle.button import SECOND


@dataclass(frozen=True)
class Finger:
    """One finger more or less on a bay's button."""

    at: int
    bay: int
    more: int


Change: TypeAlias = Finger | Disk | Kill | Plug | PowerCut | Trust | WallStep


def changes(events: Iterable[Event]) -> list[Change]:
    """Everything that happens, in order."""
    return sorted(_changes(events), key=lambda change: change.at)


def _changes(events: Iterable[Event]) -> Iterator[Change]:
    for event in events:
        if not isinstance(event, Down):
            yield event
            continue
        yield Finger(event.at, event.bay, 1)
        if event.until is not None:
            yield Finger(event.until, event.bay, -1)


@dataclass(frozen=True)
class Stamp:
    """What a row of the journal says of the clocks; its instant on the time line."""

    boot: int
    instant: int
    wall: int
    trusted: bool


@dataclass
class Clocks:
    """The boot that the machine is in, and its wall clock."""

    boot: int = 1
    booted: int = 0
    ahead: int = 0
    """How much more than the time line the wall clock shows."""
    right: int = 0
    """How much more a right one would: a trusted clock that is set was wrong, and is put right."""
    trusted: bool = True

    def boot_again(self, now: int, *, trusted: bool) -> None:
        """The power is back. A clock that is not trusted is some hours behind."""
        self.boot += 1
        self.booted = now
        self.trusted = trusted
        self.ahead = self.right - (0 if trusted else 7 * 3_600_000)

    def trust(self, *, trusted: bool) -> None:
        """A clock that becomes trusted is right."""
        self.trusted = trusted
        if trusted:
            self.ahead = self.right

    def step(self, by: int) -> None:
        """Somebody or something sets it."""
        self.ahead += by
        if self.trusted:
            self.right += by

    def stamp(self, now: int) -> Stamp:
        """For a row that is written now."""
        return Stamp(self.boot, now, now + self.ahead, self.trusted)

    def since(self, last: Stamp, now: int) -> tuple[int, bool]:
        """The table: how long ago the last row was, and whether exactly or at least."""
        if last.boot == self.boot:
            return now - last.instant, True
        uptime = now - self.booted
        by_the_wall = now + self.ahead - last.wall
        # Reading: a clock that denies the time since the machine came up is not trusted either.
        if last.trusted and self.trusted and by_the_wall >= uptime - SECOND:
            return max(by_the_wall, uptime), True
        return uptime, False
