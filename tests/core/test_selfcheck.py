"""The station checks itself in silence: when, what it makes of it, and where that is shown."""

import pytest

from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.gesture import STUCK
from station.core.outputs import next_change
from station.core.panel import next_screen_change
from station.core.reports import CheckReport, JournalReport, Part, PinReport, Saved
from station.core.screen import Light
from station.core.selfcheck import AGAIN, FIRST, PATIENCE, Checked
from station.core.status import status
from station.core.step import next_change_of_state
from tests.core.ward import Ward, plan

LAMP, BUZZER = (Part.LAMP, 0), (Part.BUZZER, 0)


def begun(ward: Ward) -> int | None:
    return ward.floor.check.asked


def answer(
    ward: Ward,
    *astray: tuple[Part, int],
    trusted: bool = True,
    saved: bool = True,
    short: str | None = None,
) -> None:
    """What the edges say once they are asked."""
    row = ward.floor.saved + 1
    ward.report(CheckReport(ward.now, frozenset(astray), trusted, row))
    if saved:
        ward.report(Saved(row, short))


def checked(*astray: tuple[Part, int], on: Ward | None = None, short: str | None = None) -> Ward:
    """A ward after its first check."""
    ward = on or Ward()
    ward.until(FIRST)
    answer(ward, *astray, short=short)
    return ward


def found(ward: Ward) -> Checked | None:
    """What the last check found."""
    return ward.floor.check.last


def wipe(ward: Ward, bed: int) -> None:
    """Wipe early; it is over with the last press."""
    ward.hold(bed)
    ward.wait(40 * SECOND)
    ward.press(bed)


def wake(ward: Ward) -> None:
    """Touch the button of a dark panel: a hold that does nothing."""
    ward.hold()
    ward.wait(5 * SECOND)


# When


def test_the_first_check_is_a_minute_after_the_start_and_the_next_a_day_later() -> None:
    ward = Ward()
    ward.until(FIRST - 10)
    assert begun(ward) is None
    assert next_change_of_state(ward.floor) == FIRST
    ward.until(FIRST)
    assert begun(ward) == FIRST
    answer(ward)
    ward.until(FIRST + DAY - 10)
    assert begun(ward) == FIRST
    ward.until(FIRST + DAY)
    assert begun(ward) == FIRST + DAY


def test_what_was_not_fine_is_looked_at_again_after_an_hour() -> None:
    ward = checked(LAMP)
    ward.until(FIRST + AGAIN)
    assert begun(ward) == FIRST + AGAIN
    answer(ward)
    assert ward.floor.check.last is not None
    assert ward.floor.check.last.fine
    assert ward.floor.check.due == FIRST + AGAIN + DAY


def test_while_cream_is_on_it_waits_and_begins_when_none_is() -> None:
    ward = Ward(plan(2))
    ward.press(0)
    ward.press(1)
    ward.wait(10 * MINUTE)
    assert begun(ward) is None
    assert (next_change(ward.floor, ward.now) or 0) > ward.now
    wipe(ward, 0)
    assert begun(ward) is None
    wipe(ward, 1)
    assert begun(ward) == ward.now
    assert (next_change(ward.floor, ward.now) or 0) > ward.now


def test_numbness_does_not_keep_it_waiting() -> None:
    ward = Ward()
    ward.treat()
    ward.wait(SECOND)
    assert ward.floor.places[0].bay.windows
    assert begun(ward) is not None


def test_cream_that_is_undone_lets_it_begin() -> None:
    ward = Ward()
    ward.wait(55 * SECOND)
    ward.press()
    ward.wait(10 * SECOND)
    assert begun(ward) is None
    ward.hold()
    assert begun(ward) == ward.now


def test_cream_that_comes_on_meanwhile_does_not_stop_it() -> None:
    ward = Ward()
    ward.until(FIRST)
    ward.report(CheckReport(ward.now, frozenset(), trusted=True, row=1))
    ward.press()
    ward.report(Saved(1))
    assert ward.floor.check.last is not None
    assert ward.floor.check.last.fine


def test_edges_that_never_answer_are_asked_again_a_day_later() -> None:
    ward = Ward()
    ward.until(FIRST + DAY - 10)
    assert begun(ward) == FIRST
    assert ward.floor.check.last is None
    ward.until(FIRST + DAY)
    assert begun(ward) == FIRST + DAY


def test_a_restart_checks_again_soon() -> None:
    ward = Ward(now=5 * DAY)
    assert ward.floor.check.due == 5 * DAY + FIRST
    assert ward.floor.check.last is None


# What came of it


def test_a_row_that_is_not_saved_in_time_is_a_finding() -> None:
    ward = Ward()
    ward.until(FIRST)
    answer(ward, saved=False)
    assert next_change_of_state(ward.floor) == FIRST + PATIENCE
    ward.wait(PATIENCE - 10)
    too_early = ward.floor.check.last
    assert too_early is None
    ward.wait(10)
    assert found(ward) == Checked(
        FIRST, frozenset(), saved=False, short_of_room=False, well=True, trusted=True
    )
    said = "1 bay: bed-1 ready; checked 0 h ago: the journal does not save"
    assert status(ward.floor, ward.now) == said
    assert next_change_of_state(ward.floor) == FIRST + AGAIN
    assert not any("heck" in line for line in ward.screen().text)  # NOT SAVED says it


def test_only_its_own_row_ends_it() -> None:
    ward = Ward()
    ward.until(FIRST)
    ward.report(CheckReport(ward.now, frozenset(), trusted=True, row=3))
    ward.report(Saved(2))
    assert ward.floor.check.last is None
    ward.report(Saved(4))
    assert ward.floor.check.last is not None


