"""A station that goes down and comes up again, with a journal and two clocks, in virtual time."""

from dataclasses import dataclass, field
from functools import reduce

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.past import Past, remember
from station.core.plan import Plan
from station.core.recovery import confirm, recover
from station.core.stamp import Row, Stamp
from tests.core.ward import APPLIED, Ward, plan

NOON = 1_800_000_000_000
"""When the first boot's clock was at zero."""


@dataclass
class Outages:
    """One station through its boots. The wall clock is right unless a test sets it."""

    plan: Plan = field(default_factory=plan)
    trusted: bool = True
    boot: int = 1
    booted: int = NOON
    """What the wall clock shows at the start of this boot, as far as the machine knows."""
    past: Past = field(default_factory=Past)

    def __post_init__(self) -> None:
        self.ward = Ward(self.plan)
        self.rows: list[Row] = []
        self._kept = 0

    def stamp(self, instant: int | None = None) -> Stamp:
        """Both clocks at an instant, or now."""
        at = self.ward.now if instant is None else instant
        return Stamp(f"boot {self.boot}", at, self.booted + at, self.trusted)

    def keep(self) -> None:
        """Have the journal take every fact so far, and the checkpoints between them."""
        for fact in self.ward.facts[self._kept :]:
            self._checkpoints(fact.acted)
            self._write(Row(self.stamp(fact.acted), fact))
        self._kept = len(self.ward.facts)
        self._checkpoints(self.ward.now)
        self._agrees()

    def kill(self, lasted: int = 0) -> list[Fact]:
        """The process dies and starts again, at once or after so long."""
        return self._start(self.ward.now + lasted)

    def cut(self, lasted: int, *, trusted: bool = True, wall: int | None = None) -> list[Fact]:
        """Power is off for so long; then the wall clock is right, or shows `wall`."""
        self.keep()
        self.boot += 1
        self.booted = self.booted + self.ward.now + lasted if wall is None else wall
        self.trusted = trusted
        return self._start(0)

    def trust(self, wall: int | None = None) -> list[Fact]:
        """The wall clock becomes trusted, and shows `wall`."""
        self.trusted = True
        if wall is not None:
            self.booted = wall - self.ward.now
        before = len(self.ward.facts)
        self.ward._take(*confirm(self.ward.floor, self.stamp()))
        return self.ward.facts[before:]

    def _start(self, now: int) -> list[Fact]:
        self.keep()
        floor, facts = recover(self.plan, self.past, self.stamp(now))
        self.ward = Ward(self.plan, now, recovered=floor)
        self.ward.facts[:0] = facts
        self._kept = 0
        self.keep()
        return list(facts)

    def _agrees(self) -> None:
        """What the journal's facts say of every bay is what the station knows of it."""
        for place in self.ward.floor.places:
            if place.bay.id in self.past.bays:
                told = self.past.bays[place.bay.id]
                # Which cream comes next is not in the journal, nor when the station was first up.
                told = replace(told, protocol=place.bay.protocol, rested=place.bay.rested)
                assert told == place.bay

    def _checkpoints(self, until: int) -> None:
        last = self.past.last
        if last is None or not any(bay.cream or bay.windows for bay in self.past.bays.values()):
            return
        while self.past.last is not None and self.past.last.instant + MINUTE <= until:
            self._write(Row(self.stamp(self.past.last.instant + MINUTE)))

    def _write(self, row: Row) -> None:
        self.rows.append(row)
        self.past = remember(self.past, row)


def folded(rows: list[Row]) -> Past:
    """What a journal of these rows says."""
    return reduce(remember, rows, Past())


def power_lost_with_cream_on() -> Ward:
    """Cream had been on for five minutes when power was lost, nobody knows for how long."""
    station = Outages()
    station.ward.until(APPLIED)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    return station.ward


def told(facts: list[Fact]) -> list[tuple[object, ...]]:
    """Kind, own instant, and what matters after a start."""
    return [
        (f.kind, f.at, *(x for x in (f.phase, f.certain) if f.kind is FactKind.RESUMED), *_late(f))
        for f in facts
        if f.kind is not FactKind.STARTED
    ]


def _late(fact: Fact) -> tuple[str, ...]:
    return ("late",) if fact.late else ()


def cream_on(after: int, *, beds: int = 1) -> Outages:
    """Cream went on at 1:00; so long after that."""
    station = Outages(plan(beds))
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(MINUTE + after)
    return station
