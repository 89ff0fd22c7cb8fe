"""Raw levels to gestures: debounce, press, hold (section 2 of the design)."""

import pytest

from station.core.duration import HOUR
from station.core.facts import Gesture
from station.core.gesture import Button, Feel, Standing, Touch, sample
from station.core.phase import Phase
from station.core.plan import ButtonTimes
from tests.core.finger import CALM, D, Finger


@pytest.mark.meets("LVL-3", "LVL-4")
def test_a_level_counts_once_four_samples_were_the_same() -> None:
    finger = Finger().toggle(D).rest(D + 20)
    assert finger.events == []
    assert finger.rest(D + 30).events == [(D + 30, Feel.DOWN)]
    assert finger.button.down
    assert (finger.button.since, finger.button.counted) == (D, D + 30)


@pytest.mark.meets("LVL-3")
@pytest.mark.parametrize("length", [10, 20, 30])
def test_three_samples_are_a_glitch(length: int) -> None:
    finger = Finger().toggle(D, D + length).rest(D + 5000)
    assert finger.events == []
    assert not finger.button.down


def test_a_glitch_within_a_press_is_none_of_its_end() -> None:
    finger = Finger().toggle(D, D + 200, D + 230, D + 400).rest(D + 1000)
    assert finger.touches == [Touch(Gesture.PRESS, D, D, D + 430, CALM)]


@pytest.mark.meets("LVL-4")
def test_the_instant_of_a_bouncing_level_is_the_first_of_the_samples_that_were_the_same() -> None:
    finger = Finger().toggle(D, D + 10, D + 30, D + 200, D + 210, D + 220).rest(D + 1000)
    assert finger.touches == [Touch(Gesture.PRESS, D + 30, D + 30, D + 250, CALM)]
    assert [at for at, _ in finger.events] == [D + 60, D + 250]


@pytest.mark.meets("LVL-3")
def test_late_samples_must_be_four_all_the_same() -> None:
    finger = Finger(scan=40).toggle(1000, 1160).rest(2000)
    assert finger.events[0] == (1120, Feel.DOWN)
    assert finger.touches == [Touch(Gesture.PRESS, 1000, 1000, 1280, CALM)]


@pytest.mark.meets("LVL-3")
def test_looks_too_rare_for_a_chattering_contact_make_no_press_of_it() -> None:
    """A slow Pi drew a picture meanwhile: two looks 36 ms apart, and both found it down."""
    finger = Finger().toggle(D, D + 10)
    finger.scan = 36
    finger.toggle(D + 46)
    finger.rest(D + 82)
    finger.scan = 10
    finger.toggle(D + 92).rest(D + 1000)
    assert finger.events == []


@pytest.mark.parametrize(("scan", "samples"), [(10, 3), (30, 2)])
def test_how_many_samples_must_be_the_same_is_the_plans(scan: int, samples: int) -> None:
    finger = Finger(scan=scan, times=ButtonTimes(debounce=20, samples=samples)).toggle(990)
    assert finger.rest(2000).events == [(990 + scan * (samples - 1), Feel.DOWN)]


@pytest.mark.meets("LVL-3")
def test_the_debounce_time_is_the_plans() -> None:
    finger = Finger(times=ButtonTimes(debounce=50)).toggle(D, D + 50).rest(D + 500)
    assert finger.events == []
    assert finger.toggle(2000).rest(2050).events == [(2050, Feel.DOWN)]


@pytest.mark.meets("GES-2", "GES-3", "GES-12")
@pytest.mark.parametrize(
    ("length", "gesture"),
    [
        (40, Gesture.PRESS),
        (150, Gesture.PRESS),
        (1990, Gesture.PRESS),
        (2000, Gesture.HOLD),
        (9990, Gesture.HOLD),
    ],
)
def test_down_for_less_than_two_seconds_is_a_press_and_longer_a_hold(
    length: int, gesture: Gesture
) -> None:
    [touch] = Finger().toggle(D, D + length).rest(D + 30_000).touches
    assert touch.gesture is gesture
    assert touch.down == D
    assert touch.at == (D if gesture is Gesture.PRESS else D + length)
    assert touch.recognised == D + length + 30


