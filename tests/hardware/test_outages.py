"""Supervision of panel workers: a bus that hangs, a thread that dies."""

import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.config import StationConfig
from station.core.reports import PanelReport
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.outages import STUCK, Outages, Pulse
from station.hardware.panel import Panel
from station.hardware.panels import StationPanels, mock_buses
from station.hardware.panelworker import HOPELESS, PULSE, REVIVAL, PanelWorker
from tests.drawing.scenes import scene

CONTACT, READY = scene("contact"), scene("ready")
ADDRESSES = (0x3C, 0x3D)
PATIENCE = 20.0
"""Seconds that a thread gets for what takes it milliseconds."""
SCAN = 10
SILENT = "the bus does not answer"


class Clock:
    """Milliseconds that pass when told. The worker reads it before and after each round."""

    def __init__(self) -> None:
        self.now = 0
        self.read = threading.Condition()

    def __call__(self) -> int:
        with self.read:
            self.read.notify_all()
            return self.now


class Fatal(BaseException):
    """What no panel is expected to raise."""


class TroubledBus(RecordingBus):
    """A bus that can hang, fail for all, or kill whoever writes."""

    def __init__(self) -> None:
        super().__init__({address: glass_for("ssd1306", 128, 64) for address in ADDRESSES})
        self.free = threading.Event()
        self.free.set()
        self.held = threading.Event()
        self.deadly = False
        self.failing = False

    def write(self, address: int, payload: bytes) -> None:
        if not self.free.is_set():
            self.held.set()
            assert self.free.wait(PATIENCE)
        if self.deadly:
            raise Fatal(address)
        if self.failing:
            raise OSError(110, "Connection timed out")
        super().write(address, payload)


