"""The world that a replayed station lives in: time, power, its clocks, and fingers on its buttons.

The scenario's own time line goes on through everything. The station's boot clock starts anew each
time that the power comes back; its wall clock is right as long as it is trusted.
"""

import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from msgspec import Struct

from station.core.duration import DAY, HOUR, MINUTE
from station.mock.death import Killed, ProcessDied
from station.replay.scenario import Disk, Down, Kill, Plug, PowerCut, Scenario, Trust, WallStep

NEVER: Final = 2**62
BEGINNING: Final = 1_767_258_000_000
"""What a right wall clock shows when a scenario begins: some Thursday at nine, UTC."""
STALE: Final = 7 * HOUR
"""How far behind a wall clock that is not trusted is when the power is back: a machine without a
clock of its own goes on from the last time that it saved."""


class _Finger(Struct, frozen=True):
    """One finger more or less on a bay's button."""

    bay: int
    more: int


Change: TypeAlias = _Finger | Plug | WallStep | Trust | Kill | PowerCut | Disk


class PowerLost(ProcessDied):
    """It starts again once the power is back."""

    def __init__(self, cut: PowerCut) -> None:
        super().__init__(cut)
        self.cut = cut


class World:
    """A clock that jumps to whatever comes next, and plays the scenario on the way.

    Levels change at their own instants, before the scan of that instant: a scan sees what is
    down then. At the scenario's end it calls `on_end`. Sleeping raises ProcessDied when the
    scenario kills the process.
    """

    def __init__(
        self, scenario: Scenario, *, beginning: int | None = None, skipping: bool = True
    ) -> None:
        """`beginning` is what a right wall clock shows then, in milliseconds since 1970."""
        self._skipping = skipping
        self._right = BEGINNING if beginning is None else beginning
        self._id = uuid.uuid4().hex
        self._now = 0
        self._booted = 0
        self._boots = 1
        self._wall = self._right
        """What the wall clock would show at the scenario's beginning, as it is set now."""
        self._trusted = True
        self._end = scenario.end
        self._fingers = [0 for _ in scenario.config.bays]
        self._pins: list[Any] = []
        self._coming = sorted(_changes(scenario), key=lambda change: change[0])
        self._played = 0
        self.on_plug: Callable[[Plug], None] = lambda _plug: None
        self.on_disk: Callable[[Disk], None] = lambda _disk: None
        self.restless: Callable[[], int] = lambda: NEVER
        """When something other than the scenario next wants the station to look."""
        self.on_end: Callable[[], None] = lambda: None

    # For the replay

    def time(self) -> int:
        """Milliseconds since the start of the scenario."""
        return self._now

    @property
    def booted(self) -> int:
        """When this boot began, on the scenario's time line."""
        return self._booted

    def wire(self, pins: list[Any]) -> None:
        """Put the fingers on these buttons, as they are now."""
        self._pins = pins
        for bay in range(len(pins)):
            self._level(bay)

    def begin(self) -> None:
        """Do what the scenario does at this very instant; before the station looks."""
        self._play()

    def darkness(self, cut: PowerCut) -> bool:
        """Let the time without power pass. False if the scenario ends in it."""
        self._pins = []
        self._now = min(cut.until, self._end)
        self._play(before=self._now)
        self._boots += 1
        self._booted = self._now
        self._trusted = cut.trusted
        self._wall = self._right - (0 if cut.trusted else STALE)
        return self._now < self._end

    # For the station: all instants are of its boot clock

    @property
    def boot(self) -> str:
        """Which boot this is: no other replay's, for a journal may be gone on with."""
        return f"{self._id} {self._boots}"

    def now(self) -> int:
        """Milliseconds since the power came on."""
        return self._now - self._booted

    def sleep(self, until: int) -> None:
        """Jump ahead, but not past the end."""
        self._now = max(self._now, min(until + self._booted, self._end))
        self._play()
        if self._now >= self._end:
            self.on_end()

    def quiet_until(self, since: int) -> int:
        """The first thing after `since` that the scenario does, or that an edge wants."""
        if not self._skipping:
            return since
        following = bisect_right(self._coming, since + self._booted, key=lambda change: change[0])
        coming = self._coming[following][0] if following < len(self._coming) else NEVER
        return min(coming, self.restless(), self._end) - self._booted

    def wall(self) -> int:
        """The wall clock."""
        return self._wall + self._now

    def trusted(self) -> bool:
        """Whether it is to be trusted."""
        return self._trusted

    def label(self, instant: int) -> str | None:
        """An instant on a clock on the wall, UTC."""
        if not self._trusted:
            return None
        of_day = (self._wall + self._booted + instant) % DAY
        return f"{of_day // HOUR:02d}:{of_day % HOUR // MINUTE:02d}"

    def _play(self, before: int | None = None) -> None:
        until = self._now + 1 if before is None else before
        while self._played < len(self._coming) and self._coming[self._played][0] < until:
            at, change = self._coming[self._played]
            if isinstance(change, Kill | PowerCut) and at < self._now:
                # Nobody sleeps past what wakes it: the station must die at that very instant.
                self._now = at
            self._played += 1
            self._do(change)

    def _do(self, change: Change) -> None:
        match change:
            case _Finger(bay, more):
                self._fingers[bay] += more
                self._level(bay)
            case Plug():
                self.on_plug(change)
            case Disk():
                self.on_disk(change)
            case WallStep(_, by):
                self._wall += by
                # A trusted clock that is set was wrong before: it was put right.
                self._right += by if self._trusted else 0
            case Trust(_, trusted):
                self._trusted = trusted
                self._wall = self._right if trusted else self._wall
            case Kill():
                raise Killed
            case PowerCut():
                raise PowerLost(change)

    def _level(self, bay: int) -> None:
        """Two presses that overlap are one long one."""
        if not self._pins:
            return
        if self._fingers[bay] > 0:
            self._pins[bay].drive_low()
        else:
            self._pins[bay].drive_high()


def _changes(scenario: Scenario) -> Iterator[tuple[int, Change]]:
    for event in scenario.events:
        if not isinstance(event, Down):
            yield event.at, event
            continue
        yield event.at, _Finger(event.bay, 1)
        if event.until is not None:
            yield event.until, _Finger(event.bay, -1)
