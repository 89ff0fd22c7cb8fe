"""A station's edges as a test has them: time is late if it wants, all else is written down."""

from collections.abc import Sequence

from station.core.duration import MINUTE
from station.core.facts import Fact
from station.core.floor import Floor
from station.core.outputs import PinLevels
from station.core.past import Past
from station.core.recovery import recover
from station.core.reports import PinReport, Report, Saved
from station.core.selfcheck import Checked
from station.core.stamp import Row, Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from tests.core.outage import NOON
from tests.core.ward import plan


class LateClock:
    """A clock that oversleeps by a fixed time, as a busy machine does."""

    boot = "the only boot"

    def __init__(self, late: int, start: int = 0) -> None:
        self.late = late
        self.instant = start
        self.sleeps: list[int] = []
        self.set_by = 0
        """By how much somebody has set the wall clock."""
        self.right = True

    def now(self) -> int:
        return self.instant

    def sleep(self, until: int) -> None:
        self.sleeps.append(until - self.instant)
        self.instant = max(self.instant, until) + self.late

    def quiet_until(self, since: int) -> int:
        return since

    def wall(self) -> int:
        return NOON + self.instant + self.set_by

    def trusted(self) -> bool:
        return self.right

    def label(self, instant: int) -> str | None:
        return f"12:{instant // MINUTE:02d}"


class Wires:
    """Buttons that are pressed by time, outputs that are remembered."""

    def __init__(self, clock: LateClock, downs: Sequence[tuple[int, int]]) -> None:
        self._clock = clock
        self._downs = downs
        self.driven: list[PinLevels] = []
        self.said: list[Report] = []
        self.found: list[PinReport] = []

    def levels(self) -> list[bool]:
        now = self._clock.now()
        return [any(begin <= now < end for begin, end in self._downs)]

    def drive(self, levels: PinLevels) -> None:
        self.driven.append(levels)

    def astray(self) -> list[PinReport]:
        return self.found

    def rest(self) -> None:
        self.driven.append(PinLevels((None,), (False,)))

    def reports(self) -> list[Report]:
        said, self.said = self.said, []
        return said


class Notes(list[Fact]):
    """Facts, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.checks: list[Checked] = []
        self.reports: list[Report] = []

    def record(self, facts: Sequence[Fact]) -> None:
        self.extend(facts)

    def report(self, said: Report) -> None:
        if isinstance(said, PinReport):
            self.reports.append(said)

    def checked(self, checked: Checked) -> None:
        self.checks.append(checked)


class Paper:
    """A journal that is saved when the test says so."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.saved = 0

    def write(self, rows: Sequence[Row]) -> None:
        self.rows += rows

    def reports(self) -> list[Report]:
        return [Saved(self.saved)] if self.saved else []


class Nobody:
    """Nobody watches."""

    def attend(self, floor: Floor, now: int) -> None:
        """Nothing."""


def runtime_of(clock: LateClock, wires: Wires, notes: Notes, paper: Paper | None = None) -> Runtime:
    """A station that starts now, for the first time."""
    edges = Edges(clock, wires, paper or Paper(), notes, Nobody())
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, facts = recover(plan(), Past(), now)
    return Runtime(floor, facts, 10, edges)
