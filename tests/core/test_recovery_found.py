"""Going on after cuts: what a simulated month found, against the oracle."""

import pytest

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.recovery import recover
from station.core.stamp import Row, Stamp
from tests.core.outage import NOON, Outages, cream_on, told
from tests.core.ward import plan

K = FactKind


def test_what_was_confirmed_is_in_doubt_again_after_the_next_cut_of_unknown_length() -> None:
    station = cream_on(2 * MINUTE)
    wall = NOON + station.ward.now
    for _ in range(2):
        station.cut(MINUTE, trusted=False, wall=0)
        station.ward.wait(70 * SECOND)
    [confirmed] = station.trust(wall + 5 * MINUTE)
    assert confirmed.phase is Phase.CONTACT
    station.ward.wait(30 * SECOND)
    assert told(station.cut(30 * MINUTE, trusted=False, wall=0)) == [
        (K.RESUMED, 0, Phase.REMOVAL, False)
    ]
    [confirmed, overdue] = station.trust(wall + 36 * MINUTE)
    assert (confirmed.phase, overdue.kind) == (Phase.REMOVAL, K.OVERDUE)
    assert station.ward.bay().certain


def test_kills_do_not_put_off_a_removal_that_counts_from_the_start() -> None:
    station = cream_on(2 * MINUTE)
    station.cut(MINUTE, trusted=False)
    for _ in range(3):
        station.ward.wait(30 * SECOND)
        assert told(station.kill()) == [(K.RESUMED, station.ward.now, Phase.REMOVAL, False)]
    station.ward.wait(MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_nor_does_a_cut_whose_length_is_known() -> None:
    station = cream_on(2 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(30 * SECOND)
    station.trusted = True  # just now: there is a row of it, and no time to confirm anything
    station._write(Row(station.stamp()))
    assert told(station.cut(40 * SECOND)) == [(K.RESUMED, 0, Phase.REMOVAL, False)]
    station.ward.wait(50 * SECOND)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 50 * SECOND)


def test_a_silenced_overdue_of_unknown_age_stays_silent_through_a_kill() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(SECOND)
    station.ward.press()
    station.kill()
    assert not station.ward.bay().sounding


@pytest.mark.parametrize("early", [True, False])
def test_an_overdue_from_the_very_last_row_is_mended_too(early: bool) -> None:
    station = cream_on(5 * MINUTE if early else 22 * MINUTE)
    if early:
        station.ward.hold()
        station.ward.wait(2 * MINUTE - 30)
    assert station.ward.last().kind is K.OVERDUE
    overdue = NOON + station.ward.last().at
    station.ward.wait(27 * SECOND)
    wall = NOON + station.ward.now
    station.cut(SECOND, trusted=False, wall=0)
    station.ward.wait(9 * SECOND)
    station.trust(wall + 10 * SECOND)
    assert station.ward.screen().figure == "+0:37"
    cream = station.ward.bay().cream
    assert cream is not None
    assert station.booted + cream.since == overdue


def test_an_alarm_that_is_mended_is_no_slower_for_it() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    station.trust(NOON + MINUTE + 2 * HOUR)
    begin = station.ward.now
    station.ward.wait(MINUTE)
    assert len([at for at, _ in station.ward.pulses() if at > begin]) > 60


def test_cream_that_went_on_afterwards_is_nobodys_doubt() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(MINUTE)
    wall = NOON + station.ward.now
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    station.ward.press()
    assert station.ward.bay().certain
    before = station.ward.bay().cream
    station.ward.wait(MINUTE)
    [confirmed] = station.trust(wall + 10 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.CONTACT)
    assert station.ward.bay().cream == before
    assert "area 1 numb" in next(line for line in station.ward.screen().news if "numb" in line)


def test_what_is_learnt_of_a_later_cut_is_the_least_for_all_before_it() -> None:
    station = Outages(trusted=False)
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(MINUTE, trusted=True)  # nobody will ever know how long that was
    station.ward.wait(MINUTE)
    wall = station.stamp().wall
    station.cut(40 * MINUTE, trusted=False, wall=0)
    assert int(station.ward.screen().figure.split(":")[0]) > 50
    station.trust(wall + 40 * MINUTE)
    shown = station.ward.screen()
    assert 15 < int(shown.figure.split(":")[0]) < 20
    assert shown.header[1] == "so long at most"


def test_a_removal_that_began_with_the_start_is_no_older_for_being_undone() -> None:
    station = cream_on(2 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(4 * MINUTE, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.trust(wall + 4 * MINUTE + 20 * SECOND)
    station.ward.wait(3 * SECOND)
    assert [fact.kind for fact in station.ward.hold()] == [K.UNDONE]
    station.ward.until(2 * MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_cuts_one_upon_the_other_are_confirmed_once() -> None:
    station = cream_on(MINUTE)
    wall = NOON + station.ward.now
    for _ in range(3):
        station.cut(SECOND, trusted=False, wall=0)
    [confirmed] = station.trust(wall + 3 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    station.ward.wait(SECOND)
    assert station.trust() == []


def test_a_lamp_that_flashes_fast_from_the_start_has_just_begun_to() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    floor, _ = recover(plan(), station.past, Stamp("boot 2", HOUR, NOON, trusted=False))
    assert floor.places[0].bay.phase is Phase.OVERDUE
    assert floor.places[0].lamp.switched == HOUR
