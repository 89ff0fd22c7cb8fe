"""The scan loop: sample, step, dispatch, and sleep until something can change.

One thread, no callbacks and no locks, as a PLC scans. It knows its edges only by the small
interfaces below; `run`, `sim` and `replay` give it other ones and change nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from station.core import floor as floors
from station.core.facts import Fact, FactKind
from station.core.floor import next_change_of_state
from station.core.outputs import PinLevels, next_pin_change, pin_levels
from station.core.panel import Wording, next_screen_change, parting_screen, screen, wording
from station.core.plan import Plan
from station.core.screen import Screen

FAR: int = 2**62
"""An instant that never comes."""


class Clock(Protocol):
    """The boot clock, in milliseconds; the wall clock has no part in timing."""

    def now(self) -> int:
        """The present instant."""

    def sleep(self, until: int) -> None:
        """Sleep until an instant, or less."""

    def quiet_until(self, since: int) -> int:
        """The first instant after `since` at which something may come in from outside.

        It may be past by now. A clock that cannot know gives `since` itself.
        """


class Pins(Protocol):
    """Buttons, lamps and buzzers."""

    def levels(self) -> Sequence[bool]:
        """The raw level of every bay's button; True is down."""

    def drive(self, levels: PinLevels) -> None:
        """Set lamps and buzzers."""

    def rest(self) -> None:
        """Everything off."""


class PanelReport(Protocol):
    """A panel is lost, or restored."""

    @property
    def index(self) -> int:
        """Which one."""

    @property
    def lost(self) -> bool:
        """Lost, or restored."""

    @property
    def reason(self) -> str:
        """Why it is lost."""


class Panels(Protocol):
    """All panels of the station. Nothing here may make the caller wait."""

    def show(self, panel: int, screen: Screen) -> None:
        """Show this from now on."""

    def reports(self) -> Iterable[PanelReport]:
        """What has become of panels since the last call, in order."""


class Record(Protocol):
    """Where facts go."""

    def record(self, facts: Sequence[Fact]) -> None:
        """Take facts in the order in which the station acted. Must not make the caller wait."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Everything that a runtime is connected to. Without panels nothing is composed for them."""

    clock: Clock
    pins: Pins
    record: Record
    panels: Panels | None = None


class Runtime:
    """One station at work, from `started` to `stopped`."""

    def __init__(self, plan: Plan, scan: int, edges: Edges, stopping: Event | None = None) -> None:
        """`scan` in milliseconds. It ends once `stopping` is set, by a signal or a thread."""
        self._scan = scan
        self._edges = edges
        self._stopping = stopping or Event()
        self._now = self._start = edges.clock.now()
        self.floor = floors.opened(plan, self._start)
        self._last_scan = self._next_scan = self._start
        self._due = self._start
        self._pins_due = FAR
        self._screens_due = [self._start for _ in plan.panels]
        self._wordings: list[Wording | None] = [None for _ in plan.panels]
        self._levels: Sequence[bool] = ()
        self._driven: PinLevels | None = None
        self._settled = False

    def stop(self) -> None:
        """End after the present turn."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped; then every lamp and buzzer is off."""
        try:
            self._tell(Fact(FactKind.STARTED, self._start, self._start))
            self.turn()
            while not self._stopping.is_set():
                self._sleep()
                self.turn()
            self._tell(Fact(FactKind.STOPPED, self._now, self._now))
            self._part()
        finally:
            self._edges.pins.rest()

    def _part(self) -> None:
        """Leave no countdown standing that nobody counts any more."""
        if self._edges.panels is not None:
            for index in range(len(self.floor.plan.panels)):
                self._edges.panels.show(index, parting_screen(self.floor, index))

    def turn(self) -> None:
        """Look once at clock, buttons and panels, and do what follows."""
        now = self._now = self._edges.clock.now()
        before = self.floor
        if now >= self._next_scan:
            self._last_scan = now
            self._sample(now)
        elif now >= self._due:
            self.floor, facts = floors.advance(self.floor, now)
            self._tell(*facts)
        if self.floor is not before or now >= self._due or self._driven is None:
            self._dispatch(now, changed=self.floor is not before)

    def _sample(self, now: int) -> None:
        self._hear_panels(now)
        levels = self._edges.pins.levels()
        if now < self._due and self._settled and levels == self._levels:
            return
        self._levels = levels
        self.floor, facts = floors.scan(self.floor, levels, now)
        self._settled = self.floor.settled
        self._tell(*facts)

    def _hear_panels(self, now: int) -> None:
        if self._edges.panels is None:
            return
        for report in self._edges.panels.reports():
            kind = FactKind.PANEL_LOST if report.lost else FactKind.PANEL_RESTORED
            fact = Fact(kind, now, now, panel=report.index, reason=report.reason or None)
            self.floor = floors.report(self.floor, fact)
            self._tell(fact)

    def _dispatch(self, now: int, *, changed: bool) -> None:
        if changed or now >= self._pins_due:
            levels = pin_levels(self.floor, now)
            if levels != self._driven:
                self._edges.pins.drive(levels)
                self._driven = levels
            self._pins_due = _or_far(next_pin_change(self.floor, now))
        if self._edges.panels is not None:
            for index, due in enumerate(self._screens_due):
                if changed or now >= due:
                    self._show(self._edges.panels, index, now, changed=changed)
        screens = self._screens_due if self._edges.panels is not None else ()
        state = _or_far(next_change_of_state(self.floor))
        self._due = min(self._pins_due, state, *screens)

    def _show(self, panels: Panels, index: int, now: int, *, changed: bool) -> None:
        said = self._wordings[index]
        if changed or said is None or (said.until is not None and now >= said.until):
            said = self._wordings[index] = wording(self.floor, index, now)
        panels.show(index, screen(self.floor, index, now, said))
        self._screens_due[index] = _or_far(next_screen_change(self.floor, index, now, said))

    def _sleep(self) -> None:
        clock = self._edges.clock
        self._next_scan = self._scan_after(self._now)
        if self._settled:
            # Scans before something comes in would see what the last one saw.
            something = clock.quiet_until(self._last_scan)
            self._next_scan = max(self._next_scan, self._scan_after(something - 1))
        clock.sleep(min(self._due, self._next_scan))

    def _scan_after(self, instant: int) -> int:
        """The first scan after an instant: scans fall on multiples from the start."""
        return self._start + ((instant - self._start) // self._scan + 1) * self._scan

    def _tell(self, *facts: Fact) -> None:
        if facts:
            self._edges.record.record(facts)


def _or_far(instant: int | None) -> int:
    return FAR if instant is None else instant
