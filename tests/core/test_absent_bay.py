"""A bay with cream on that the config no longer has: it is told, and for how long."""

import pytest

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.footer import next_footer_change
from station.core.recovery import recover
from station.core.screen import Light
from tests.core.outage import Outages, cream_on
from tests.core.ward import plan
from tests.journal.rows import applied, past_of


def test_cream_on_at_a_bay_that_the_config_no_longer_has_is_shown_on_every_panel() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.plan = replace(plan(2, panels=((0,), (1,))), bays=plan(3).bays[1:])
    station.kill()
    for minutes in (5, 6):
        says = f"bed-1: CREAM ON {minutes} min, not in the config"
        assert [says in station.ward.screen(panel).news for panel in (0, 1)] == [True, True]
        station.ward.wait(MINUTE)


def without_its_bed(station: Outages) -> Outages:
    """The config is put back to a bed by another name, and the station is told to read it."""
    station.plan = replace(plan(), bays=(replace(plan().bays[0], id="bed-9"),))
    station.kill()
    return station


def told_of_it(station: Outages) -> bool:
    return any("not in the config" in line for line in station.ward.screen().news)


@pytest.mark.parametrize("on", [0, 21 * MINUTE, 40 * MINUTE])
def test_it_is_shown_until_it_is_an_hour_overdue_and_then_the_panel_may_sleep(on: int) -> None:
    station = without_its_bed(cream_on(on))
    ends = max(MINUTE + 22 * MINUTE, station.ward.floor.started) + HOUR
    station.ward.until(ends - SECOND)
    assert told_of_it(station)
    assert station.ward.screen().light is Light.DIM
    station.ward.until(ends)
    assert not told_of_it(station)
    assert station.ward.screen().light is Light.BLANK


@pytest.mark.parametrize(("away", "told"), [(23 * HOUR, True), (25 * HOUR, False)])
def test_after_a_long_outage_it_is_still_told_for_an_hour_unless_a_day_has_passed(
    away: int, told: bool
) -> None:
    station = cream_on(5 * MINUTE)
    station.cut(away)
    station = without_its_bed(station)
    assert told_of_it(station) is told
    station.ward.wait(HOUR)
    assert not told_of_it(station)


def test_its_minutes_are_told_as_they_pass() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(10 * SECOND)
    ward = without_its_bed(station).ward
    gone = ward.floor.absent[0].applied
    for minutes in (6, 7):
        assert next_footer_change(ward.floor, (0,), ward.now) == gone + minutes * MINUTE
        ward.until(gone + minutes * MINUTE)


def test_of_what_the_config_still_has_nothing_is_said_there() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.ward.press(1)
    station.plan = replace(plan(1), bays=plan(3).bays[:1])
    station.kill()
    assert [gone.bay for gone in station.ward.floor.absent] == ["bed-2"]


@pytest.mark.parametrize(("early", "told"), [(1, True), (0, False)])
def test_overdue_cream_is_told_for_a_day_from_when_it_was(early: int, told: bool) -> None:
    station = cream_on(40 * MINUTE)
    station.plan = replace(plan(), bays=(replace(plan().bays[0], id="bed-9"),))
    station.cut(DAY + 22 * MINUTE - 40 * MINUTE - early)
    assert [gone.until - gone.applied for gone in station.ward.floor.absent] == [
        DAY + 22 * MINUTE
    ] * told


def test_if_nobody_knows_for_how_long_it_was_off_the_panel_says_so() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(HOUR, trusted=False)
    says = "bed-1: CREAM ON 4? min, not in the config"
    assert says in without_its_bed(station).ward.screen().news


def test_a_bed_that_is_put_back_is_timed_on() -> None:
    station = without_its_bed(cream_on(5 * MINUTE))
    station.plan = plan()
    station.kill()
    assert station.ward.screen().figure == "15:00"


def test_what_such_a_bay_is_called_in_a_file_of_somebody_elses_is_one_line() -> None:
    told = applied(0, "bed\x1b[2J\n1")
    floor, _ = recover(plan(), past_of([told]), told.stamp)
    assert [gone.bay for gone in floor.absent] == ["bed\ufffd[2J\ufffd1"]


def test_nothing_is_said_of_one_that_it_no_longer_has_without_cream() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.ward.hold(1)
    station.plan = replace(plan(1), bays=plan(3).bays[:1])
    station.kill()
    assert station.ward.floor.absent == ()