@pytest.mark.parametrize(
    ("found", "says"),
    [(LAMP, "CHECK: lamp does not follow"), (BUZZER, "CHECK: buzzer does not follow")],
)
def test_an_output_that_does_not_follow_is_shown_as_a_fault(
    found: tuple[Part, int], says: str
) -> None:
    ward = checked(found)
    assert says in ward.screen().text
    assert not any(line.startswith("checked") for line in ward.screen().text)
    ward.wait(20 * MINUTE)
    assert ward.screen().light is Light.DIM  # a fault is never hidden by a dark panel


def test_it_is_shown_on_the_panels_of_its_bay_by_name() -> None:
    ward = Ward(plan(2, panels=((0, 1), (0,), (1,)), buzzers=((0,), (1,))))
    checked(LAMP, (Part.BUZZER, 1), on=ward)
    assert "Bed 1: CHECK: lamp does not follow" in ward.screen(0).text
    assert "Bed 2: CHECK: buzzer does not follow" in ward.screen(0).text
    assert "CHECK: lamp does not follow" in ward.screen(1).text
    assert "CHECK: buzzer does not follow" not in ward.screen(1).text
    assert "CHECK: lamp does not follow" not in ward.screen(2).text


def test_a_disk_that_is_nearly_full_is_shown_everywhere() -> None:
    ward = checked(short="the disk has 3 MB left")
    assert "CHECK: disk nearly full" in ward.screen().text
    assert status(ward.floor, ward.now).endswith("the journal's disk is nearly full")


def test_what_is_mended_is_no_longer_shown_after_the_next_check() -> None:
    ward = checked(LAMP)
    ward.until(FIRST + AGAIN)
    assert "CHECK: lamp does not follow" in ward.screen().text
    answer(ward)
    assert "CHECK: lamp does not follow" not in ward.screen().text


def test_a_part_that_works_again_is_checked_at_once_and_no_longer_said_to_be_astray() -> None:
    ward = checked(LAMP, BUZZER)
    ward.report(PinReport(Part.LAMP, 0, "gone"))
    asked = begun(ward)
    ward.wait(MINUTE)
    ward.report(PinReport(Part.LAMP, 0, None))
    assert "CHECK: lamp does not follow" not in ward.screen().text
    assert "CHECK: buzzer does not follow" in ward.screen().text
    ward.wait(SECOND)
    assert begun(ward) != asked
    answer(ward)
    assert "CHECK: buzzer does not follow" not in ward.screen().text


def test_a_part_of_which_nothing_was_found_changes_nothing() -> None:
    for ward in (Ward(), checked()):
        due = ward.floor.check.due
        ward.report(PinReport(Part.LAMP, 0, "gone"))
        ward.report(PinReport(Part.LAMP, 0, None))
        assert ward.floor.check.due == due


def test_a_check_is_not_fine_while_a_fault_is_known_and_adds_no_line_of_its_own() -> None:
    for fault in (
        PinReport(Part.BUZZER, 0, "gone"),
        JournalReport("full"),
    ):
        ward = Ward()
        ward.report(fault)
        checked(on=ward)
        assert not any("heck" in line for line in ward.screen().text)
        assert ward.floor.check.due == FIRST + AGAIN
        assert status(ward.floor, ward.now).endswith("; checked 0 h ago: faults as told")


def test_a_lost_panel_and_a_stuck_button_are_such_faults() -> None:
    ward = Ward(plan(panels=((0,), (0,))))
    ward.lose_panel(1)
    checked(on=ward)
    assert ward.floor.check.due == FIRST + AGAIN
    ward = Ward()
    ward.down()
    ward.wait(STUCK + SECOND)
    checked(on=ward)
    assert ward.floor.check.due == FIRST + AGAIN


# Where it is shown


def test_an_idle_panel_says_last_of_all_when_the_station_found_itself_well() -> None:
    ward = checked()
    assert ward.screen().hints[-1] == "checked this hour: fine"
    ward.press()
    assert "checked this hour: fine" not in ward.screen().text


def test_it_counts_the_hours_each_at_its_very_instant() -> None:
    ward = checked()
    ward.until(FIRST + 5 * HOUR - 20 * SECOND)
    wake(ward)
    turns = [ward.now]
    while turns[-1] < FIRST + 5 * HOUR:
        assert ward.screen().hints[-1] == "checked 4 h ago: fine"
        turns.append(next_screen_change(ward.floor, 0, ward.now) or 0)
        ward.until(turns[-1] // 10 * 10)
    assert FIRST + 5 * HOUR in turns
    assert ward.screen().hints[-1] == "checked 5 h ago: fine"


def test_whoever_asks_the_machine_is_told_too() -> None:
    ward = Ward()
    assert "checked" not in status(ward.floor, ward.now)
    checked(on=ward)
    assert status(ward.floor, ward.now) == "1 bay: bed-1 ready; checked 0 h ago: fine"
    ward = Ward()
    ward.until(FIRST)
    answer(ward, LAMP, BUZZER, trusted=False)
    ward.wait(HOUR - SECOND)
    assert status(ward.floor, ward.now).endswith(
        "; checked 0 h ago: buzzer does not follow, lamp does not follow"
        " (the wall clock is not to be trusted)"
    )


def test_it_sounds_nothing_and_flashes_nothing() -> None:
    ward = Ward(plan(lamps=True))
    ward.wait(SECOND)
    before = len(ward.edges), len(ward.lamp_edges)
    checked(LAMP, on=ward)
    ward.wait(MINUTE)
    assert (len(ward.edges), len(ward.lamp_edges)) == before