@pytest.mark.meets("GES-3")
def test_the_hold_time_is_the_plans() -> None:
    times = ButtonTimes(hold=1000)
    assert [
        Finger(times=times).toggle(D, D + length).rest(D + 2000).touches[0].gesture
        for length in (990, 1000)
    ] == [Gesture.PRESS, Gesture.HOLD]


def test_the_finger_is_told_when_the_down_counts_and_when_hold_is_reached() -> None:
    finger = Finger().toggle(D, D + 3000).rest(D + 5000)
    assert finger.events[:2] == [(D + 30, Feel.DOWN), (D + 2000, Feel.HOLD_REACHED)]


def test_hold_is_not_reached_while_the_level_is_just_changing() -> None:
    let_go = Finger().toggle(D, D + 1990).rest(D + 5000)
    assert [event for _, event in let_go.events][:1] == [Feel.DOWN]
    assert Feel.HOLD_REACHED not in [event for _, event in let_go.events]
    glitch = Finger().toggle(D, D + 1990, D + 2010).rest(D + 5000)
    assert (D + 2010, Feel.HOLD_REACHED) in glitch.events


@pytest.mark.meets("GES-8")
def test_down_at_the_start_makes_no_gesture_until_released() -> None:
    finger = Finger(down=True).toggle(3000).rest(5000)
    assert finger.events == []
    assert [touch.at for touch in finger.toggle(5010, 5150).rest(6000).touches] == [5010]


@pytest.mark.parametrize("length", [10, 20, 30])
def test_a_glitch_at_the_very_start_does_not_swallow_the_first_press(length: int) -> None:
    # It was never down by the rule of four samples; and even if it was, it has been released.
    finger = Finger(down=True).toggle(length)
    assert [touch.at for touch in finger.toggle(60_000, 60_150).rest(61_000).touches] == [60_000]


def test_a_gesture_remembers_how_the_bay_stood_at_its_down() -> None:
    alarm = Standing(Phase.REMOVAL, sounding=True)
    finger = Finger().toggle(D)
    finger.stands = alarm
    finger.toggle(D + 100).rest(D + 500)
    assert finger.touches[0].seen == CALM
    finger.toggle(D + 1000)
    finger.stands = CALM
    # Neither a glitch nor the bounce of the release is another down.
    finger.toggle(D + 1100, D + 1110, D + 1200, D + 1210, D + 1220).rest(D + 2000)
    assert finger.touches[1].seen == alarm


def test_what_the_bay_was_at_an_earlier_bounce_does_not_matter() -> None:
    finger = Finger().toggle(D, D + 10)
    finger.stands = Standing(Phase.CONTACT, sounding=False)
    finger.toggle(D + 20, D + 200).rest(D + 500)
    assert finger.touches == [Touch(Gesture.PRESS, D + 20, D + 20, D + 230, finger.stands)]


# Sample by sample


def test_samples_that_come_too_fast_do_not_count_any_sooner() -> None:
    button, times = Button(), ButtonTimes()
    for now in range(HOUR, HOUR + 30):
        button, _ = sample(button, times, down=True, now=now, seen=CALM)
    assert not button.down
    button, _ = sample(button, times, down=True, now=HOUR + 30, seen=CALM)
    assert (button.down, button.since) == (True, HOUR)


def test_down_from_the_start_is_down_since_the_start_whatever_its_contacts_did() -> None:
    button, times = Button(), ButtonTimes()
    for now in range(HOUR, HOUR + 100, 10):
        down = now != HOUR + 10  # a glitch, before it counts
        button, _ = sample(button, times, down=down, now=now, seen=CALM)
    assert (button.down, button.barred, button.since) == (True, True, HOUR)
