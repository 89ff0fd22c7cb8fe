"""What a trainee is told, step by step and in the end."""

import pytest

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind, Refusal
from station.drill.drill import CLASH, CONTACT, DRILLS, POWER, REMOVAL, VISIT, practised
from station.drill.words import REFUSED, asides, length, scaled, steps
from tests.core.ward import NUMB520, Ward, plan
from tests.drill.trainee import LABELS, Trainee


def test_a_visit_is_told_step_by_step() -> None:
    trainee = Trainee(VISIT)
    assert trainee.told() == "The cream is on at Bed 1. Press Bed 1's button once."
    trainee.wait(5)
    trainee.press()
    assert "nothing to press before an alarm" in trainee.told()
    trainee.until(5 + CONTACT / SECOND)
    assert trainee.told().startswith("Bed 1's alarm sounds. Press its button once")
    trainee.press()
    assert trainee.told().startswith("Wipe the cream off at Bed 1")
    trainee.wait(12)
    trainee.press()
    assert "a hold would take the removal back" in trainee.told()
    trainee.wait(31)
    assert trainee.told().startswith("Bed 1's client leaves. Hold the button for a good 2 s")
    trainee.hold()
    assert trainee.told() == ""


def test_of_two_beds_the_more_urgent_comes_first() -> None:
    trainee = Trainee(CLASH)
    trainee.wait(5)
    trainee.press(0)
    assert "warns of a clash with Bed 1" in trainee.told()
    trainee.wait(10)
    trainee.press(1)
    assert "at Bed 1 and Bed 2" in trainee.told()
    trainee.until(15.3 + CONTACT / SECOND)
    assert [said[:5] for said in trainee.told().split(" / ")] == ["Bed 1", "Bed 2"]
    trainee.press(0)
    assert trainee.told().startswith("Bed 2's alarm sounds")


def test_the_panel_really_warns_of_the_clash() -> None:
    ward = Ward(plan(2, protocol=practised(NUMB520), panels=((0,), (1,))))
    ward.press(0)
    for _ in range(20):  # as long as the second bed is in time
        ward.wait(1 * SECOND)
        assert any(line.startswith("CLASH Bed 1") for line in ward.screen(1).text)


def test_a_bed_started_by_mistake_is_to_be_taken_back_while_that_can_be() -> None:
    trainee = Trainee(VISIT)
    trainee.press(1)
    assert trainee.told().endswith(
        "Bed 2 was started, where nobody has put cream on. "
        "Hold its button for a good 2 s to take that back."
    )
    trainee.wait(3)
    trainee.hold(1)
    assert "Bed 2" not in trainee.told()
    trainee.wait(3)
    trainee.press(1)
    trainee.wait(31)
    assert "Bed 2" not in trainee.told()


def test_in_the_end_all_is_listed() -> None:
    trainee = Trainee(VISIT)
    trainee.press(1)
    trainee.until(42)
    trainee.press()
    trainee.until(42 + CONTACT / SECOND + 20)
    trainee.press()
    trainee.wait(3)
    trainee.press()
    trainee.wait(200)
    told = trainee.verdict()
    assert told.late == (
        "Bed 1 started after 42 s, 12 s late.",
        "Bed 1's alarm answered after 20 s, 5 s late.",
    )
    assert told.missed == ("Bed 1's cream was never said to be wiped.",)
    assert told.unseen == ("Bed 1 cleared for the next client: it did not come to that.",)
    assert told.slips == (
        "Wrong button: Bed 2 was started, where nobody had put cream on.",
        "Bed 1's button was pressed within 10 s of silencing, and refused as a reflex.",
    )
    assert told.says == "2 late, 1 missed, 2 pressed by mistake, 1 not seen."


def test_wiped_overdue_says_by_how_much() -> None:
    trainee = Trainee(POWER)
    trainee.wait(5)
    trainee.press()
    trainee.wait(CONTACT / SECOND)
    trainee.press()
    trainee.wait(REMOVAL / SECOND + 5)
    trainee.press()
    trainee.wait(15)
    trainee.press()
    assert trainee.verdict().late[0].startswith("Bed 1 wiped after 66 s: 2")
    assert trainee.verdict().late[0].endswith(" overdue.")


