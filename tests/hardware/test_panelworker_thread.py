"""The thread of the panels: nobody waits for a bus, and the last word arrives."""

import threading
from collections.abc import Callable

import pytest

from station.core.change import replace
from station.core.reports import PanelReport
from station.core.screen import Screen
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import PanelWorker
from station.machine.news import News
from tests.hardware.attended import ADDRESSES, CONTACT, OVERDUE, READY, picture_of
from tests.machine.hearing import HeardNews

PATIENCE = 20.0
"""Seconds that a thread gets for what takes it milliseconds."""


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
