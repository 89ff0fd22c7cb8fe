"""The scan loop: what it does when time is late, and what it leaves behind."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.outputs import PinLevels
from station.core.past import Past
from station.core.recovery import recover
from station.core.reports import Report
from station.core.screen import Screen
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from tests.core.ward import plan
from tests.engine.written import LateClock, Nobody, Notes, Paper, Wires, runtime_of


def story(
    late: int, until: int, clock: LateClock | None = None, paper: Paper | None = None
) -> tuple[Notes, Wires, LateClock]:
    """A press at 5 s under a clock that is late by so much, until an instant."""
    clock = clock or LateClock(late)
    wires = Wires(clock, [(5 * SECOND, 5 * SECOND + 400)])
    notes = Notes()
    runtime = runtime_of(clock, wires, notes, paper)
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


@pytest.mark.meets("LVL-2")
def test_it_never_sleeps_past_the_next_scan() -> None:
    _, _, clock = story(0, 30 * SECOND)
    assert max(clock.sleeps) <= 10
    assert min(clock.sleeps) > 0


@pytest.mark.meets("LVL-2")
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


@pytest.mark.meets("FLT-20")
def test_when_an_edge_fails_everything_is_off_before_the_station_ends() -> None:
    clock = LateClock(0)
    wires = Wires(clock, [])

    class Broken(Notes):
        def record(self, facts: Sequence[Fact]) -> None:
            raise OSError(f"nowhere to put {len(facts)} facts")

    with pytest.raises(OSError, match="nowhere to put 1 facts"):
        runtime_of(clock, wires, Broken()).run()
    assert wires.driven == [PinLevels((None,), (False,))]


def test_stopped_is_the_last_fact() -> None:
    clock = LateClock(0)
    wires = Wires(clock, [])
    notes = Notes()
    runtime = runtime_of(clock, wires, notes)
    runtime.stop()
    runtime.run()
    assert [fact.kind for fact in notes] == [FactKind.STARTED, FactKind.STOPPED]
    assert wires.driven[-1] == PinLevels((None,), (False,))


# The journal's rows


@pytest.mark.meets("JNL-7")
def test_while_something_is_timed_no_minute_passes_without_a_row() -> None:
    paper = Paper()
    story(0, 24 * MINUTE, paper=paper)
    instants = [row.stamp.instant for row in paper.rows]
    assert instants[0] == 5 * SECOND + 430
    assert max(b - a for a, b in pairwise(instants)) <= MINUTE + 10
    assert len([row for row in paper.rows if row.fact is None]) > 15


@pytest.mark.meets("JNL-7")
def test_while_nothing_is_timed_there_are_no_rows() -> None:
    paper = Paper()
    story(0, 4 * SECOND, paper=paper)
    assert paper.rows == []


@pytest.mark.meets("INS-3")
@pytest.mark.parametrize("years", [-10, 10])
def test_a_wall_clock_that_is_set_changes_nothing_but_is_noted(years: int) -> None:
    healthy, wires, _ = story(0, 24 * MINUTE)
    clock, paper = LateClock(0), Paper()
    wires_too = Wires(clock, [(5 * SECOND, 5 * SECOND + 400)])
    notes = Notes()
    runtime = runtime_of(clock, wires_too, notes, paper)
    while clock.now() < 24 * MINUTE:
        if clock.now() == 10 * MINUTE:
            clock.set_by = years * 365 * 24 * 60 * MINUTE
        runtime.turn()
        runtime._sleep()
    assert notes == healthy
    assert wires_too.driven == wires.driven
    assert [row.stamp.instant for row in paper.rows if row.stamp.instant // 100 == 6000] == [
        10 * MINUTE
    ]


def test_a_clock_that_becomes_trusted_is_noted() -> None:
    clock, paper = LateClock(0), Paper()
    clock.right = False
    runtime = runtime_of(clock, Wires(clock, [(5 * SECOND, 5 * SECOND + 400)]), Notes(), paper)
    while clock.now() < 20 * SECOND:
        clock.right = clock.now() >= 10 * SECOND
        runtime.turn()
        runtime._sleep()
    assert [(row.stamp.instant, row.stamp.trusted) for row in paper.rows] == [
        (5 * SECOND + 430, False),
        (10 * SECOND, True),
    ]


@pytest.mark.meets("JNL-5")
def test_a_fact_is_unsaved_until_the_journal_has_it() -> None:
    clock, paper = LateClock(0), Paper()
    runtime = runtime_of(clock, Wires(clock, [(5 * SECOND, 5 * SECOND + 400)]), Notes(), paper)
    seen = []
    while clock.now() < 20 * SECOND:
        if clock.now() == 10 * SECOND:
            paper.saved = len(paper.rows)
        runtime.turn()
        seen.append((clock.now(), runtime.floor.unsaved(0)))
        runtime._sleep()
    unsaved = [instant for instant, is_unsaved in seen if is_unsaved]
    assert (unsaved[0], unsaved[-1]) == (5 * SECOND + 430, 10 * SECOND - 10)


class Shown(list[Screen]):
    """The one panel."""

    def show(self, panel: int, screen: Screen) -> None:
        assert panel == 0
        self.append(screen)

    def reports(self) -> list[Report]:
        return []


@pytest.mark.meets("LST-1")
def test_when_the_engine_fails_no_countdown_seems_to_go_on() -> None:
    clock = LateClock(0)

    class Cut(Wires):
        def levels(self) -> list[bool]:
            if clock.now() > 10 * SECOND:
                raise ZeroDivisionError
            return super().levels()

    shown = Shown()
    wires = Cut(clock, [(5 * SECOND, 5 * SECOND + 400)])
    now = Stamp(clock.boot, 0, clock.wall(), clock.trusted())
    floor, facts = recover(plan(), Past(), now)
    edges = Edges(clock, wires, Paper(), Notes(), Nobody(), shown)
    with pytest.raises(ZeroDivisionError):
        Runtime(floor, facts, 10, edges).run()
    assert shown[-2].word == "CREAM ON"
    assert shown[-1].text == ("Bed 1", "STOPPED", "Bed 1 CREAM ON since 12:00, wipe by 12:20")
    assert wires.driven[-1] == PinLevels((None,), (False,))


@pytest.mark.meets("DUE-1")
def test_a_loop_later_than_at_the_press_acts_later_and_tells_the_same_instants() -> None:
    """Always as late as at the press, it would find every deadline at its very instant."""
    clock, notes = LateClock(3), Notes()
    runtime = runtime_of(clock, Wires(clock, [(5 * SECOND, 5 * SECOND + 400)]), notes)
    while clock.now() < 23 * MINUTE:
        clock.late = 8 if notes else 3
        runtime.turn()
        runtime._sleep()
    applied, *due = notes
    assert [fact.at - applied.at for fact in due] == [19 * MINUTE, 20 * MINUTE, 22 * MINUTE]
    assert all(fact.acted > fact.at for fact in due)
