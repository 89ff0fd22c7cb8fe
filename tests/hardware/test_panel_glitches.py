"""Whatever befalls a panel, 2 s later it shows what it is to show, as design 5 has it."""

from collections.abc import Iterable
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.change import replace
from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.panel import RENEWAL, Panel
from station.hardware.panelworker import PanelRound
from tests.drawing.scenes import scene
from tests.hardware.glitches import ADDRESS, ANSWERS, GlitchBus, Trouble

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
SECOND, MERCY = 1_000, 2_000
"""A figure's tick; what a panel has, at most, from the last trouble to the right picture."""
DRIVERS = ("ssd1306", "ssd1309", "sh1106")
SCREENS = (
    CONTACT,
    replace(CONTACT, figure="12:30"),
    replace(CONTACT, figure="12:29", shift=1),
    replace(CONTACT, light=Light.DIM),
    replace(CONTACT, light=Light.BLANK),
    OVERDUE,
    READY,
)


class Wall:
    """One panel, looked after as a worker does, in virtual time."""

    def __init__(self, driver: str, answer: str) -> None:
        self.bus = GlitchBus(driver, ANSWERS[answer])
        self.bus.strikes = self.struck
        self.panel = Panel(driver, 128, 64, 0, address=ADDRESS, bus=self.bus)
        self.round = PanelRound({0: self.panel})
        self.now = 0
        self.due = 0
        self.trouble = 0
        """When the last one was."""
        self.screen = READY
        self.show(READY)

    def struck(self) -> None:
        self.trouble = self.now

    def show(self, screen: Screen) -> None:
        self.screen = screen
        self.round.show(0, screen)
        self.attend()

    def attend(self) -> None:
        self.due = self.round.attend(self.now) or self.due
        if self.now >= self.trouble + MERCY:
            self.look()

    def wait(self, ms: int) -> None:
        end = self.now + ms
        while self.due <= end:
            self.now = max(self.now, self.due)
            self.attend()
        self.now = end
        if self.now >= self.trouble + MERCY:
            self.look()

    def look(self) -> None:
        seen = self.bus.picture(ADDRESS)
        assert seen is not None
        assert seen.tobytes() == picture_of(self.screen)

    def power_fails(self) -> None:
        """Between two messages."""
        self.struck()
        self.bus.power_cycle(ADDRESS)

    def unplugged(self, *, plugged: bool) -> None:
        self.struck()
        (self.bus.plug if plugged else self.bus.unplug)(ADDRESS)


@lru_cache
def picture_of(screen: Screen) -> bytes:
    return draw(screen, (128, 64)).tobytes()


Step = tuple[str, int, Trouble]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["show", "show", "wait", "wait", "power", "trouble", "unplug"]),
        st.integers(0, 25),
        st.sampled_from(Trouble),
    ),
    max_size=25,
)


def live(wall: Wall, steps: Iterable[Step]) -> None:
    for step, number, trouble in steps:
        match step:
            case "show":
                wall.show(SCREENS[number % len(SCREENS)])
            case "wait":
                wall.wait(number * 150)
            case "power":
                wall.power_fails()
            case "trouble":
                wall.bus.troubles[number] = trouble
            case "unplug":
                wall.unplugged(plugged=False)
                wall.wait(number * 50)
                wall.unplugged(plugged=True)
    wall.bus.troubles.clear()
    wall.wait(MERCY)
    wall.show(replace(CONTACT, figure="12:28"))
    wall.wait(SECOND)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("driver", DRIVERS)
@settings(max_examples=15)
@given(STEPS)
def test_2_s_after_the_last_trouble_the_glass_shows_the_screen(
    driver: str, answer: str, steps: list[Step]
) -> None:
    live(Wall(driver, answer), steps)


def overcome(wall: Wall, at: int, trouble: Trouble) -> int:
    """Two seconds with trouble at a message, and mercy; how many troubles were still to come."""
    wall.bus.troubles = {at: trouble}
    wall.wait(SECOND)
    wall.show(SCREENS[1])
    wall.wait(SECOND)
    left = len(wall.bus.troubles)
    wall.bus.troubles = {}
    wall.wait(MERCY)
    return left


@pytest.mark.parametrize(
    ("driver", "answer"), [*((driver, "status") for driver in DRIVERS), ("ssd1306", "RAM")]
)
@pytest.mark.parametrize("trouble", Trouble)
def test_trouble_at_any_message_from_switching_on_is_overcome(
    driver: str, answer: str, trouble: Trouble
) -> None:
    """All that is sent from the first attempt to the first second that sends only changes."""
    at, left = 0, 0
    while not left:
        wall = Wall(driver, answer)
        wall.unplugged(plugged=False)
        wall.wait(SECOND)
        wall.unplugged(plugged=True)
        left = overcome(wall, at, trouble)
        at += 1
    assert at > 20


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("trouble", Trouble)
def test_trouble_at_any_message_of_a_later_proof_is_overcome(driver: str, trouble: Trouble) -> None:
    """A panel that could not be read for a while, and is asked again."""
    at, left = 0, 0
    while not left:
        wall = Wall(driver, "nothing")
        wall.bus.answer = ANSWERS["status"]
        wall.wait(SECOND)
        wall.now = wall.due = wall.now + RENEWAL
        left = overcome(wall, at, trouble)
        at += 1
    assert at > 20
    assert wall.panel.status_believed


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_only_a_status_that_follows_the_switch_is_believed(driver: str, answer: str) -> None:
    wall = Wall(driver, answer)
    assert wall.panel.status_believed is (answer == "status")
    wall.wait(3 * SECOND)
    before = wall.bus.sent
    wall.wait(10 * SECOND)
    a_second = (wall.bus.sent - before) / 10
    assert a_second == 4 if answer == "status" else 1_024 < a_second < 1_200


def test_one_that_answers_by_chance_is_hardly_ever_believed() -> None:
    chance = Random(1)
    wall = Wall("ssd1306", "nothing")
    wall.bus.answer = lambda _glass, _last: chance.getrandbits(8)
    believed = 0
    for _ in range(300):
        wall.unplugged(plugged=False)
        wall.wait(SECOND)
        wall.unplugged(plugged=True)
        wall.wait(SECOND)
        believed += wall.panel.status_believed
    assert believed < 10


def test_a_panel_is_asked_again_each_time_it_comes_back() -> None:
    wall = Wall("sh1106", "nothing")
    wall.bus.answer = ANSWERS["status"]
    wall.wait(10 * SECOND)
    assert not wall.panel.status_believed
    wall.unplugged(plugged=False)
    wall.wait(SECOND)
    wall.unplugged(plugged=True)
    wall.wait(SECOND)
    assert wall.panel.status_believed


def test_a_reset_is_no_outage_to_be_told() -> None:
    wall = Wall("ssd1306", "status")
    for _ in range(10):
        wall.power_fails()
        wall.wait(3 * SECOND)
    assert wall.round.reports() == []


def test_a_panel_whose_answer_fails_is_not_lost_only_not_believed_for_a_while() -> None:
    wall = Wall("ssd1306", "status")
    wall.bus.answer = ANSWERS["nothing"]
    wall.struck()
    believed = []
    for wait, answer in ((10, "status"), (130, "status")):
        wall.wait(wait * SECOND)
        believed.append(wall.panel.status_believed)
        wall.bus.answer = ANSWERS[answer]
    assert believed == [False, True]
    assert wall.round.reports() == []
