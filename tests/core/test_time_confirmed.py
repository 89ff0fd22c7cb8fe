"""The clock becomes trusted, after a start that did not know how long the station was away."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.recovery import confirmable
from tests.core.outage import NOON, Outages, cream_on

K = FactKind


@pytest.mark.meets("RES-8")
def test_once_the_clock_is_trusted_contact_goes_on_if_time_is_left() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(30 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 2 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.CONTACT)
    shown = station.ward.screen()
    assert (shown.figure, shown.inverted) == ("13:00", False)
    assert "POWER LOST" not in shown.header
    station.ward.wait(13 * MINUTE)
    assert station.ward.last().kind is K.REMOVAL_DUE


@pytest.mark.meets("RES-8")
def test_even_from_an_overdue_that_was_only_counted_from_the_start() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(3 * MINUTE)
    assert station.ward.phase() is Phase.OVERDUE
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 4 * MINUTE + 30 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    assert station.ward.screen().figure == "10:30"


@pytest.mark.meets("RES-9")
def test_if_somebody_has_answered_only_the_figures_are_mended() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 2 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL
    station.ward.wait(11 * SECOND)
    [removed] = station.ward.press()
    assert removed.certain is True
    assert removed.contact == 7 * MINUTE + removed.at - confirmed.at


@pytest.mark.meets("RES-9")
def test_if_no_time_is_left_the_removal_began_when_it_really_did() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(16 * MINUTE, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 21 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL
    assert station.ward.screen().figure == "1:00"


def test_if_it_is_really_overdue_it_says_so_at_once() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed, overdue] = station.trust(NOON + MINUTE + 25 * MINUTE)
    assert (confirmed.phase, overdue.kind, overdue.late) == (Phase.REMOVAL, K.OVERDUE, True)
    assert station.ward.screen().figure == "+3:00"


def test_a_known_overdue_counts_from_its_true_instant() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 30 * MINUTE)
    assert confirmed.phase is Phase.OVERDUE
    assert station.ward.screen().figure == "+8:00"


def test_a_clock_that_denies_even_the_least_time_confirms_nothing() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(30 * SECOND)
    assert station.trust(NOON) == []
    assert station.ward.phase() is Phase.REMOVAL


def test_a_numb_window_is_as_long_as_it_really_was() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(HOUR, trusted=False, wall=0)
    [confirmed] = station.trust(wall + 20 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.NUMB)
    assert 29 <= int(station.ward.screen().figure.split(":")[0]) <= 30
    assert "1 of 6" in station.ward.screen().header


def test_a_boot_without_any_trusted_clock_is_never_confirmed() -> None:
    station = Outages(trusted=False)
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert not confirmable(station.ward.floor)
    assert station.trust() == []


def test_cream_from_before_two_cuts_is_confirmed_though_the_time_between_never_was() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(20 * SECOND)
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(wall + 90 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    assert station.ward.screen().figure == "13:30"
    assert station.ward.bay().certain


def test_with_gaps_in_the_journal_staff_are_asked_until_they_answer_whatever_the_clock_says() -> (
    None
):
    station = cream_on(5 * MINUTE)
    station.keep()
    station.past = replace(station.past, gaps=True)
    station.cut(MINUTE, trusted=False, wall=0)
    assert station.ward.floor.forgotten(0)
    [confirmed] = station.trust(NOON + 8 * MINUTE)
    assert confirmed.kind is K.TIME_CONFIRMED
    assert station.ward.floor.forgotten(0)
    station.ward.press()
    assert not station.ward.floor.forgotten(0)


def test_an_overdue_that_passed_while_the_process_was_down_is_nobodys_answer() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(119 * SECOND)
    station.kill(3 * SECOND)
    assert station.ward.phase() is Phase.OVERDUE
    [confirmed] = station.trust(NOON + MINUTE + 9 * MINUTE)
    assert confirmed.phase is Phase.CONTACT
    assert station.ward.screen().figure == "11:00"


@pytest.mark.meets("RES-9")
def test_an_overdue_that_was_answered_but_is_not_yet_counts_nothing_until_it_is() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(3 * MINUTE)
    assert station.ward.phase() is Phase.OVERDUE
    [confirmed] = station.trust(NOON + MINUTE + 9 * MINUTE)
    assert confirmed.phase is Phase.OVERDUE
    assert station.ward.screen().figure == "+0:00"
    station.ward.wait(13 * MINUTE + 7 * SECOND)
    assert station.ward.screen().figure == "+0:07"


@pytest.mark.meets("RES-9")
def test_what_is_recorded_of_a_removal_in_time_is_not_overdue_though_the_station_said_so() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(150 * SECOND)
    assert station.ward.phase() is Phase.OVERDUE
    station.trust(NOON + MINUTE + 21 * MINUTE)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    removed = station.ward.press()[-1]
    assert removed.contact is not None
    assert removed.contact < 22 * MINUTE
    assert (removed.overdue_by, removed.certain) == (0, True)


@pytest.mark.meets("RES-9")
def test_so_it_is_after_another_cut_whose_length_is_found_out_too() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(150 * SECOND)
    station.trust(NOON + MINUTE + 21 * MINUTE)
    assert station.ward.phase() is Phase.OVERDUE
    station.ward.wait(MINUTE + 10 * SECOND)
    station.cut(MINUTE, trusted=False, wall=0)
    station.ward.wait(20 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 30 * MINUTE)
    assert confirmed.phase is Phase.OVERDUE
    assert station.ward.screen().figure == "+8:00"
    station.ward.press()
    station.ward.wait(11 * SECOND)
    removed = station.ward.press()[-1]
    assert removed.contact is not None
    assert removed.overdue_by == removed.contact - 22 * MINUTE
