"""The world that a replayed station lives in: its virtual clock, and the fingers on its buttons."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from station.replay.scenario import Down, Plug, Scenario

Plugging = Callable[[int, bool], None]
"""Panel, and whether it is plugged in."""
NEVER = 2**62


class World:
    """A clock that jumps to whatever comes next, and plays the scenario on the way.

    Levels change at their own instants, before the scan of that instant: a scan sees what is
    down then. At the scenario's end it calls `on_end`.
    """

    def __init__(self, scenario: Scenario, factory: Any, *, skipping: bool = True) -> None:
        self._skipping = skipping
        self._now = 0
        self._end = scenario.end
        self._pins = [factory.pin(bay.button) for bay in scenario.config.bays]
        self._fingers = [0 for _ in self._pins]
        self._coming = sorted(_changes(scenario), key=lambda change: change[0])
        self._played = 0
        self.plugging: Plugging | None = None
        self.restless: Callable[[], int] = lambda: NEVER
        """When something other than the scenario next wants the station to look."""
        self.on_end: Callable[[], None] = lambda: None

    def now(self) -> int:
        """Milliseconds since the start of the scenario."""
        return self._now

    def quiet_until(self, since: int) -> int:
        """The first thing after `since` that the scenario does, or that the panels want."""
        if not self._skipping:
            return since
        following = bisect_right(self._coming, since, key=lambda change: change[0])
        coming = self._coming[following][0] if following < len(self._coming) else NEVER
        return min(coming, self.restless(), self._end)

    def sleep(self, until: int) -> None:
        """Jump ahead, but not past the end."""
        self._now = max(self._now, min(until, self._end))
        self._play()
        if self._now >= self._end:
            self.on_end()

    def begin(self) -> None:
        """Do what the scenario does at its very start; before the station looks."""
        self._play()

    def _play(self) -> None:
        while self._played < len(self._coming) and self._coming[self._played][0] <= self._now:
            _, change = self._coming[self._played]
            self._played += 1
            if isinstance(change, Plug):
                if self.plugging is not None:
                    self.plugging(change.panel, change.plugged)
            else:
                self._touch(*change)

    def _touch(self, bay: int, finger: int) -> None:
        """One finger more or less on a button: two presses that overlap are one long one."""
        self._fingers[bay] += finger
        if self._fingers[bay] > 0:
            self._pins[bay].drive_low()
        else:
            self._pins[bay].drive_high()


def _changes(scenario: Scenario) -> Iterator[tuple[int, Plug | tuple[int, int]]]:
    for event in scenario.events:
        if isinstance(event, Plug):
            yield event.at, event
        elif isinstance(event, Down):
            yield event.at, (event.bay, 1)
            if event.until is not None:
                yield event.until, (event.bay, -1)
