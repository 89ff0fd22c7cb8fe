"""Facts on one clock and in one order."""

from dataclasses import replace

from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.told import from_rows, stories
from tests.core.looking_back import STATION, Treatment, told, worked
from tests.core.outage import NOON, Outages
from tests.core.ward import plan

MISTAKEN = Treatment(pause=60, wiped=60, answered=5, mistaken=True)


def test_what_was_undone_is_in_no_story() -> None:
    work = worked([MISTAKEN])
    kinds = [fact.kind for fact in stories(work.told)[STATION]["bed-1"]]
    assert FactKind.UNDONE not in kinds
    assert kinds.count(FactKind.APPLIED) == 1


def test_an_undo_of_something_never_told_takes_nothing_else_back() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=5), MISTAKEN])
    first, mistake, third = (f for f in work.told if f.kind is FactKind.APPLIED)
    lost = [fact for fact in work.told if fact != mistake]
    applied = [f for f in stories(lost)[STATION]["bed-1"] if f.kind is FactKind.APPLIED]
    assert applied == [first, third]


def test_facts_told_twice_are_told_once() -> None:
    work = worked([MISTAKEN])
    assert stories([*work.told, *work.told]) == stories(work.told)


def test_a_clock_that_was_never_right_stands_at_least_after_what_was_before() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    station.keep()
    walls = [(fact.when, fact.trusted) for fact in told(station.rows).facts]
    assert all(NOON <= wall < NOON + HOUR for wall, _ in walls)
    assert {trusted for _, trusted in walls} == {True, False}


def test_facts_without_any_wall_time_have_no_story() -> None:
    work = worked([MISTAKEN])
    lost = [replace(fact, wall=None, trusted=False) for fact in work.told]
    assert not stories(lost)
    # One of the same boot that has it is enough for all.
    assert stories([*lost[:-1], work.told[-1]]).keys() == {STATION}


def test_a_long_journal_leaves_only_what_matters_in_the_memory() -> None:
    work = worked([MISTAKEN])
    rows = work.station.rows
    assert not from_rows(STATION, rows, NOON + DAY).facts
    assert from_rows(STATION, rows, NOON + DAY).last == told(rows).last


def test_a_journal_with_nothing_in_it_tells_nothing() -> None:
    assert from_rows(STATION, []).last is None