class Ward:
    """A worker for two panels, and whoever asks it for reports at every scan."""

    def __init__(self) -> None:
        self.bus = TroubledBus()
        self.clock = Clock()
        self.reports: list[PanelReport] = []
        self.worker = PanelWorker(
            {
                index: Panel("ssd1306", 128, 64, 0, address=address, bus=self.bus)
                for index, address in enumerate(ADDRESSES)
            },
            self.bus,
            self.clock,
        )

    def scan(self) -> None:
        self.clock.now += SCAN
        self.reports += self.worker.reports()

    def wait(self, ms: int) -> None:
        """Let time pass while the thread can do nothing."""
        for _ in range(ms // SCAN):
            self.scan()

    def show(self) -> None:
        for index in range(len(ADDRESSES)):
            self.worker.show(index, CONTACT)

    def until(self, true: Callable[[], bool]) -> None:
        """Scan until it is true, each time after the thread has done something."""
        turn = 0

        def stirred() -> bool:
            nonlocal turn
            turn += 1
            self.clock.now += PULSE
            self.worker.show(0, READY if turn % 2 else CONTACT)  # so that it has something to do
            self.worker.show(1, READY if turn % 2 else CONTACT)
            self.scan()
            return true()

        with self.clock.read:
            assert self.clock.read.wait_for(stirred, PATIENCE)

    def hang(self) -> None:
        """Hold the thread up in the middle of a frame."""
        self.bus.free.clear()
        self.clock.now += PULSE
        self.show()
        assert self.bus.held.wait(PATIENCE)
        self.scan()

    def die(self) -> None:
        """Have the thread die of its next frame, and wait for it."""
        thread = self.worker._thread
        self.bus.deadly = True
        self.clock.now += PULSE
        self.show()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def ward() -> Iterator[Ward]:
    ward = Ward()
    yield ward
    ward.bus.free.set()
    ward.bus.deadly = False
    assert ward.worker.stop(PATIENCE)


def lost(reason: str) -> list[PanelReport]:
    return [PanelReport(0, reason), PanelReport(1, reason)]


BACK = [PanelReport(0, None), PanelReport(1, None)]


def test_a_bus_that_hangs_loses_all_its_panels_once(ward: Ward) -> None:
    ward.hang()
    ward.wait(STUCK - SCAN)
    assert ward.reports == []
    ward.wait(SCAN)
    assert ward.reports == lost(SILENT)
    ward.wait(60_000)
    assert ward.reports == lost(SILENT)
    assert ward.worker.progress()


def test_a_bus_that_answers_again_has_its_panels_back_once(ward: Ward) -> None:
    ward.hang()
    ward.wait(STUCK)
    ward.bus.free.set()
    ward.until(lambda: len(ward.reports) == 4)
    assert ward.reports == [*lost(SILENT), *BACK]


def test_a_bus_that_hung_and_then_fails_has_no_panel_back_in_between(ward: Ward) -> None:
    ward.hang()
    ward.wait(STUCK)
    ward.bus.failing = True
    ward.bus.free.set()
    rounds = ward.worker._finished
    ward.until(lambda: ward.worker._finished >= rounds + 5)
    assert ward.reports == lost(SILENT)
    ward.bus.failing = False
    ward.until(lambda: len(ward.reports) == 4)
    assert sorted(ward.reports[2:], key=lambda report: report.panel) == BACK


def test_a_bus_with_nothing_to_do_does_not_hang(ward: Ward) -> None:
    ward.show()

    def idle() -> bool:
        return ward.bus.sent > 0 and not ward.worker._working and not ward.worker._round._mail

    with ward.clock.read:
        assert ward.clock.read.wait_for(idle, PATIENCE)
    ward.wait(2 * STUCK)
    assert ward.reports == []


def test_a_process_that_stood_still_does_not_blame_the_bus(ward: Ward) -> None:
    ward.hang()
    ward.clock.now += 60_000
    ward.scan()
    assert ward.reports == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_is_started_again(ward: Ward) -> None:
    ward.die()
    ward.bus.deadly = False
    ward.scan()
    assert [(said.panel, (said.reason or "")[:24]) for said in ward.reports] == [
        (0, "its worker died: Fatal(6"),
        (1, "its worker died: Fatal(6"),
    ]
    ward.until(lambda: len(ward.reports) == 4)
    assert ward.reports[2:] == BACK
    assert ward.worker.progress()
    assert ward.worker._deaths == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_always_dies_is_reported_once_and_is_no_progress(ward: Ward) -> None:
    ward.die()
    for _ in range(HOPELESS):
        assert ward.worker.progress()
        ward.clock.now += REVIVAL
        ward.scan()  # starts it
        ward.worker._thread.join(PATIENCE)
        ward.wait(REVIVAL // 2)  # is too soon to start it again
    assert not ward.worker.progress()
    assert len(ward.reports) == 2
    ward.bus.deadly = False
    ward.clock.now += REVIVAL
    ward.until(lambda: len(ward.reports) == 4)
    assert ward.worker.progress()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_last_word_is_sent_though_the_thread_died(ward: Ward) -> None:
    ward.die()
    ward.bus.deadly = False
    sent = ward.bus.sent
    assert ward.worker.stop(PATIENCE)
    assert ward.bus.sent > sent


def test_a_machine_without_room_for_a_thread_gets_one_later() -> None:
    stack = threading.stack_size(1 << 46)  # more than there is: no thread can be started
    ward = Ward()
    ward.scan()
    threading.stack_size(stack)
    assert ward.reports == lost("its worker died: can't start new thread")
    ward.until(lambda: len(ward.reports) == 4)
    assert ward.reports[2:] == BACK
    assert ward.worker.stop(PATIENCE)


def test_a_station_without_trouble_reports_none(config: StationConfig) -> None:
    panels = StationPanels(config.panels, mock_buses(config.panels))
    panels.show(0, CONTACT)
    assert panels.reports() == []
    assert panels.progress()
    panels.close()
    assert panels.reports() == []


def test_signs_of_life_start_the_count_anew() -> None:
    pulse = Pulse()
    assert [pulse.still((1, turn // 3), 100 * turn) for turn in range(6)] == [0, 100, 200] * 2
    assert pulse.still(None, 600) == 0
    assert pulse.still((1, 1), 700) == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("lose"), st.integers(0, 2)),
        st.tuples(st.just("find"), st.integers(0, 2)),
        st.tuples(st.sampled_from(["silence", "end"]), st.just(0)),
    )
)


@given(STEPS)
def test_every_panel_is_lost_and_back_by_turns(steps: list[tuple[str, int]]) -> None:
    outages = Outages(range(3))
    told: dict[int, list[bool]] = {panel: [] for panel in range(3)}
    failing, silent = set(), False
    for step, panel in steps:
        match step:
            case "lose":
                failing.add(panel)
                reports = outages.hear(PanelReport(panel, "unplugged"))
            case "find":
                failing.discard(panel)
                reports = outages.hear(PanelReport(panel, None))
            case "silence":
                silent = True
                reports = outages.silence(SILENT, 1)
            case _:
                silent = False
                reports = outages.end()
        for report in reports:
            told[report.panel].append(report.reason is not None)
        for number, turns in told.items():
            assert (turns[-1:] == [True]) is (silent or number in failing)
    for turns in told.values():
        assert turns == [turn % 2 == 0 for turn in range(len(turns))]
