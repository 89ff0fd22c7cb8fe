"""A button that is stuck, chatters or cannot be read, and the bed beside it meanwhile."""

from collections.abc import Callable

import pytest

from station.core import step
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from tests.core.ward import APPLIED as ON
from tests.core.ward import SCAN, Ward, plan


def stuck(ward: Ward) -> None:
    ward.down(0)
    ward.wait(11 * SECOND)


def chattering(ward: Ward) -> None:
    for _ in range(26):
        ward.down(0)
        ward.wait(SCAN)
        ward.up(0)
        ward.wait(SCAN)
    ward.down(0)  # and stays so


@pytest.mark.meets("FLT-11")
@pytest.mark.parametrize("trouble", [stuck, chattering])
def test_meanwhile_the_other_bed_is_pressed_and_held_as_ever(
    trouble: Callable[[Ward], None],
) -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    trouble(ward)
    assert ward.last().kind is FactKind.BUTTON_FAULT
    ward.press(1)
    ward.wait(MINUTE)
    ward.hold(1)
    assert ward.kinds(1) == [FactKind.APPLIED, FactKind.REMOVAL_STARTED]
    assert ward.kinds(0) == [FactKind.BUTTON_FAULT]


@pytest.mark.meets("FLT-11")
def test_a_button_that_cannot_be_read_hides_no_other() -> None:
    ward = Ward(plan(2))
    floor = ward.floor
    told: list[Fact] = []
    for now in range(SCAN, SECOND, SCAN):
        floor, facts = step.scan(floor, [None, now < 200], now)
        told += facts
    assert [(fact.bay, fact.kind) for fact in told] == [("bed-2", FactKind.APPLIED)]
