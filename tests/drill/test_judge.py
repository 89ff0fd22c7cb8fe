"""Drills, done well and done badly: what was late, what was missed, and what nobody saw."""

import pytest

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import FactKind
from station.drill.drill import CLASH, DRILLS, REMOVAL, VISIT, Drill
from station.drill.judge import Outcome
from tests.core.ward import NUMB520
from tests.drill.trainee import DUE, Trainee, alarmed, started, wiped

AHEAD, ASKED, DONE, LATE, MISSED, UNSEEN = Outcome


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
