"""What is not known exactly of a bay's past, from cut to cut, and what a clock finds out of it."""

import pytest

from station.core.change import replace
from station.core.doubt import Doubt, corrected, found_out, in_doubt, interrupted, translated
from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import Correction, FactKind
from station.core.phase import Phase
from station.core.stamp import WALL_JITTER
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


# Doubt by doubt


def test_a_doubt_is_of_the_instants_up_to_its_end_and_after_the_one_before() -> None:
    doubts = (Doubt(5, settled=True), Doubt(9))
    assert [in_doubt(doubts, instant) for instant in (5, 6, 9, 10)] == [False, True, True, False]


def test_what_had_been_found_out_is_in_doubt_again_after_one_more_interruption() -> None:
    doubts = (Doubt(5, settled=True), Doubt(9, wall_at_zero=7))
    again = (Doubt(5, wall_at_zero=3), Doubt(9, wall_at_zero=7), Doubt(12, wall_at_zero=3))
    assert interrupted(doubts, 12, 3) == again


@pytest.mark.parametrize("by", [0, SECOND, DAY])
def test_a_clock_that_may_be_right_tells_how_long_it_was(by: int) -> None:
    assert found_out((Doubt(5, wall_at_zero=NOON),), NOON + by) == (Correction(5, by),)


def test_a_clock_may_be_a_little_behind_itself() -> None:
    doubts = (Doubt(5, wall_at_zero=NOON),)
    assert found_out(doubts, NOON - WALL_JITTER) == (Correction(5, 0),)
    assert found_out(doubts, NOON - WALL_JITTER - 1) == (Correction(5, 0, at_least=True),)


def test_interruptions_of_which_one_clock_tells_alike_are_one_doubt() -> None:
    assert interrupted((Doubt(5, wall_at_zero=3),), 9, 3) == (Doubt(9, wall_at_zero=3),)
    assert interrupted((Doubt(5),), 9, None) == (Doubt(9),)


def test_on_another_clock_a_doubt_ends_as_much_later_and_its_wall_clock_began_earlier() -> None:
    doubts = (Doubt(5, wall_at_zero=100, settled=True), Doubt(7))
    assert translated(doubts, 10) == (Doubt(15, wall_at_zero=90, settled=True), Doubt(17))


def test_a_doubt_that_is_found_out_is_settled_while_one_before_it_is_not() -> None:
    doubts = (Doubt(5, wall_at_zero=100), Doubt(9, wall_at_zero=200))
    said = (Correction(5, 40, at_least=True), Correction(9, 30))
    # What is still in doubt ended as much earlier as the later one took longer.
    assert corrected(doubts, said) == (Doubt(5 - 30, wall_at_zero=140),)
    said = (Correction(5, 40), Correction(9, 30, at_least=True))
    left = (Doubt(5 - 30, settled=True), Doubt(9, wall_at_zero=230))
    assert corrected(doubts, said) == left


def test_what_was_settled_stays_so() -> None:
    doubts = (Doubt(5, settled=True), Doubt(9, wall_at_zero=200))
    said = (Correction(5, 40, at_least=True), Correction(9, 30, at_least=True))
    assert corrected(doubts, said) == (Doubt(5 - 30, settled=True), Doubt(9, wall_at_zero=230))
