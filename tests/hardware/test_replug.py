"""A panel unplugged and plugged in a thousand times, through everything that `run` puts before it.

Only the adapter is not real, as a PC has none: in smbus2's place, it opens a file of its own.
"""

import errno
import os
import threading
from pathlib import Path
from typing import Any

import luma.core.error
import pytest
from smbus2.smbus2 import I2C_M_RD

from station.core.reports import PanelReport
from station.hardware.glass import glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.panel import Panel
from station.hardware.panelworker import LAST_RETRY, PULSE, PanelRound, PanelWorker
from tests.drawing.scenes import scene

CONTACT, READY = scene("contact"), scene("ready")
CYCLES = 1_000
PATIENCE = 20.0
"""Seconds that a thread gets for what takes it milliseconds."""


class Socket:
    """Where the panel is plugged in: what a write to it comes to."""

    def __init__(self, node: Path) -> None:
        self.node = node
        node.touch()
        self.error: Exception | None = None
        self.glass = glass_for("ssd1306", 128, 64)

    def pull(self, cycle: int) -> None:
        """Unplug it: the panel alone, the adapter with it, or as luma puts it."""
        match cycle % 3:
            case 0:
                self.error = OSError(errno.EREMOTEIO, "Remote I/O error")
            case 1:
                self.error = luma.core.error.DeviceNotFoundError("I2C device not found")
            case _:
                self.error = OSError(errno.ENODEV, "No such device")
                self.node.unlink()

    def plug(self) -> None:
        self.error = None
        self.glass.power_cycle()
        self.node.touch()


@pytest.fixture
def socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Socket:
    socket = Socket(tmp_path / "i2c-1")

    class Adapter:
        """Takes smbus2's place: a file that is open or not, and a panel that answers or not."""

        def __init__(self) -> None:
            self.file = -1

        def open(self, node: str) -> None:
            self.file = os.open(node, os.O_RDWR)

        def close(self) -> None:
            os.close(self.file)

        def i2c_rdwr(self, *messages: Any) -> None:
            os.fstat(self.file)
            if socket.error is not None:
                raise socket.error
            for message in messages:
                if message.flags & I2C_M_RD:
                    message.buf[0] = socket.glass.status()
                else:
                    socket.glass.take(bytes(message))

    monkeypatch.setattr("smbus2.SMBus", Adapter)
    return socket


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, looks at nothing


def panel_on(bus: KernelBus) -> Panel:
    return Panel("ssd1306", 128, 64, 0, address=0x3C, bus=bus)


@pytest.mark.meets("FLT-4")
def test_a_thousand_times_leave_no_file_open(socket: Socket) -> None:
    bus = KernelBus(1, socket.node)
    round_ = PanelRound({0: panel_on(bus)})
    round_.show(0, CONTACT)
    round_.attend(0)
    now, files = 0, open_files()
    for cycle in range(CYCLES):
        socket.pull(cycle)
        now += PULSE
        round_.attend(now)
        [lost] = round_.reports()
        assert lost.reason
        socket.plug()
        now += LAST_RETRY
        round_.attend(now)
        assert round_.reports() == [PanelReport(0, None)]
        assert open_files() == files
    bus.close()
    assert open_files() == files - 1


@pytest.mark.meets("FLT-4")
def test_a_thousand_times_leave_one_thread_and_no_file(socket: Socket) -> None:
    ticked = threading.Condition()
    now = 0

    def clock() -> int:
        with ticked:
            ticked.notify_all()
            return now

    files, threads = open_files(), threading.active_count()
    worker = PanelWorker({0: panel_on(bus := KernelBus(1, socket.node))}, bus, clock)
    reports: list[PanelReport] = []

    def told(count: int) -> bool:
        reports.extend(worker.reports())
        return len(reports) >= count

    for cycle in range(CYCLES):
        with ticked:
            socket.pull(cycle)
            now += LAST_RETRY
            worker.show(0, READY)
            assert ticked.wait_for(lambda: told(2 * cycle + 1), PATIENCE)  # noqa: B023 - at once
            socket.plug()
            now += LAST_RETRY
            worker.show(0, CONTACT)
            assert ticked.wait_for(lambda: told(2 * cycle + 2), PATIENCE)  # noqa: B023 - at once
        assert threading.active_count() == threads + 1
    assert [report.reason is not None for report in reports] == [True, False] * CYCLES
    assert worker.stop(PATIENCE)
    assert (open_files(), threading.active_count()) == (files, threads)
