"""Drills, and what nobody asked for: each slip, and whether it was mended."""

import pytest

from station.core.duration import SECOND
from station.core.facts import FactKind
from station.drill.drill import CONTACT, VISIT
from station.drill.judge import Outcome
from tests.drill.trainee import DUE, Trainee, alarmed, started, wiped

AHEAD, ASKED, DONE, LATE, MISSED, UNSEEN = Outcome


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
