"""The machine stands still while a finger is on a button."""

import pytest

from station.core.duration import SECOND
from station.core.facts import Fact, FactKind
from tests.engine.written import LateClock, Notes, Wires, runtime_of

DOWN = 5 * SECOND
UP = DOWN + 250
HELD = DOWN + 3 * SECOND


class StallingClock(LateClock):
    """A clock whose machine stands still for a while, once."""

    def __init__(self, at: int, long: int) -> None:
        super().__init__(0)
        self._at, self._long = at, long

    def sleep(self, until: int) -> None:
        super().sleep(until)
        if self.instant >= self._at:
            self.instant, self._at = self.instant + self._long, 10**9


def gesture(up: int, stall: int, long: int = 3 * SECOND) -> Fact:
    """What becomes of a finger that is on the button until `up`."""
    clock, notes = StallingClock(stall, long), Notes()
    runtime = runtime_of(clock, Wires(clock, [(DOWN, up)]), notes)
    while clock.now() < 20 * SECOND:
        runtime.turn()
        runtime._sleep()
    [fact] = [fact for fact in notes if fact.bay is not None]
    return fact


@pytest.mark.meets("GES-13")
def test_who_let_go_meanwhile_has_pressed() -> None:
    fact = gesture(UP, stall=DOWN + 200)
    assert (fact.kind, fact.at) == (FactKind.APPLIED, DOWN)


def test_who_held_on_has_held() -> None:
    fact = gesture(HELD + 500, stall=DOWN + 200)
    assert (fact.kind, fact.reason) == (FactKind.REFUSED, "nothing_to_clear")


def test_a_stall_that_was_over_before_changes_nothing() -> None:
    fact = gesture(HELD, stall=SECOND)
    assert (fact.kind, fact.reason) == (FactKind.REFUSED, "nothing_to_clear")


@pytest.mark.parametrize("long", [30, 90, 400])
@pytest.mark.parametrize("stall", [DOWN + 200, DOWN + 1000, DOWN + 1900])
def test_a_short_stall_makes_no_press_of_a_hold(stall: int, long: int) -> None:
    fact = gesture(HELD, stall, long)
    assert (fact.kind, fact.reason) == (FactKind.REFUSED, "nothing_to_clear")


@pytest.mark.parametrize("long", [30, 90, 400])
def test_nor_is_a_stuck_button_overlooked(long: int) -> None:
    fact = gesture(DOWN + 20 * SECOND, DOWN + SECOND, long)
    assert (fact.kind, fact.at) == (FactKind.BUTTON_FAULT, DOWN + 10 * SECOND)
