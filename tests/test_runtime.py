"""The scan loop: what it does when time is late, and what it leaves behind."""

from collections.abc import Sequence

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.outputs import PinLevels
from station.runtime import Edges, Runtime
from tests.core.ward import plan


class LateClock:
    """A clock that oversleeps by a fixed time, as a busy machine does."""

    def __init__(self, late: int, start: int = 0) -> None:
        self.late = late
        self.instant = start
        self.sleeps: list[int] = []

    def now(self) -> int:
        return self.instant

    def sleep(self, until: int) -> None:
        self.sleeps.append(until - self.instant)
        self.instant = max(self.instant, until) + self.late

    def quiet_until(self, since: int) -> int:
        return since


class Wires:
    """Buttons that are pressed by time, outputs that are remembered."""

    def __init__(self, clock: LateClock, downs: Sequence[tuple[int, int]]) -> None:
        self._clock = clock
        self._downs = downs
        self.driven: list[PinLevels] = []

    def levels(self) -> list[bool]:
        now = self._clock.now()
        return [any(begin <= now < end for begin, end in self._downs)]

    def drive(self, levels: PinLevels) -> None:
        self.driven.append(levels)

    def rest(self) -> None:
        self.driven.append(PinLevels((None,), (False,)))


class Notes(list[Fact]):
    """Facts, in order."""

    def record(self, facts: Sequence[Fact]) -> None:
        self.extend(facts)


def story(late: int, until: int) -> tuple[Notes, Wires, LateClock]:
    """A press at 5 s under a clock that is late by so much, until an instant."""
    clock = LateClock(late)
    wires = Wires(clock, [(5 * SECOND, 5 * SECOND + 400)])
    notes = Notes()
    runtime = Runtime(plan(), 10, Edges(clock, wires, notes))
    while clock.now() < until:
        runtime.turn()
        runtime._sleep()
    return notes, wires, clock


@pytest.mark.parametrize("late", [0, 1, 7, 40])
def test_deadlines_keep_their_own_instants_however_late_the_loop_is(late: int) -> None:
    notes, _, _ = story(late, 23 * MINUTE)
    applied = notes[0]
    told = [(fact.kind, fact.at - applied.at) for fact in notes]
    assert told == [
        (FactKind.APPLIED, 0),
        (FactKind.REMOVAL_SOON, 19 * MINUTE),
        (FactKind.REMOVAL_DUE, 20 * MINUTE),
        (FactKind.OVERDUE, 22 * MINUTE),
    ]
    assert all(0 <= fact.acted - fact.at <= 20 + late for fact in notes[1:])


def test_it_never_sleeps_past_the_next_scan() -> None:
    _, _, clock = story(0, 30 * SECOND)
    assert max(clock.sleeps) <= 10
    assert min(clock.sleeps) > 0


def test_scans_keep_to_their_grid_after_a_late_one() -> None:
    _, _, clock = story(3, 10 * SECOND)
    wakes = []
    instant = 0
    for sleep in clock.sleeps:
        instant += sleep
        wakes.append(instant)
        instant += 3
    assert wakes[:5] == [10, 20, 30, 40, 50]


def test_only_what_changes_is_driven() -> None:
    _, wires, _ = story(0, 4 * SECOND)
    assert [levels.buzzers for levels in wires.driven] == [(True,), (False,)]


def test_when_an_edge_fails_everything_is_off_before_the_station_ends() -> None:
    clock = LateClock(0)
    wires = Wires(clock, [])

    class Broken(Notes):
        def record(self, facts: Sequence[Fact]) -> None:
            raise OSError(f"nowhere to put {len(facts)} facts")

    with pytest.raises(OSError, match="nowhere to put 1 facts"):
        Runtime(plan(), 10, Edges(clock, wires, Broken())).run()
    assert wires.driven == [PinLevels((None,), (False,))]


def test_stopped_is_the_last_fact() -> None:
    clock = LateClock(0)
    wires = Wires(clock, [])
    notes = Notes()
    runtime = Runtime(plan(), 10, Edges(clock, wires, notes))
    runtime.stop()
    runtime.run()
    assert [fact.kind for fact in notes] == [FactKind.STARTED, FactKind.STOPPED]
    assert wires.driven[-1] == PinLevels((None,), (False,))
