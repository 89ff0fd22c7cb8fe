"""Raw levels to gestures: debounce, press, hold, stuck, chattering (section 2 of the design)."""

from dataclasses import dataclass, field

import pytest

from station.core.duration import HOUR
from station.core.facts import ButtonTrouble, Gesture
from station.core.gesture import (
    Button,
    Event,
    Feel,
    Standing,
    Touch,
    Trouble,
    elapse,
    next_event,
    sample,
)
from station.core.phase import Phase
from station.core.plan import ButtonTimes

CALM = Standing(Phase.READY, sounding=False)
STUCK, CHATTERING = ButtonTrouble.STUCK, ButtonTrouble.CHATTERING
D = 1000
"""When the finger goes down, unless a test says otherwise."""


@dataclass
class Finger:
    """A finger on a button that is sampled every `scan`; what the button makes of it."""

    times: ButtonTimes = field(default_factory=ButtonTimes)
    scan: int = 10
    now: int = 0
    down: bool = False
    stands: Standing = CALM
    button: Button = field(default_factory=Button)
    events: list[tuple[int, Event]] = field(default_factory=list)
    """When the station acted, and on what."""

    def __post_init__(self) -> None:
        self._sample()

    def rest(self, until: int) -> "Finger":
        """Leave the level as it is, up to and including an instant."""
        while self.now + self.scan <= until:
            self.now += self.scan
            self._sample()
        return self

    def toggle(self, *instants: int) -> "Finger":
        """Change the level at each instant, and sample it there."""
        for instant in instants:
            self.rest(instant - self.scan)
            self.down = not self.down
            self.rest(instant)
        return self

    def _sample(self) -> None:
        button, passed = elapse(self.button, self.times, self.now)  # time goes first
        self.button, events = sample(
            button, self.times, down=self.down, now=self.now, seen=self.stands
        )
        self.events += [(self.now, event) for event in passed + events]

    @property
    def touches(self) -> list[Touch]:
        return [event for _, event in self.events if isinstance(event, Touch)]

    @property
    def troubles(self) -> list[tuple[int, Trouble]]:
        return [(at, event) for at, event in self.events if isinstance(event, Trouble)]


def bounces(first: int, changes: int, apart: int) -> list[int]:
    """So many changes of a raw level, so far apart."""
    return [first + i * apart for i in range(changes)]


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


@pytest.mark.meets("GES-8")
def test_down_at_the_start_makes_no_gesture_until_released() -> None:
    finger = Finger(down=True).toggle(3000).rest(5000)
    assert finger.events == []
    assert [touch.at for touch in finger.toggle(5010, 5150).rest(6000).touches] == [5010]


@pytest.mark.meets("GES-9")
def test_down_at_the_start_is_stuck_ten_seconds_later() -> None:
    finger = Finger(down=True).rest(9990)
    assert not finger.button.pressed
    assert finger.troubles == []
    assert finger.rest(10_000).troubles == [(10_000, Trouble(STUCK, 10_000, over=False))]
    assert finger.toggle(12_000).rest(14_000).touches == []


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


# Sample by sample


def test_samples_that_come_too_fast_do_not_count_any_sooner() -> None:
    button, times = Button(), ButtonTimes()
    for now in range(HOUR, HOUR + 30):
        button, _ = sample(button, times, down=True, now=now, seen=CALM)
    assert not button.down
    button, _ = sample(button, times, down=True, now=HOUR + 30, seen=CALM)
    assert (button.down, button.since) == (True, HOUR)


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


def test_down_from_the_start_is_down_since_the_start_whatever_its_contacts_did() -> None:
    button, times = Button(), ButtonTimes()
    for now in range(HOUR, HOUR + 100, 10):
        down = now != HOUR + 10  # a glitch, before it counts
        button, _ = sample(button, times, down=down, now=now, seen=CALM)
    assert (button.down, button.barred, button.since) == (True, True, HOUR)
