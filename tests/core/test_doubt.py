"""What is not known exactly of a bay's past, from cut to cut, and what a clock finds out of it."""

from dataclasses import replace

from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.outage import NOON, Outages, folded

K = FactKind


def nobody_knows_when() -> Outages:
    """Cream went on at 1:00 in a boot whose wall clock was never to be trusted; 2 min later."""
    station = Outages(trusted=False)
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(2 * MINUTE)
    return station


def test_what_a_second_cut_lasted_counts_though_nothing_happened_between_the_two() -> None:
    station = nobody_knows_when()
    station.cut(30 * SECOND, trusted=True)  # nobody will ever know how long that was
    wall = station.stamp().wall
    station.cut(40 * SECOND, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    assert station.ward.screen().header[1] == "on at least 3:00"
    [confirmed] = station.trust(wall + 40 * SECOND + MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.REMOVAL)
    assert station.ward.screen().header[1] == "on at least 3:40"
    assert station.trust() == []


def test_a_clock_that_says_less_than_a_later_one_is_no_proof() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    assert station.trust(NOON - DAY) == []  # it cannot be as early as that
    station.ward.wait(2 * MINUTE)
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    [confirmed] = station.trust(NOON + 7 * MINUTE)  # now it was 7 min, now more than a day
    assert confirmed.phase is Phase.OVERDUE
    assert not station.ward.bay().certain


def test_cuts_of_unknown_length_leave_one_doubt_however_many_there_were() -> None:
    station = nobody_knows_when()
    for _ in range(50):
        station.cut(MINUTE, trusted=False)
        station.ward.wait(SECOND)
    assert len(station.ward.bay().doubts) == 1


def test_a_clock_that_is_trusted_every_morning_leaves_no_more() -> None:
    station = nobody_knows_when()
    for _ in range(50):
        station.cut(MINUTE, trusted=False)
        station.ward.wait(SECOND)
        station.trust()
        station.ward.wait(MINUTE)
        assert len(station.ward.bay().doubts) == 1


def test_what_was_found_out_of_other_doubts_than_these_is_not_believed() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.cut(MINUTE, trusted=False)
    station.trust()
    station.keep()
    assert station.past.bays["bed-1"].certain
    said = station.rows[-1].fact
    assert said is not None
    other = replace(said, corrections=(replace(said.corrections[0], until=1),))
    past = folded([*station.rows[:-1], replace(station.rows[-1], fact=other)])
    assert past.strange == 1
    assert not past.bays["bed-1"].certain
