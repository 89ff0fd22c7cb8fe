"""The scan loop: sample, step, dispatch, and sleep until something can change.

One thread, no callbacks and no locks, as a PLC scans. It knows its edges only by the interfaces
in `station.engine.edges`; `run`, `sim` and `replay` give it other ones and change nothing else.
"""

from collections.abc import Sequence
from contextlib import suppress
from threading import Event
from typing import Final

from station.core import step
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.outputs import PinLevels, next_pin_change, pin_levels
from station.core.panel import Wording, next_screen_change, screen, wording
from station.core.parting import parting_screen
from station.core.recovery import confirm, confirmable
from station.core.reports import CheckReport, Report
from station.core.stamp import Row, Stamp
from station.engine.edges import Edges, Panels

FAR: Final = 2**62
"""An instant that never comes."""
CHECKPOINT: Final = 1 * MINUTE
"""While something is timed, no more than this passes from one row of the journal to the next."""
LOOK: Final = SECOND // 10
"""Without any news, edges with threads of their own are asked after so long at the latest; without
any consequence of a turn, whoever watches is called."""
WALL_STEP: Final = 1 * SECOND
"""A wall clock that has moved more than this against the boot clock was put forward or back."""


class Runtime:
    """One station at work, from a floor that has just been recovered to `stopped`."""

    def __init__(
        self,
        floor: Floor,
        facts: Sequence[Fact],
        scan: int,
        edges: Edges,
        *,
        origin: int | None = None,
        stopping: Event | None = None,
    ) -> None:
        """Go on with `floor`, `facts` being what it has to say at once.

        `scan` in milliseconds; scans fall on multiples of it from `origin`, or from the start.
        The station ends once `stopping` is set, by a signal or a thread.
        """
        self.floor = floor
        self._facts = facts
        self._scan = scan
        self._edges = edges
        self._origin = floor.started if origin is None else origin
        self._stopping = stopping or Event()
        self._now = self._due = floor.started
        self._last_scan = floor.started - 1
        self._next_scan = self._scan_after(self._last_scan)
        self._pins_due = FAR
        self._screens_due = [floor.started for _ in floor.plan.panels]
        self._wordings: list[Wording | None] = [None for _ in floor.plan.panels]
        self._levels: Sequence[bool | None] = ()
        self._driven: PinLevels | None = None
        self._settled = False
        self._rows = 0
        self._checkpoint_due = FAR
        self._attend_at = self._fetch_at = floor.started
        self._judged: Floor | None = None
        """The floor of which these two are known."""
        self._confirmable = self._matters = False
        self._last_stamp: Stamp | None = None
        self._asked = floor.check.asked
        """The check of itself for which the edges were last asked."""

    def stop(self) -> None:
        """End after the present turn."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped; then every lamp and buzzer is off."""
        try:
            self._tell(self._facts)
            self.turn()
            while not self._stopping.is_set():
                self._sleep()
                self.turn()
            self._tell([Fact(FactKind.STOPPED, self._now, self._now)])
            self._part()
        except Exception:
            with suppress(Exception):  # whatever failed: no countdown may seem to go on
                self._part()
            raise
        finally:
            self._edges.pins.rest()

    def turn(self) -> None:
        """Look once at clock, edges and buttons, and do what follows."""
        now = self._now = self._edges.clock.now()
        before = self.floor
        if now >= self._next_scan:
            if now - self._next_scan > self._scan:  # the machine stood still, or slept
                self.floor = step.overlooked(self.floor, self._last_scan)
                self._settled = self.floor.settled  # whoever is touched must be looked at
            self._last_scan = now
            self._sample(now)
        elif now >= self._due:
            self._take(*step.advance(self.floor, now))
        if self.floor.check.asked != self._asked:
            self._check()
        if self.floor.check.last is not before.check.last and self.floor.check.last is not None:
            self._edges.record.checked(self.floor.check.last)
        if now >= self._checkpoint_due:
            self._write([Row(self._stamp())])
        if self.floor is not before or now >= self._due or self._driven is None:
            first = self._driven is None
            self._dispatch(now, changed=first or not self.floor.stands_as(before))
            self._attend_at = now
        if now >= self._attend_at:
            self._attend_at = now + LOOK
            self._edges.watch.attend(self.floor, now)

    def _part(self) -> None:
        """Leave no countdown standing that nobody counts any more."""
        panels, label = self._edges.panels, self._edges.clock.label
        if panels is None:
            return
        for index in range(len(self.floor.plan.panels)):
            panels.show(index, parting_screen(self.floor, index, self._now, label))

    def _sample(self, now: int) -> None:
        edges = self._edges
        if said := edges.pins.reports():
            self._hear(said)
        news = edges.news
        if news is None or news.there or now >= self._fetch_at:
            self._fetch(now)
        if self.floor is not self._judged:
            self._judge()
        if self._confirmable or self._matters:
            self._look_at_the_wall_clock()
        levels = edges.pins.levels()
        if now < self._due and self._settled and levels == self._levels:
            return
        self._levels = levels
        self._take(*step.scan(self.floor, levels, now))
        self._settled = self.floor.settled

    def _fetch(self, now: int) -> None:
        """Hear what edges with threads of their own have to report."""
        self._fetch_at, edges = now + LOOK, self._edges
        if edges.news is not None:
            edges.news.there = False
        for edge in (edges.panels, edges.journal):
            if edge is not None and (said := edge.reports()):
                self._hear(said)

    def _look_at_the_wall_clock(self) -> None:
        """Learn the true time once it can be known; note when the clock is not what it was."""
        clock, last = self._edges.clock, self._last_stamp
        trusted = clock.trusted()
        if trusted and self._confirmable:
            self._take(*confirm(self.floor, self._stamp()))
            self._judge()
        if last is None or not self._matters:
            return
        moved = (clock.wall() - last.wall) - (self._now - last.instant)
        if trusted is not last.trusted or abs(moved) > WALL_STEP:
            self._write([Row(self._stamp())])

    def _judge(self) -> None:
        """Find out what the wall clock means to the floor."""
        self._judged, self._confirmable = self.floor, confirmable(self.floor)
        self._matters = any(place.bay.matters for place in self.floor.places)

    def _check(self) -> None:
        """Have the edges look at themselves; a row shows whether the journal can be written."""
        self._asked = self.floor.check.asked
        found = self._edges.pins.astray()
        for said in found:
            self._edges.record.report(said)
        astray = frozenset((said.part, said.index) for said in found)
        trusted = self._edges.clock.trusted()
        self._hear([CheckReport(self._now, astray, trusted, row=self._rows + 1)])
        self._write([Row(self._stamp())])

    def _hear(self, reports: Sequence[Report]) -> None:
        for said in reports:
            self._edges.record.report(said)
            self._take(*step.report(self.floor, said, self._now))

    def _take(self, floor: Floor, facts: Sequence[Fact]) -> None:
        self.floor = floor
        self._tell(facts)

    def _tell(self, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        self._edges.record.record(facts)
        stamp = self._stamp()
        self.floor = step.written(self.floor, facts, self._rows + len(facts))
        self._write([Row(stamp, fact) for fact in facts])

    def _write(self, rows: Sequence[Row]) -> None:
        self._rows += len(rows)
        self._edges.journal.write(rows)
        self._last_stamp = rows[-1].stamp
        self._checkpoint_due = self._last_stamp.instant + CHECKPOINT if self._busy() else FAR
        self._hear(self._edges.journal.reports())  # a replay's journal writes at once

    def _stamp(self) -> Stamp:
        clock = self._edges.clock
        return Stamp(clock.boot, self._now, clock.wall(), clock.trusted())

    def _busy(self) -> bool:
        return any(place.bay.cream or place.bay.windows for place in self.floor.places)

    def _dispatch(self, now: int, *, changed: bool) -> None:
        if changed or now >= self._pins_due:
            levels = pin_levels(self.floor, now)
            if levels != self._driven:
                self._edges.pins.drive(levels)
                self._driven = levels
            self._pins_due = _or_far(next_pin_change(self.floor, now))
        panels = self._edges.panels
        for index, due in enumerate(self._screens_due if panels is not None else ()):
            if panels is not None and (changed or now >= due):
                self._show(panels, index, now, changed=changed)
        screens = self._screens_due if panels is not None else ()
        state = _or_far(step.next_change_of_state(self.floor))
        self._due = min(self._pins_due, state, *screens)

    def _show(self, panels: Panels, index: int, now: int, *, changed: bool) -> None:
        said = self._wordings[index]
        if changed or said is None or (said.until is not None and now >= said.until):
            said = self._wordings[index] = wording(self.floor, index, now)
        panels.show(index, screen(self.floor, index, now, said))
        self._screens_due[index] = next_screen_change(self.floor, index, now, said)

    def _sleep(self) -> None:
        clock = self._edges.clock
        self._next_scan = self._scan_after(self._now)
        if self._settled:
            # Scans before something comes in would see what the last one saw.
            something = clock.quiet_until(self._last_scan)
            if something > self._next_scan:
                self._next_scan = self._scan_after(something - 1)
        clock.sleep(min(self._due, self._next_scan, self._checkpoint_due))

    def _scan_after(self, instant: int) -> int:
        """The first scan after an instant."""
        return self._origin + ((instant - self._origin) // self._scan + 1) * self._scan


def _or_far(instant: int | None) -> int:
    return FAR if instant is None else instant
