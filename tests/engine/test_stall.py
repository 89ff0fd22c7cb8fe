"""The machine stands still while a finger is on a button."""

import pytest

from station.core.duration import SECOND
from station.core.facts import Fact, FactKind
from tests.engine.test_runtime import LateClock, Notes, Wires, runtime_of

DOWN = 5 * SECOND
UP = DOWN + 250
HELD = DOWN + 3 * SECOND


class StallingClock(LateClock):
    """A clock whose machine stands still for 3 s, once."""

    def __init__(self, at: int) -> None:
        super().__init__(0)
        self._at = at

    def sleep(self, until: int) -> None:
        super().sleep(until)
        if self.instant >= self._at:
            self.instant, self._at = self.instant + 3 * SECOND, 10**9


def gesture(up: int, stall: int) -> Fact:
    """What becomes of a finger that is on the button until `up`."""
    clock, notes = StallingClock(stall), Notes()
    runtime = runtime_of(clock, Wires(clock, [(DOWN, up)]), notes)
    while clock.now() < 10 * SECOND:
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
