"""Drills, done well and done badly: what was late, what was missed, and what nobody saw."""

import pytest

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import FactKind
from station.drill.drill import CLASH, CONTACT, DRILLS, POWER, REMOVAL, VISIT, Drill
from station.drill.judge import Outcome, cut_due
from tests.core.ward import NUMB520
from tests.drill.trainee import BEDS, Trainee

AHEAD, ASKED, DONE, LATE, MISSED, UNSEEN = Outcome
DUE = 5 + CONTACT // SECOND
"""When the alarm of a bed sounds that was started after 5 s; in seconds."""


def started(drill: Drill = VISIT) -> Trainee:
    """Bed 1 was started after five seconds."""
    trainee = Trainee(drill)
    trainee.until(5)
    trainee.press()
    return trainee


def alarmed(drill: Drill = VISIT) -> Trainee:
    """Its alarm sounds."""
    trainee = started(drill)
    trainee.until(DUE)
    return trainee


def wiped() -> Trainee:
    """A visit as it should be, as far as the removal."""
    trainee = alarmed()
    trainee.wait(4)
    trainee.press()
    trainee.wait(15)
    trainee.press()
    return trainee


def test_a_visit_as_it_should_be() -> None:
    trainee = Trainee(VISIT)
    assert trainee.outcomes() == [ASKED, AHEAD, AHEAD, AHEAD]
    trainee = started()
    assert trainee.outcomes() == [DONE, AHEAD, AHEAD, AHEAD]
    trainee = alarmed()
    assert trainee.outcomes() == [DONE, ASKED, ASKED, AHEAD]
    trainee = wiped()
    assert trainee.outcomes() == [DONE, DONE, DONE, AHEAD]
    trainee.wait(31)
    assert trainee.outcomes() == [DONE, DONE, DONE, ASKED]
    assert not trainee.report().passed
    trainee.hold()
    assert trainee.report().passed
    assert trainee.report().over


def test_what_nobody_did_is_never_passed() -> None:
    trainee = Trainee(VISIT)
    trainee.wait(VISIT.longest / SECOND)
    report = trainee.report()
    assert report.over
    assert not report.passed
    assert trainee.outcomes() == [MISSED, UNSEEN, UNSEEN, UNSEEN]


def test_a_late_start_says_by_how_much() -> None:
    trainee = Trainee(VISIT)
    trainee.until(42)
    trainee.press()
    assert trainee.finding(0).outcome is LATE
    assert trainee.finding(0).late_by == 12 * SECOND


def test_an_alarm_that_is_answered_late_says_so() -> None:
    trainee = alarmed()
    trainee.wait(27)
    trainee.press()
    found = trainee.finding(1)
    assert (found.outcome, found.late_by) == (LATE, 12 * SECOND)


def test_one_that_nobody_answers_is_missed_and_so_is_the_cream() -> None:
    trainee = alarmed()
    trainee.wait(REMOVAL / SECOND + 59)
    assert trainee.outcomes() == [DONE, ASKED, ASKED, AHEAD]
    trainee.wait(1)
    assert trainee.outcomes() == [DONE, MISSED, MISSED, UNSEEN]
    assert trainee.report().over


def test_wiped_late_is_overdue_by_the_stations_own_word() -> None:
    trainee = alarmed()
    trainee.press()
    trainee.until(DUE + REMOVAL / SECOND + 7)
    trainee.press()  # the overdue alarm: silenced
    trainee.wait(11)
    trainee.press()
    removed = next(f for f in trainee.facts if f.kind is FactKind.REMOVED)
    found = trainee.finding(2)
    assert found.outcome is LATE
    assert found.late_by == removed.overdue_by
    assert found.late_by > 18 * SECOND


def test_a_removal_that_is_taken_back_is_to_be_done_again() -> None:
    trainee = wiped()
    trainee.wait(5)
    trainee.hold()  # too soon for a goodbye
    assert trainee.outcomes() == [DONE, DONE, ASKED, AHEAD]
    assert [slip.kind for slip in trainee.report().slips] == ["taken_back"]
    trainee.wait(11)
    trainee.press()
    assert trainee.finding(2).outcome in (DONE, LATE)


def test_an_application_that_is_taken_back_never_was() -> None:
    trainee = started()
    trainee.wait(5)
    trainee.hold()
    assert trainee.outcomes() == [ASKED, AHEAD, AHEAD, AHEAD]
    trainee.wait(3)
    trainee.press()
    assert trainee.finding(0).took == pytest.approx(16.2 * SECOND, abs=500)


def test_wiped_before_the_alarm_there_was_no_alarm_to_answer() -> None:
    trainee = started()
    trainee.wait(40)
    trainee.hold()
    trainee.wait(20)
    trainee.press()
    assert trainee.outcomes() == [DONE, UNSEEN, DONE, AHEAD]
    slip = trainee.report().slips[0]
    assert slip.kind == "early"
    assert slip.early_by == pytest.approx(47 * SECOND, abs=SECOND)
    assert not trainee.report().passed


