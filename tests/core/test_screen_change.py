"""When a panel next shows something else: the very instant, and no other."""

import pytest

from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.panel import next_screen_change, screen, wording
from station.core.phase import Phase
from station.core.plan import Plan
from station.core.screen import Prompt
from station.core.step import next_change_of_state
from tests.core.outage import power_lost_with_cream_on
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in


def walk(ward: Ward, until: int, panel: int = 0) -> int:
    """Follow `next_screen_change`; each must be the very instant. How many there were."""
    changes = 0
    while ward.now < until:
        floor, now = ward.floor, ward.now
        at, due = next_screen_change(floor, panel, now), next_change_of_state(floor)
        if at is None or (due is not None and due <= at):
            at = due or until
        elif at <= until:
            shown, changes = screen(floor, panel, now), changes + 1
            assert screen(floor, panel, at - 1) == shown
            assert screen(floor, panel, at) != shown
        ward.until(min(at, until))
    return changes


LONG = short(contact=2 * HOUR)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (plan(), ON + 25 * MINUTE),
        (plan(protocol=LONG), ON + 21 * MINUTE),
        (plan(2), ON + 13 * MINUTE),
        (plan(2, panels=((0,), (1,))), ON + 13 * MINUTE),
    ],
    ids=["a whole treatment", "two hours of contact", "a shared panel", "a panel each"],
)
def test_the_next_change_is_the_very_instant(on: Plan, until: int) -> None:
    ward = Ward(on)
    walk(ward, ON)
    ward.press(len(on.bays) - 1)
    assert walk(ward, until) > 300


def test_so_it_is_after_a_refusal_while_a_button_is_down_and_after_a_treatment() -> None:
    ward = ward_in(Phase.READY)
    ward.treat()
    ward.treat()
    ward.press()
    walk(ward, ward.now + MINUTE)
    ward.press()
    walk(ward, ward.now + 10 * SECOND)
    ward.down()
    ward.wait(30)
    walk(ward, ward.now + 15 * SECOND)


def test_so_it_is_while_a_button_is_down_for_the_first_time() -> None:
    ward = ward_in(Phase.READY)
    ward.down()
    ward.wait(30)
    assert walk(ward, ward.now + 9 * SECOND) >= 2
    assert ward.screen().prompts == (Prompt("LET GO", "nothing"),)


def test_so_it_is_with_power_lost() -> None:
    ward = power_lost_with_cream_on()
    assert walk(ward, 10 * SECOND) >= 10
    ward.until(12 * SECOND)
    ward.down()
    ward.wait(30)
    assert walk(ward, 20 * SECOND) >= 8
    ward.up()
    assert walk(ward, 3 * MINUTE) > 150


def test_so_it_is_when_yesterdays_application_no_longer_counts() -> None:
    ward = ward_in(Phase.READY, on=plan(protocol=short(effect=None)))
    ward.treat()
    ward.until(ON + DAY - 30 * SECOND)
    ward.down()
    ward.wait(SECOND)
    walk(ward, ON + DAY + 5 * SECOND)
    ward.up()
    walk(ward, ON + DAY + 12 * MINUTE)


def test_so_it_is_on_an_idle_panel_with_a_fault() -> None:
    ward = ward_in(Phase.READY)
    ward.hold()
    ward.lose_journal()
    walk(ward, ON + 12 * MINUTE)


def test_words_that_are_held_say_the_same() -> None:
    ward = Ward(plan(2))
    for _ in range(2):
        ward.until(ward.now + MINUTE)
        said = wording(ward.floor, 0, ward.now)
        until = min(said.until or DAY, next_change_of_state(ward.floor) or DAY, ward.now + MINUTE)
        for now in range(ward.now, until, 1900):
            assert screen(ward.floor, 0, now, said) == screen(ward.floor, 0, now)
            ahead = next_screen_change(ward.floor, 0, now, said)
            assert ahead == next_screen_change(ward.floor, 0, now)
        ward.press()
