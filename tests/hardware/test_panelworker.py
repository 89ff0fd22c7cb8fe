"""Panels in turn: the latest frame, what is new first, and nothing that nobody looks at."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.screen import Light
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import PULSE, PanelRound
from tests.hardware.attended import ADDRESSES, CONTACT, DRIVERS, OVERDUE, READY, Ward, picture_of


def test_nothing_is_wanted_before_the_first_frame() -> None:
    ward = Ward()
    assert ward.round.attend(0) is None
    assert ward.bus.sent == 0


def test_a_frame_is_shown_and_shown_again_every_second() -> None:
    ward = Ward()
    ward.show(0, CONTACT)
    assert ward.sees(0) == picture_of(CONTACT)
    assert ward.due == PULSE
    before = ward.bus.sent
    ward.wait(PULSE - 1)
    assert ward.bus.sent == before
    ward.wait(1)
    assert ward.bus.sent > before


def test_the_latest_frame_wins() -> None:
    ward = Ward()
    for screen in (READY, CONTACT, OVERDUE):
        ward.round.show(0, screen)
    before = ward.bus.sent
    ward.attend()
    assert ward.sees(0) == picture_of(OVERDUE)
    assert ward.bus.sent - before < 1200


def test_the_same_frame_again_sends_nothing() -> None:
    ward = Ward()
    ward.show(0, READY)
    before = ward.bus.sent
    ward.show(0, READY)
    assert ward.bus.sent == before


def test_a_panel_that_is_not_there_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        Ward().round.show(2, READY)


class PostingBus(RecordingBus):
    """Something new comes for the last panel while the first is being served."""

    posts: Callable[[], None] | None = None
    order: tuple[int, ...] = ()

    def forget(self, posts: Callable[[], None]) -> None:
        self.order, self.posts = (), posts

    def write(self, address: int, payload: bytes) -> None:
        posts, self.posts = self.posts, None
        if posts is not None:
            posts()
        if address not in self.order:
            self.order += (address,)
        super().write(address, payload)


def test_what_is_new_goes_before_what_is_sent_again() -> None:
    bus = PostingBus({address: glass_for("ssd1306", 128, 64) for address in (1, 2, 3)})
    panels = {at: Panel("ssd1306", 128, 64, 0, address=at, bus=bus) for at in (1, 2, 3)}
    round_ = PanelRound(panels)
    for at in panels:
        round_.show(at, READY)
    round_.attend(0)
    bus.forget(lambda: round_.show(3, CONTACT))
    round_.attend(PULSE)
    assert bus.order == (1, 3, 2)


SCREENS = (READY, CONTACT, replace(OVERDUE, shift=1), replace(READY, light=Light.BLANK))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["show", "unplug", "plug", "power", "wait", "look"]),
        st.integers(0, 1),
        st.integers(0, 2500),
    ),
    max_size=40,
)


@pytest.mark.parametrize("drivers", [DRIVERS, ("ssd1309", "ssd1305")])
@given(STEPS)
@example([("show", 1, 0), ("wait", 1, 1500), ("power", 1, 0), ("show", 1, 1)])
def test_lazy_and_eager_tell_and_show_the_same(
    drivers: tuple[str, ...], steps: list[tuple[str, int, int]]
) -> None:
    eager, lazy = Ward(drivers=drivers), Ward(lazy=True, drivers=drivers)
    for step, index, number in steps:
        for ward in (eager, lazy):
            match step:
                case "show":
                    ward.show(index, SCREENS[number % len(SCREENS)])
                case "unplug":
                    ward.bus.unplug(ADDRESSES[index])
                case "plug":
                    ward.bus.plug(ADDRESSES[index])
                case "power":
                    ward.bus.power_cycle(ADDRESSES[index])
                case "wait":
                    ward.wait(number)
        if step == "look":
            assert eager.sees(index) == lazy.sees(index)
    assert eager.reports == lazy.reports
    assert eager.due == lazy.due
    for index in range(len(ADDRESSES)):
        assert eager.sees(index) == lazy.sees(index)


def test_a_lazy_round_draws_nothing_that_nobody_looks_at() -> None:
    ward = Ward(lazy=True)
    ward.show(0, CONTACT)
    before = ward.bus.sent
    for second in range(60):
        ward.show(0, replace(CONTACT, figure=f"0:{second:02d}"))
        ward.wait(1000)
    assert ward.bus.sent == before
    assert ward.sees(0) == picture_of(replace(CONTACT, figure="0:59"))