@pytest.mark.parametrize(
    ("wait", "reason"), [(1, "guard"), (20, "cream_on"), (DUE - 5 + 0.1, None)]
)
def test_a_press_that_nobody_asked_for_is_a_slip(wait: float, reason: str | None) -> None:
    trainee = started()
    trainee.wait(wait)
    trainee.press()
    assert [slip.reason for slip in trainee.report().slips] == ([reason] if reason else [])


def test_a_reflex_press_is_a_slip() -> None:
    trainee = alarmed()
    trainee.wait(2)
    trainee.press()
    trainee.wait(3)
    trainee.press()
    assert [slip.reason for slip in trainee.report().slips] == ["too_soon"]
    assert trainee.outcomes() == [DONE, DONE, ASKED, AHEAD]


def test_the_wrong_button_is_a_slip_and_mended_when_taken_back() -> None:
    trainee = Trainee(VISIT)
    trainee.wait(3)
    trainee.press(1)
    slip = trainee.report().slips[0]
    assert (slip.kind, slip.bay, slip.mended) == ("no_cream", "bed-2", False)
    trainee.wait(3)
    trainee.hold(1)
    assert trainee.report().slips[0].mended
    assert trainee.outcomes()[0] is ASKED


def test_cream_that_nobody_put_on_again_is_a_slip_too() -> None:
    trainee = wiped()
    trainee.wait(5)
    trainee.press()
    assert [slip.kind for slip in trainee.report().slips] == ["no_cream"]
    assert trainee.outcomes()[:3] == [DONE, DONE, DONE]


def test_cream_put_on_by_mistake_and_taken_back_takes_nothing_else_with_it() -> None:
    trainee = wiped()
    trainee.wait(5)
    trainee.press()
    trainee.wait(5)
    trainee.hold()
    assert trainee.outcomes()[:3] == [DONE, DONE, DONE]
    assert [slip.mended for slip in trainee.report().slips] == [True]


def test_an_alarm_of_cream_that_nobody_put_on_is_not_the_drills() -> None:
    trainee = started()
    trainee.wait(32)
    trainee.hold()
    trainee.wait(12)
    trainee.press()
    trainee.wait(3)
    trainee.press()
    trainee.wait(CONTACT / SECOND + 2)
    assert trainee.facts[-1].kind is FactKind.REMOVAL_DUE
    assert trainee.finding(1).outcome is UNSEEN


def test_all_done_with_a_slip_on_the_way_is_no_pass() -> None:
    trainee = started()
    trainee.wait(20)
    trainee.press()  # refused: the cream is to stay on
    trainee.until(DUE + 4)
    trainee.press()
    trainee.wait(15)
    trainee.press()
    trainee.wait(31)
    trainee.hold()
    assert trainee.outcomes() == [DONE] * 4
    assert trainee.report().over
    assert not trainee.report().passed


def test_a_button_that_somebody_leans_on_is_a_slip() -> None:
    trainee = started()
    trainee.wait(3)
    trainee._station.ward.press(0, 11 * SECOND)
    assert [slip.kind for slip in trainee.report().slips] == ["stuck"]


def test_two_beds_and_one_person() -> None:
    trainee = started(CLASH)
    trainee.wait(8)
    trainee.press(1)
    trainee.until(DUE)
    trainee.wait(2)
    trainee.press(0)
    trainee.wait(8)
    trainee.press(1)
    trainee.wait(5)
    trainee.press(0)
    trainee.wait(10)
    trainee.press(1)
    assert trainee.outcomes() == [DONE] * 6
    assert trainee.report().passed


def test_in_the_wrong_order_is_no_slip_but_late_is_late() -> None:
    trainee = Trainee(CLASH)
    trainee.until(5)
    trainee.press(1)
    assert trainee.outcomes()[:2] == [ASKED, DONE]
    trainee.wait(40)
    trainee.press(0)
    assert trainee.outcomes()[:2] == [LATE, DONE]


def test_one_of_two_beds_that_is_forgotten_is_missed() -> None:
    trainee = started(CLASH)
    trainee.wait(8)
    trainee.press(1)
    trainee.until(DUE + 2)
    trainee.press(0)
    trainee.wait(12)
    trainee.press(0)
    trainee.wait(100)
    assert trainee.outcomes() == [DONE, DONE, DONE, DONE, MISSED, MISSED]


def test_a_bed_that_is_never_started_has_nothing_to_answer() -> None:
    trainee = started(CLASH)
    trainee.wait(70)
    assert trainee.outcomes() == [DONE, MISSED, AHEAD, AHEAD, UNSEEN, UNSEEN]


