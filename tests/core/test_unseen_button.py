"""A button at which nobody could look for a while: its pin failed, or the machine stood still."""

from collections.abc import Callable

import pytest

from station.core import step
from station.core.duration import MINUTE, SECOND
from station.core.facts import ButtonTrouble, Fact, FactKind, Refusal
from station.core.gesture import STUCK, Button, sample, unread, unseen
from station.core.panel import screen
from station.core.phase import Phase
from station.core.plan import ButtonTimes
from tests.core.finger import CALM
from tests.core.ward import SCAN, Ward

K = FactKind
BEFORE = 250
"""Ms for which a finger was seen to press."""


class Blinking(Ward):
    """A ward whose first button cannot be looked at for a while."""

    def unread(self, length: int) -> None:
        """Its pin cannot be read for so long."""
        self._blink(length, [None, *self.levels[1:]])

    def asleep(self, length: int) -> None:
        """The whole machine stands still for so long."""
        self.floor = step.overlooked(self.floor, self.now)
        self.now += length

    def held(self) -> bool:
        """Whether staff were told that a hold was reached."""
        return self.floor.places[0].button.held

    def _blink(self, length: int, levels: list[bool | None]) -> None:
        for now in range(self.now + SCAN, self.now + length + SCAN, SCAN):
            self._take(*step.scan(self.floor, levels, now))
            self.now = now


Blind = Callable[[Blinking, int], None]
BLIND = pytest.mark.parametrize("blind", [Blinking.unread, Blinking.asleep])


def let_go_unseen(ward: Blinking, blind: Blind, length: int = 2 * SECOND) -> list[Fact]:
    """A finger that is let go while nobody looks, which is noticed after."""
    before = len(ward.facts)
    ward.down()
    ward.wait(BEFORE)
    blind(ward, length)
    ward.up()
    ward.wait(4 * SCAN)
    return ward.facts[before:]


@BLIND
@pytest.mark.meets("GES-2", "GES-13")
def test_at_a_ready_bed_it_is_cream_on_and_not_a_new_client(blind: Blind) -> None:
    ward = Blinking()
    ward.wait(MINUTE)
    down = ward.now
    [applied] = let_go_unseen(ward, blind)
    assert (applied.kind, applied.at) == (K.APPLIED, down)


@BLIND
def test_it_takes_nothing_back(blind: Blind) -> None:
    ward = Blinking()
    ward.press()
    ward.wait(10 * SECOND)
    [refused] = let_go_unseen(ward, blind)
    assert (refused.kind, refused.reason) == (K.REFUSED, Refusal.CREAM_ON)
    assert ward.phase() is Phase.CONTACT


@BLIND
def test_it_does_not_say_that_cream_was_wiped_just_after_the_alarm_was_answered(
    blind: Blind,
) -> None:
    ward = Blinking()
    ward.press()
    ward.wait(20 * MINUTE + 2 * SECOND)
    ward.press()
    ward.wait(3 * SECOND)
    [refused] = let_go_unseen(ward, blind)
    assert (refused.kind, refused.reason) == (K.REFUSED, Refusal.TOO_SOON)
    assert ward.phase() is Phase.REMOVAL


@BLIND
@pytest.mark.meets("GES-2")
def test_what_was_seen_down_for_as_long_as_a_hold_is_one(blind: Blind) -> None:
    ward = Blinking()
    ward.press()
    ward.wait(10 * SECOND)
    before = len(ward.facts)
    ward.down()
    ward.wait(2 * SECOND + SCAN)
    blind(ward, SECOND)
    ward.up()
    ward.wait(4 * SCAN)
    [undone] = ward.facts[before:]
    assert undone.kind is K.UNDONE


@BLIND
def test_a_finger_that_is_still_there_holds_on(blind: Blind) -> None:
    ward = Blinking()
    ward.press()
    ward.wait(10 * SECOND)
    before = len(ward.facts)
    ward.down()
    ward.wait(BEFORE)
    blind(ward, 3 * SECOND)
    assert not ward.held(), "nobody knows yet"
    ward.wait(SCAN)
    assert ward.held()
    ward.up()
    ward.wait(4 * SCAN)
    [undone] = ward.facts[before:]
    assert undone.kind is K.UNDONE


