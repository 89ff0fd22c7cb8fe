"""Going on after a power cut of which nobody knows how long it lasted."""

import pytest

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.outage import NOON, cream_on, told

K = FactKind


@pytest.mark.meets("SND-5", "ELA-5", "ELA-6", "RES-2", "RES-3", "RES-5", "RES-6", "RES-10")
@pytest.mark.parametrize(
    ("after", "phase", "sound", "least"),
    [  # the least time: until the last row, a minute before the cut at most, and since the start
        (5 * MINUTE, Phase.REMOVAL, 200, "4:10"),
        (18 * MINUTE, Phase.REMOVAL, 200, "17:10"),
        (21 * MINUTE, Phase.REMOVAL, 200, "21:10"),
        (23 * MINUTE, Phase.OVERDUE, 150, "23:10"),
    ],
)
def test_with_unknown_time_the_cream_is_to_be_wiped_from_now_on(
    after: int, phase: Phase, sound: int, least: str
) -> None:
    station = cream_on(after)
    assert told(station.cut(90 * SECOND, trusted=False)) == [(K.RESUMED, 0, phase, False)]
    station.ward.wait(10 * SECOND)
    assert {length for _, length in station.ward.pulses(since=300)} == {sound}
    shown = station.ward.screen()
    assert shown.header == ("POWER LOST", f"on at least {least}", "1 of 6?")


@pytest.mark.meets("RES-4")
def test_a_removal_after_unknown_time_counts_from_the_start() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert station.ward.screen().figure == "2:00"
    station.ward.until(2 * MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_the_least_time_on_ticks_every_second() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    seen = set()
    for _ in range(5):
        seen.add(station.ward.screen().header[1])
        station.ward.wait(SECOND)
    assert len(seen) == 5


@pytest.mark.meets("RES-2")
def test_an_early_removal_is_never_put_back_to_contact() -> None:
    station = cream_on(5 * MINUTE)
    station.ward.hold()
    station.ward.wait(MINUTE)
    wall = NOON + station.ward.now + 90 * SECOND
    assert told(station.cut(90 * SECOND, trusted=False, wall=0)) == [
        (K.RESUMED, 0, Phase.REMOVAL, False)
    ]
    [confirmed, overdue] = station.trust(wall)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.REMOVAL)
    assert (overdue.kind, overdue.late) == (K.OVERDUE, True)


def test_wiped_after_unknown_time_is_recorded_as_uncertain_but_numbness_counts() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    [removed] = station.ward.press()
    assert (removed.kind, removed.certain) == (K.REMOVED, False)
    assert station.ward.screen().figure == "60:00"
    assert station.ward.bay().certain


@pytest.mark.meets("RES-7")
def test_numb_windows_and_counts_go_by_the_least_time_and_say_that_they_are_not_sure() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    assert told(station.cut(HOUR, trusted=False)) == [(K.RESUMED, 0, Phase.NUMB, False)]
    shown = station.ward.screen()
    assert shown.header == ("POWER LOST", "so long at most", "1 of 6?")
    left = int(shown.figure.split(":")[0])
    assert 50 <= left <= 51


def test_of_several_numb_windows_the_one_that_is_shown_large_is_known_if_it_began_since() -> None:
    station = cream_on(MINUTE)
    station.ward.wipe()
    station.cut(MINUTE, trusted=False, wall=0)
    assert not station.ward.bay().certain
    station.ward.wait(10 * SECOND)
    station.ward.treat()
    before, after = station.ward.bay().windows
    assert not station.ward.bay().sure(before.opened)
    assert station.ward.bay().sure(after.opened)
    assert station.ward.bay().certain
    assert "POWER LOST" not in station.ward.screen().header


def test_who_was_told_of_a_second_cut_is_not_told_again_when_only_the_program_dies() -> None:
    station = cream_on(5 * MINUTE)
    for _ in range(2):
        station.cut(5 * SECOND, trusted=False, wall=0)
        assert station.ward.bay().sounding
        station.ward.wait(70 * SECOND)
    station.ward.press()
    station.kill(SECOND)
    assert not station.ward.bay().sounding


def test_however_often_it_begins_anew_it_is_overdue_by_the_least_time() -> None:
    station = cream_on(19 * MINUTE)
    for least in ("19:00", "20:00", "21:00"):
        station.cut(5 * SECOND, trusted=False, wall=0)
        assert station.ward.phase() is Phase.REMOVAL
        assert f"on at least {least}" in station.ward.screen().header
        station.ward.wait(110 * SECOND)
    station.cut(5 * SECOND, trusted=False, wall=0)
    assert station.ward.phase() is Phase.OVERDUE
    assert station.ward.screen().figure == "+0:00"


@pytest.mark.meets("ELA-5")
def test_two_cuts_of_unknown_length_still_count_all_that_is_known() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert station.ward.phase() is Phase.REMOVAL
    assert station.ward.screen().header[1] == "on at least 5:00"