def test_after_a_power_cut_the_bed_is_to_be_wiped() -> None:
    trainee = started(POWER)
    assert cut_due(POWER, BEDS, trainee.facts) == pytest.approx(65.2 * SECOND, abs=100)
    trainee.until(40)
    trainee.cut()
    assert trainee.outcomes() == [DONE, ASKED, ASKED]
    assert "Nobody knows how long" in trainee.told()
    trainee.wait(5)
    trainee.press()
    trainee.wait(12)
    trainee.press()
    assert trainee.report().passed


def test_before_there_is_cream_on_no_power_is_cut_and_in_other_drills_never() -> None:
    assert cut_due(POWER, BEDS, Trainee(POWER).facts) is None
    assert cut_due(VISIT, BEDS, started().facts) is None


def test_cream_forgotten_after_it_is_missed() -> None:
    trainee = started(POWER)
    trainee.until(40)
    trainee.cut()
    trainee.wait(4)
    trainee.press()
    trainee.wait(120)
    assert trainee.outcomes() == [DONE, DONE, MISSED]
    assert trainee.verdict().missed == ("Bed 1's cream was forgotten after the power cut.",)


def test_where_the_time_is_known_again_contact_goes_on() -> None:
    trainee = started(POWER)
    trainee.until(40)
    trainee.cut()
    trainee.wait(3)
    trainee.trust()
    assert trainee.outcomes() == [DONE, AHEAD, AHEAD]
    trainee.until(200)
    assert trainee.outcomes()[1] is not AHEAD


@pytest.mark.parametrize("trusted", [True, False])
def test_a_cut_that_somebody_else_makes_changes_nothing_of_the_rules(*, trusted: bool) -> None:
    trainee = alarmed()
    trainee.cut(5, trusted=trusted)
    trainee.wait(2)
    trainee.press()
    trainee.wait(15)
    trainee.press()
    assert trainee.outcomes()[1] is DONE
    assert trainee.finding(2).outcome in (DONE, LATE)


def test_a_killed_program_is_no_excuse() -> None:
    trainee = alarmed()
    trainee.kill()
    trainee.wait(27)
    trainee.press()
    assert trainee.finding(1).late_by == 12 * SECOND


def test_an_alarm_that_fell_due_in_the_dark_counts_from_when_it_could_be_heard() -> None:
    trainee = started()
    trainee.until(60)
    trainee.cut(50, trusted=True)  # due at 95, heard at 110
    trainee.wait(5)
    trainee.press()
    assert trainee.finding(1).outcome is DONE
    assert trainee.finding(1).took == pytest.approx(5 * SECOND, abs=100)


def test_cream_that_was_overdue_in_the_dark_was_overdue_all_the_same() -> None:
    trainee = started()
    trainee.until(60)
    trainee.cut(100, trusted=True)  # overdue at 140, back at 160
    trainee.wait(2)
    trainee.press()
    trainee.wait(12)
    trainee.press()
    assert trainee.finding(1).outcome is DONE
    assert trainee.finding(2).late_by == pytest.approx(34 * SECOND, abs=500)


def test_where_a_press_says_wiped_there_is_nothing_to_silence() -> None:
    trainee = Trainee(VISIT, replace(NUMB520, silence_first=False))
    assert [task.does for task in trainee.drill.tasks] == ["applied", "removed", "new_client"]
    trainee.until(5)
    trainee.press()
    trainee.until(DUE + 20)
    trainee.press()
    assert trainee.outcomes() == [DONE, DONE, AHEAD]


def test_what_was_not_seen_when_it_was_stopped_is_not_judged() -> None:
    trainee = alarmed()
    trainee.wait(5)
    report = trainee.report(stopped=True)
    assert [f.outcome for f in report.findings] == [DONE, UNSEEN, UNSEEN, UNSEEN]
    assert report.over
    assert not report.passed


def test_what_was_late_already_is_missed() -> None:
    trainee = alarmed()
    trainee.wait(20)
    report = trainee.report(stopped=True)
    assert [f.outcome for f in report.findings] == [DONE, MISSED, UNSEEN, UNSEEN]


def test_a_drill_done_in_full_and_stopped_is_no_pass() -> None:
    trainee = wiped()
    trainee.wait(31)
    trainee.hold()
    assert not trainee.report(stopped=True).passed


@pytest.mark.parametrize("drill", DRILLS.values(), ids=list(DRILLS))
def test_every_drill_ends(drill: Drill) -> None:
    trainee = Trainee(drill)
    trainee.press()
    trainee.cut(drill.longest / SECOND)
    assert trainee.report().over


@pytest.mark.parametrize("drill", DRILLS.values(), ids=list(DRILLS))
def test_nothing_is_asked_for_that_has_not_come_up(drill: Drill) -> None:
    assert Trainee(drill).outcomes() == [ASKED] + [AHEAD] * (len(drill.tasks) - 1)
