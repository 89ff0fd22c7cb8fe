"""What was done long after it counted as missed was done all the same, and is said to be late."""

from station.core.duration import SECOND
from station.core.facts import FactKind
from station.drill.drill import CLASH, CONTACT, REMOVAL, VISIT
from station.drill.judge import Outcome
from tests.drill.trainee import Trainee

AHEAD, ASKED, DONE, LATE, MISSED, UNSEEN = Outcome


def both_started(second: float) -> Trainee:
    """Bed 1 was started after 5 s, bed 2 so much later."""
    trainee = Trainee(CLASH)
    trainee.until(5)
    trainee.press(0)
    trainee.until(5 + second)
    trainee.press(1)
    return trainee


def test_a_bed_that_is_started_after_all_is_late_and_has_an_alarm_to_come() -> None:
    trainee = Trainee(CLASH)
    trainee.until(5)
    trainee.press(0)
    trainee.wait(65)
    assert trainee.outcomes()[1] is MISSED
    trainee.press(1)
    assert trainee.outcomes() == [DONE, LATE, AHEAD, AHEAD, AHEAD, AHEAD]
    told = trainee.verdict()
    assert told.late == ("Bed 2 started after 65 s, 45 s late.",)
    assert told.missed == ()


def test_one_answered_and_wiped_long_after_the_other_bed_called_is_late() -> None:
    trainee = both_started(15)
    trainee.until(5 + CONTACT / SECOND + REMOVAL / SECOND + 62)
    assert trainee.outcomes()[2:4] == [MISSED, MISSED]
    trainee.press(0)
    assert trainee.outcomes()[2:4] == [LATE, MISSED], "bed 2 is still to be answered"
    trainee.wait(11)
    trainee.press(0)
    assert trainee.outcomes()[2:4] == [LATE, LATE]
    removed = next(fact for fact in trainee.facts if fact.kind is FactKind.REMOVED)
    assert trainee.finding(3).late_by == removed.overdue_by
    told = trainee.verdict()
    assert told.late[0].startswith("Bed 1's alarm answered after 107 s, 92 s late")
    assert told.late[1].startswith("Bed 1 wiped after 119 s: 7")
    assert not any("Bed 1" in missed for missed in told.missed)


def test_a_hold_too_early_only_began_the_wiping() -> None:
    trainee = Trainee(VISIT)
    trainee.until(5)
    trainee.press()
    trainee.until(40)
    trainee.hold()
    trainee.wait(200)
    told = trainee.verdict()
    assert told.missed[-1] == "Bed 1's cream was never said to be wiped."
    assert told.slips == ("Wiping at Bed 1 was begun 52 s before its time.",)