@BLIND
def test_a_stuck_button_is_told_once_it_is_seen_again(blind: Blind) -> None:
    ward = Blinking()
    ward.down()
    down = ward.now
    ward.wait(BEFORE)
    blind(ward, 12 * SECOND)
    assert ward.kinds() == []
    ward.wait(SCAN)
    fault = ward.last()
    assert (fault.kind, fault.reason) == (K.BUTTON_FAULT, ButtonTrouble.STUCK)
    assert fault.at == down + 10 * SECOND


@BLIND
def test_a_button_that_is_up_is_not_doubted(blind: Blind) -> None:
    ward = Blinking()
    ward.wait(SECOND)
    before = ward.floor
    blind(ward, SECOND)
    assert ward.floor.places == before.places
    assert ward.floor.settled


@BLIND
def test_a_chattering_button_is_well_only_once_it_was_seen_to_be(blind: Blind) -> None:
    ward = Blinking()
    for _ in range(30):
        ward.down()
        ward.wait(SCAN)
        ward.up()
        ward.wait(SCAN)
    assert ward.last().reason is ButtonTrouble.CHATTERING
    ward.wait(500)
    blind(ward, 3 * SECOND)
    assert ward.kinds() == [K.BUTTON_FAULT]
    ward.wait(SCAN)
    assert ward.last().kind is K.BUTTON_OK


def test_what_letting_go_would_do_is_not_said_of_it() -> None:
    ward = Blinking()
    ward.down()
    ward.wait(BEFORE)
    assert screen(ward.floor, 0, ward.now).urgent
    before = ward.floor
    ward.unread(SCAN)
    assert not screen(ward.floor, 0, ward.now).urgent
    assert not ward.floor.stands_as(before)
    ward.wait(SCAN)
    assert screen(ward.floor, 0, ward.now).urgent


@pytest.mark.meets("GES-13")
@pytest.mark.parametrize("minutes", [1, 39])
def test_what_began_long_before_a_pin_is_read_again_is_no_gesture(minutes: int) -> None:
    """The panel said all the while that the button is not read."""
    ward = Blinking()
    assert let_go_unseen(ward, Blinking.unread, minutes * MINUTE) == []
    ward.press()
    assert ward.kinds() == [K.APPLIED]


def test_of_a_machine_that_stood_still_nobody_was_told_so_the_press_counts() -> None:
    ward = Blinking()
    down = ward.now
    [applied] = let_go_unseen(ward, Blinking.asleep, MINUTE)
    assert (applied.kind, applied.at) == (K.APPLIED, down)


@BLIND
@pytest.mark.parametrize("length", [3 * SECOND, 12 * SECOND])
def test_a_touch_before_is_no_part_of_the_press_after(blind: Blind, length: int) -> None:
    ward = Blinking()
    ward.wait(SECOND)
    ward.down()
    ward.wait(SCAN)
    blind(ward, length)
    pressed = ward.now + SCAN
    ward.wait(300)
    ward.up()
    ward.wait(4 * SCAN)
    assert [(fact.kind, fact.at) for fact in ward.facts] == [(K.APPLIED, pressed)]


@pytest.mark.parametrize(("away", "since"), [(SECOND - 1, 500), (SECOND, 1510)])
def test_a_touch_is_the_same_one_if_nobody_looked_away_for_a_second(away: int, since: int) -> None:
    calm, _ = sample(Button(), ButtonTimes(), down=False, now=0, seen=CALM)
    touched, _ = sample(calm, ButtonTimes(), down=True, now=500, seen=CALM)
    later, _ = sample(unseen(touched, 510), ButtonTimes(), down=True, now=510 + away, seen=CALM)
    assert (later.raw_since, later.unseen) == (since, None)
    assert later.alike == (1 if since > 500 else 2)


@pytest.mark.parametrize(("after", "barred"), [(STUCK - 1, False), (STUCK, True)])
def test_a_down_that_cannot_be_read_for_as_long_as_a_stuck_one_is_no_gesture(
    after: int, barred: bool
) -> None:
    ward = Blinking()
    ward.down()
    ward.wait(BEFORE)
    button = ward.floor.places[0].button
    assert unread(button, button.since + after).barred is barred
