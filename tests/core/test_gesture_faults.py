"""A button that is stuck or chatters: when, until when, and what it spoils."""

import pytest

from station.core.facts import ButtonTrouble
from station.core.gesture import Button, Feel, Trouble, elapse, next_event, sample
from station.core.plan import ButtonTimes
from tests.core.finger import CALM, D, Finger

STUCK, CHATTERING = ButtonTrouble.STUCK, ButtonTrouble.CHATTERING


def bounces(first: int, changes: int, apart: int) -> list[int]:
    """So many changes of a raw level, so far apart."""
    return [first + i * apart for i in range(changes)]


@pytest.mark.meets("GES-4")
def test_down_for_ten_seconds_is_a_fault_and_never_a_gesture() -> None:
    finger = Finger().toggle(D).rest(D + 9990)
    assert finger.troubles == []
    finger.rest(D + 10_000)
    assert finger.troubles == [(D + 10_000, Trouble(STUCK, D + 10_000, over=False))]
    assert not finger.button.pressed
    assert finger.toggle(D + 10_010).rest(D + 60_000).touches == []


@pytest.mark.meets("GES-4")
def test_let_go_at_ten_seconds_exactly_it_is_stuck_before_it_is_let_go() -> None:
    finger = Finger().toggle(D, D + 10_000).rest(D + 60_000)
    assert finger.touches == []
    assert [(t.at, t.over) for _, t in finger.troubles] == [(D + 10_000, False), (D + 11_000, True)]


@pytest.mark.meets("GES-5")
def test_a_stuck_button_is_well_once_it_was_up_for_a_second() -> None:
    finger = Finger().toggle(D, D + 15_000).rest(D + 15_990)
    assert len(finger.troubles) == 1
    finger.rest(D + 16_000)
    assert finger.troubles[1:] == [(D + 16_000, Trouble(STUCK, D + 16_000, over=True))]


@pytest.mark.meets("GES-5")
def test_a_bounce_starts_that_second_again() -> None:
    finger = Finger().toggle(D, D + 15_000, D + 15_500, D + 15_510).rest(D + 20_000)
    assert [t.at for _, t in finger.troubles] == [D + 10_000, D + 16_510]


def test_a_press_on_a_faulty_button_is_none() -> None:
    finger = Finger().toggle(D, D + 15_000, D + 15_500, D + 15_650).rest(D + 20_000)
    assert finger.touches == []
    assert [t.at for _, t in finger.troubles] == [D + 10_000, D + 16_650]
    assert [event for _, event in finger.events if event is Feel.DOWN] == [Feel.DOWN]


def test_the_next_press_on_a_button_that_is_well_again_is_one() -> None:
    finger = Finger().toggle(D, D + 15_000, D + 16_500, D + 16_650).rest(D + 20_000)
    assert [touch.at for touch in finger.touches] == [D + 16_500]


@pytest.mark.meets("GES-6")
def test_fifty_changes_in_five_seconds_are_bearable_and_one_more_is_a_fault() -> None:
    fifty = bounces(D, 50, apart=90)
    assert Finger().toggle(*fifty).rest(D + 20_000).troubles == []
    finger = Finger().toggle(*bounces(D, 51, apart=90)).rest(D + 4500)
    assert finger.troubles == [(D + 4500, Trouble(CHATTERING, D + 4500, over=False))]


@pytest.mark.meets("GES-6")
@pytest.mark.parametrize(("last", "faults"), [(4990, 1), (5010, 0)])
def test_the_changes_count_that_are_within_five_seconds(last: int, faults: int) -> None:
    changes = [*bounces(D, 50, apart=20), D + last]
    finger = Finger().toggle(*changes).rest(D + last)
    assert len(finger.troubles) == faults


@pytest.mark.meets("GES-7")
def test_a_chattering_button_makes_no_gesture_until_it_was_up_for_a_second() -> None:
    chatter = bounces(D, 52, apart=10)
    finger = Finger().toggle(*chatter, D + 1000, D + 1200).rest(D + 10_000)
    assert finger.touches == []
    assert [(t.at, t.over) for _, t in finger.troubles] == [(D + 500, False), (D + 2200, True)]


@pytest.mark.meets("GES-7")
def test_chatter_spoils_the_gesture_it_interrupts() -> None:
    finger = Finger().toggle(D, *bounces(D + 100, 52, apart=10), D + 1500).rest(D + 10_000)
    assert finger.touches == []
    assert [t.reason for _, t in finger.troubles] == [CHATTERING, CHATTERING]


def test_a_button_has_one_fault_at_a_time() -> None:
    chatters_while_stuck = Finger().toggle(D, *bounces(D + 12_000, 60, 10)).rest(D + 30_000)
    assert [t.reason for _, t in chatters_while_stuck.troubles] == [STUCK]
    stays_down_after_chatter = Finger().toggle(*bounces(D, 51, 10)).rest(D + 30_000)
    assert [t.reason for _, t in stays_down_after_chatter.troubles] == [CHATTERING]


@pytest.mark.meets("GES-9")
def test_down_at_the_start_is_stuck_ten_seconds_later() -> None:
    finger = Finger(down=True).rest(9990)
    assert not finger.button.pressed
    assert finger.troubles == []
    assert finger.rest(10_000).troubles == [(10_000, Trouble(STUCK, 10_000, over=False))]
    assert finger.toggle(12_000).rest(14_000).touches == []


def test_late_samples_find_what_time_made_of_a_button_at_its_own_instant() -> None:
    pressed = Finger().toggle(D).rest(D + 30).button
    assert next_event(pressed, ButtonTimes()) == D + 2000
    stuck, events = elapse(pressed, ButtonTimes(), D + 60_000)
    assert events == (Feel.HOLD_REACHED, Trouble(STUCK, D + 10_000, over=False))
    assert next_event(stuck, ButtonTimes()) is None
    assert elapse(pressed, ButtonTimes(), D + 1999) == (pressed, ())


def test_time_makes_nothing_of_a_button_that_is_up_or_just_changing() -> None:
    assert next_event(Finger().rest(D).button, ButtonTimes()) is None
    changing = Finger().toggle(D).button
    assert not changing.settled
    assert next_event(changing, ButtonTimes()) is None


def chattered(first: int) -> Button:
    """A button that has changed 50 times, the first of them then."""
    return Button(raw=False, changes=(first, *range(1, 50)))


def test_what_changed_just_five_seconds_ago_is_no_chatter_any_more() -> None:
    for first, fault in [(0, None), (1, ButtonTrouble.CHATTERING)]:
        button, _ = sample(chattered(first), ButtonTimes(), down=True, now=5000, seen=CALM)
        assert button.fault is fault


def test_what_counts_at_once_is_told_after_the_chatter_that_it_is_part_of() -> None:
    at_once = ButtonTimes(debounce=0, samples=1)
    button, events = sample(chattered(1), at_once, down=True, now=100, seen=CALM)
    assert events == (Trouble(ButtonTrouble.CHATTERING, 100, over=False),)
    assert button.down
