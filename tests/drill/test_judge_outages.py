"""Drills through a power cut, and through the death of the program."""

import pytest

from station.core.duration import SECOND
from station.drill.drill import POWER, VISIT
from station.drill.judge import Outcome, cut_due
from tests.drill.trainee import BEDS, Trainee, alarmed, started

AHEAD, ASKED, DONE, LATE, MISSED, UNSEEN = Outcome


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
