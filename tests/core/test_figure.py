"""The large countdown and its bar: what is left, rounded up; overdue counts up (section 4)."""

import pytest

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.figure import Figure, figure
from station.core.phase import Phase
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE


def counting(ward: Ward) -> Figure:
    found = figure(ward.bay())
    assert found is not None
    return found


def test_nothing_counts_while_ready() -> None:
    assert figure(ward_in(Phase.READY).bay()) is None


@pytest.mark.meets("PRO-3", "RDY-1", "PAN-1")
@pytest.mark.parametrize(
    ("now", "text"),
    [
        (ON, "20:00"),
        (ON + 1, "20:00"),
        (ON + 999, "20:00"),
        (ON + 1000, "19:59"),
        (ON + 10 * MINUTE + 1, "10:00"),
        (DUE - 1001, "0:02"),
        (DUE - 1000, "0:01"),
        (DUE - 1, "0:01"),
        (DUE, "0:00"),
    ],
)
def test_contact_counts_down_what_is_left_rounded_up(now: int, text: str) -> None:
    assert counting(ward_in(Phase.CONTACT)).text(now) == text


@pytest.mark.meets("PRO-5")
def test_removal_counts_down_from_the_alarm_whether_silenced_or_not() -> None:
    for ward in (ward_in(Phase.REMOVAL), ward_in(Phase.REMOVAL, sounding=True)):
        assert counting(ward).text(DUE) == "2:00"
        assert counting(ward).text(OVER - 1) == "0:01"


def test_removal_counts_down_from_the_release_of_the_hold() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.hold()
    assert counting(ward).text(ward.last().at) == "2:00"


@pytest.mark.meets("OVD-5", "PAN-2")
@pytest.mark.parametrize(
    ("late", "text"),
    [
        (0, "+0:00"),
        (999, "+0:00"),
        (1000, "+0:01"),
        (45_000, "+0:45"),
        (12 * MINUTE, "+12:00"),
        (100 * MINUTE - 1, "+99:59"),
        (100 * MINUTE, "+1h40"),
    ],
)
def test_overdue_counts_up_what_has_passed(late: int, text: str) -> None:
    assert counting(ward_in(Phase.OVERDUE)).text(OVER + late) == text


@pytest.mark.meets("PRO-7", "WIN-5")
def test_numb_counts_down_to_the_window_that_ends_last() -> None:
    ward = ward_in(Phase.READY)
    ward.treat()
    ward.treat()
    last = ward.bay().windows[1]
    assert counting(ward) == Figure(last.opened, last.ends)
    assert counting(ward).text(last.opened) == "60:00"


def test_an_hour_and_forty_minutes_no_longer_fit_as_minutes() -> None:
    ward = ward_in(Phase.CONTACT, on=plan(protocol=short(contact=2 * HOUR)))
    assert counting(ward).text(ON) == "2h00"
    assert counting(ward).text(ON + 20 * MINUTE) == "1h40"
    assert counting(ward).text(ON + 20 * MINUTE + SECOND) == "99:59"


@pytest.mark.meets("PAN-12")
def test_the_bar_grows_from_none_to_all() -> None:
    contact = counting(ward_in(Phase.CONTACT))
    assert [contact.progress(now) for now in (ON, ON + 10 * MINUTE, DUE)] == [0, 500, 1000]
    assert counting(ward_in(Phase.OVERDUE)).progress(OVER + MINUTE) is None


def test_the_bar_is_in_whole_thousandths_and_never_less_than_none() -> None:
    three = Figure(SECOND, 4 * SECOND)
    bar = [three.progress(SECOND * n) for n in (1, 2, 3, 4)]
    assert (bar, [type(part) for part in bar]) == ([0, 334, 667, 1000], [int] * 4)
    assert Figure(ON, ON + 90_500).progress(ON) == 0, "91 s are shown, 90.5 are left"


LONG = short(contact=2 * HOUR)


@pytest.mark.parametrize(
    ("ward", "begin"),
    [
        (ward_in(Phase.CONTACT), ON),
        (ward_in(Phase.OVERDUE), OVER),
        (ward_in(Phase.CONTACT, on=plan(protocol=LONG)), ON),
        (ward_in(Phase.CONTACT, on=plan(protocol=short(contact=90_500))), ON),
    ],
    ids=["contact", "overdue", "two hours", "a minute and a half"],
)
def test_the_next_tick_is_where_text_or_bar_next_change(ward: Ward, begin: int) -> None:
    count, now, ticks = counting(ward), begin + 300, 0
    while (at := count.next_tick(now)) is not None and at < begin + 3 * HOUR:
        shown = (count.text(now), count.progress(now))
        assert (count.text(at - 1), count.progress(at - 1)) == shown
        assert count.text(at) != shown[0]
        now, ticks = at, ticks + 1
    assert ticks >= 90
    if count.end is not None:
        assert (now, count.text(now)) == (count.end, "0:00")
