import threading
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.reports import PanelReport
from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import (
    FIRST_RETRY,
    LAST_RETRY,
    PULSE,
    PanelRound,
    PanelWorker,
)
from station.machine.news import News
from tests.drawing.scenes import scene
from tests.machine.hearing import HeardNews

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
ADDRESSES = (0x3C, 0x3D)
DRIVERS = ("ssd1306", "sh1106")
PATIENCE = 20.0
"""Seconds that a thread gets for what takes it milliseconds."""


class Ward:
    """Two panels on a bus, attended in virtual time."""

    def __init__(
        self,
        *,
        lazy: bool = False,
        bus: RecordingBus | None = None,
        drivers: tuple[str, ...] = DRIVERS,
    ) -> None:
        self.bus = bus or glass_bus(drivers)
        self.round = PanelRound(panels_on(self.bus, drivers), lazy=lazy)
        self.now = 0
        self.due: int | None = None
        self.reports: list[tuple[int, PanelReport]] = []

    def attend(self) -> None:
        self.due = self.round.attend(self.now)
        self.reports += [(self.now, report) for report in self.round.reports()]

    def wait(self, ms: int) -> None:
        """Let time pass, attending whenever the round wants it."""
        end = self.now + ms
        while self.due is not None and self.due <= end:
            self.now = max(self.now, self.due)
            self.attend()
        self.now = end

    def show(self, index: int, screen: Screen) -> None:
        self.round.show(index, screen)
        self.attend()

    def sees(self, index: int) -> bytes:
        return self.round.picture(index).tobytes()


def glass_bus(drivers: tuple[str, ...] = DRIVERS) -> RecordingBus:
    return RecordingBus(
        {
            address: glass_for(driver, 128, 64)
            for address, driver in zip(ADDRESSES, drivers, strict=True)
        }
    )


def panels_on(bus: RecordingBus, drivers: tuple[str, ...] = DRIVERS) -> dict[int, Panel]:
    return {
        index: Panel(driver, 128, 64, 0, address=address, bus=bus)
        for index, (address, driver) in enumerate(zip(ADDRESSES, drivers, strict=True))
    }


def picture_of(screen: Screen) -> bytes:
    return draw(screen, (128, 64)).tobytes()


BLACK = bytes(1024)


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


@pytest.mark.meets("FLT-2")
def test_retries_begin_soon_and_never_stop() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    instants = []
    for _ in range(8):
        assert ward.due is not None
        instants.append(ward.due)
        ward.wait(ward.due - ward.now)
    assert instants == [100, 300, 700, 1500, 2500, 3500, 4500, 5500]
    assert instants[0] == FIRST_RETRY
    assert instants[-1] - instants[-2] == LAST_RETRY


def test_an_outage_is_reported_once_when_it_begins_and_once_when_it_ends() -> None:
    ward = Ward()
    ward.show(0, CONTACT)
    ward.wait(10_000)
    ward.bus.unplug(ADDRESSES[0])
    ward.wait(60_000)
    ward.bus.plug(ADDRESSES[0])
    ward.wait(60_000)
    assert [report for _, report in ward.reports] == [
        PanelReport(0, "ssd1306 at 0x3C: Remote I/O error"),
        PanelReport(0, None),
    ]
    lost, back = (at for at, _ in ward.reports)
    assert 10_000 < lost <= 10_000 + PULSE
    assert 70_000 < back <= 70_000 + LAST_RETRY