def test_when_stopped_it_says_what_was_not_seen() -> None:
    trainee = Trainee(VISIT)
    trainee.press()
    told = trainee.verdict(stopped=True)
    assert told.says == "Stopped. 3 not seen."
    assert told.done == ("Bed 1 started after 0 s.",)
    assert told.unseen[0] == "Bed 1's alarm answered: stopped before."


def test_a_pass_says_no_more_than_that() -> None:
    trainee = Trainee(POWER)
    trainee.press()
    trainee.wait(30)
    trainee.cut()
    trainee.wait(3)
    trainee.press()
    trainee.wait(12)
    trainee.press()
    assert trainee.verdict().says == "All done in time."


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_has_its_words(reason: Refusal) -> None:
    assert REFUSED[reason]


def test_the_steps_say_how_each_stands() -> None:
    trainee = Trainee(VISIT)
    trainee.until(40)
    trainee.press()
    shown = steps(LABELS, trainee.report())
    assert [stands for _, stands in shown] == ["late by 10 s", "to come", "to come", "to come"]
    assert shown[0][0] == "Bed 1: cream on, press"


def test_times_that_are_shortened_are_said_to_be() -> None:
    said = scaled([NUMB520, replace(NUMB520, contact=60 * MINUTE)])
    assert "1:30 on the skin stands for 20:00 or 60:00" in said
    assert "0:45 for wiping stands for 2:00" in said


def test_only_the_creams_times_are() -> None:
    shortened = practised(NUMB520)
    assert (shortened.contact, shortened.removal) == (CONTACT, REMOVAL)
    assert shortened.onset == (9 * SECOND, 13500)
    unchanged = replace(shortened, contact=0, removal=0, onset=None)
    assert unchanged == replace(NUMB520, contact=0, removal=0, onset=None)
    assert practised(replace(NUMB520, onset=None)).onset is None


def test_what_makes_it_another_drill_is_said() -> None:
    def fact(kind: FactKind) -> Fact:
        return Fact(kind, 0, 0)

    started, lost = fact(FactKind.STARTED), fact(FactKind.PANEL_LOST)
    assert asides([started, started], cuts=1, fastest=1) == ()
    assert asides([started, started], cuts=0, fastest=1)[0].endswith("without power once, by hand.")
    assert len(asides([started] * 4 + [lost, fact(FactKind.JOURNAL_LOST)], 1, 600)) == 4


@pytest.mark.parametrize(
    ("milliseconds", "says"), [(0, "0 s"), (1, "1 s"), (12_000, "12 s"), (150_001, "2:31 min")]
)
def test_lengths_are_never_less_than_they_were(milliseconds: int, says: str) -> None:
    assert length(milliseconds) == says


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (0, "Bed 1's button was held, which took back the application."),
        (40, "Wiping at Bed 1 was begun 47 s before its time."),
    ],
)
def test_a_hold_that_nobody_asked_for_is_told(held: float, says: str) -> None:
    trainee = Trainee(VISIT)
    trainee.wait(5)
    trainee.press()
    trainee.wait(held)
    trainee.hold()
    assert trainee.verdict().slips == (says,)


def test_the_same_slip_made_often_is_told_once_and_how_often() -> None:
    trainee = Trainee(VISIT)
    trainee.wait(5)
    trainee.press()
    for _ in range(3):
        trainee.wait(20)
        trainee.press()
    told = trainee.verdict()
    refused = "Bed 1's button was pressed while the cream was to stay on, and refused: 3 times."
    assert told.slips == (refused,)
    assert "3 pressed by mistake" in told.says


def test_a_button_that_somebody_leans_on_is_told() -> None:
    trainee = Trainee(VISIT)
    trainee._station.ward.press(0, 11 * SECOND)
    assert trainee.verdict().slips == ("Bed 1's button was down so long that it counts as broken.",)


def test_a_bed_that_is_wiped_is_not_waited_for() -> None:
    trainee = Trainee(CLASH)
    trainee.press(0)
    trainee.wait(19)
    trainee.press(1)
    trainee.until(CONTACT / SECOND + 1)
    trainee.press(0)
    trainee.wait(10.5)
    trainee.press(0)
    assert "working at Bed 2:" in trainee.told()


def test_names_are_what_they_are_kept_under() -> None:
    assert all(drill.name == name for name, drill in DRILLS.items())