@pytest.mark.meets("FLT-3")
@given(lit=st.integers(0, 5000), dark=st.integers(1, 20_000), frames=st.integers(1, 3000))
def test_the_picture_is_back_within_2_s_of_replug(lit: int, dark: int, frames: int) -> None:
    """However short the outage: also if nobody wrote while it lasted."""
    ward = Ward(lazy=True)
    ward.show(1, READY)
    ward.wait(lit)
    ward.bus.unplug(ADDRESSES[1])
    ward.wait(dark)
    ward.bus.plug(ADDRESSES[1])
    for at in range(0, 2000, frames):
        ward.show(1, replace(CONTACT, turn=at))
        ward.wait(min(frames, 2000 - at))
    assert ward.sees(1) == picture_of(replace(CONTACT, turn=1999 // frames * frames))


def test_a_frame_that_comes_while_a_panel_is_lost_waits_for_the_next_attempt() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    ward.bus.plug(ADDRESSES[0])
    ward.wait(50)
    ward.show(0, OVERDUE)
    assert ward.sees(0) == BLACK
    ward.wait(50)
    assert ward.sees(0) == picture_of(OVERDUE)


def test_the_other_panels_go_on_meanwhile() -> None:
    ward = Ward()
    ward.show(0, CONTACT)
    ward.show(1, CONTACT)
    ward.bus.unplug(ADDRESSES[0])
    for second in range(10):
        screen = replace(CONTACT, figure=f"0:0{second}")
        ward.show(0, screen)
        ward.show(1, screen)
        assert ward.sees(1) == picture_of(screen)
        ward.wait(1000)
    assert {report.panel for _, report in ward.reports} == {0}


def test_a_frame_that_cannot_be_drawn_loses_only_its_own_panel() -> None:
    ward = Ward()
    broken = replace(READY, prompts=(None,))  # type: ignore[arg-type] # that is what is broken
    ward.show(0, broken)
    ward.show(1, CONTACT)
    assert ward.sees(1) == picture_of(CONTACT)
    [(_, report)] = ward.reports
    assert report.panel == 0
    assert (report.reason or "").startswith("cannot be drawn")
    ward.show(0, READY)
    ward.wait(FIRST_RETRY)
    assert ward.sees(0) == picture_of(READY)


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


@pytest.mark.parametrize("drivers", [DRIVERS, ("ssd1305", "ch1115")])
def test_the_last_word_arrives_even_after_a_reset_that_nobody_noticed(
    drivers: tuple[str, ...],
) -> None:
    ward = Ward(drivers=drivers)
    ward.show(0, CONTACT)
    ward.wait(10 * PULSE)
    ward.bus.power_cycle(ADDRESSES[0])
    ward.now += PULSE
    ward.round.show(0, OVERDUE)
    ward.round.flush(ward.now)
    assert ward.sees(0) == picture_of(OVERDUE)


def test_a_reset_of_one_panel_costs_the_others_nothing() -> None:
    ward = Ward()
    for index in (0, 1):
        ward.show(index, CONTACT)
    ward.wait(10 * PULSE)
    ward.bus.power_cycle(ADDRESSES[0])
    before = ward.bus.sent
    ward.wait(PULSE)
    assert ward.sees(0) == picture_of(CONTACT)
    once = ward.bus.sent - before
    assert 1_024 < once < 1_200
    assert ward.reports == []


def test_flushing_does_not_wait_for_the_next_attempt() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    ward.bus.plug(ADDRESSES[0])
    ward.round.show(0, OVERDUE)
    ward.round.flush(1)
    assert ward.sees(0) == picture_of(OVERDUE)
    assert ward.round.reports() == [PanelReport(0, None)]


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


class HeardBus(RecordingBus):
    """A bus on which one can wait until something is true, and that can be held up."""

    def __init__(self) -> None:
        super().__init__({address: glass_for("ssd1306", 128, 64) for address in ADDRESSES})
        self.heard = threading.Condition()
        self.free = threading.Event()
        self.free.set()
        self.held = threading.Event()
        self.closed = False

    def write(self, address: int, payload: bytes) -> None:
        if not self.free.is_set():
            self.held.set()
            self.free.wait(PATIENCE)
        try:
            super().write(address, payload)
        finally:
            with self.heard:
                self.heard.notify_all()

    def close(self) -> None:
        self.closed = True

    def until(self, true: Callable[[], bool]) -> None:
        with self.heard:
            assert self.heard.wait_for(true, PATIENCE)

    def shows(self, address: int, screen: Screen) -> bool:
        picture = self.picture(address)
        return picture is not None and picture.tobytes() == picture_of(screen)


def worker_on(bus: HeardBus, news: News | None = None) -> PanelWorker:
    return PanelWorker(
        {
            index: Panel("ssd1306", 128, 64, 0, address=address, bus=bus)
            for index, address in enumerate(ADDRESSES)
        },
        bus,
        news=news,
    )


def test_there_is_news_once_a_round_is_over_and_once_the_thread_ends() -> None:
    news = HeardNews()
    worker = worker_on(HeardBus(), news)
    news.wait()
    news.there = False
    worker.show(0, READY)
    news.wait()
    news.there = False
    worker.end()
    news.wait()


def test_the_thread_shows_what_it_is_given() -> None:
    bus = HeardBus()
    worker = worker_on(bus)
    worker.show(0, CONTACT)
    worker.show(1, READY)
    bus.until(lambda: bus.shows(ADDRESSES[0], CONTACT) and bus.shows(ADDRESSES[1], READY))
    worker.show(1, OVERDUE)
    bus.until(lambda: bus.shows(ADDRESSES[1], OVERDUE))
    assert worker.reports() == []
    assert worker.stop(PATIENCE)
    assert bus.closed


def test_the_thread_finds_a_panel_again() -> None:
    bus = HeardBus()
    worker = worker_on(bus)
    bus.unplug(ADDRESSES[0])
    reports: list[PanelReport] = []

    def told(lost: bool) -> bool:
        reports.extend(worker.reports())
        return any((report.reason is not None) is lost for report in reports)

    worker.show(0, CONTACT)
    bus.until(lambda: told(lost=True))
    bus.plug(ADDRESSES[0])
    bus.until(lambda: bus.shows(ADDRESSES[0], CONTACT))
    assert worker.stop(PATIENCE)
    assert told(lost=False)
    assert len(reports) == 2


def test_nobody_waits_for_a_bus_that_hangs() -> None:
    bus = HeardBus()
    worker = worker_on(bus)
    bus.free.clear()
    worker.show(0, READY)
    assert bus.held.wait(PATIENCE)
    for second in range(50):
        worker.show(0, replace(CONTACT, figure=f"0:{second:02d}"))
    assert worker.reports() == []
    assert not worker.stop(0.0)
    bus.free.set()
    assert worker.stop(PATIENCE)
    assert bus.shows(ADDRESSES[0], replace(CONTACT, figure="0:49"))


@pytest.mark.meets("LST-2")
def test_stopping_sends_the_last_word_even_to_a_panel_that_was_lost() -> None:
    bus = HeardBus()
    worker = worker_on(bus)
    bus.unplug(ADDRESSES[0])
    worker.show(0, READY)
    bus.until(lambda: any(report.reason for report in worker.reports()))
    bus.plug(ADDRESSES[0])
    worker.show(0, CONTACT)
    assert worker.stop(PATIENCE)
    assert bus.shows(ADDRESSES[0], CONTACT)
    assert bus.closed
