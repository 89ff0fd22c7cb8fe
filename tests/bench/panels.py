"""What panels cost: bytes on the bus, time on the bus, and CPU, beside luma's stock driver.

A contact countdown of 20 minutes as the station composes it, every turn of header and footer and
every shift included, goes through our worker's rounds, and through luma.oled's own device over
luma's own I2C class, whole, once a second. Both buses count every byte that a wire would carry.
"""

import time
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import luma.oled.device
import smbus2
from luma.core.interface.serial import i2c, noop
from PIL import Image

from station.core.change import replace
from station.core.duration import SECOND
from station.core.phase import Phase
from station.core.reports import Saved
from station.core.screen import DARK, Screen
from station.drawing.frame import draw
from station.hardware.flush import packed
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import PULSE, PanelRound
from station.readers.protocolfile import load_protocol
from tests.bench.figure import Figure
from tests.core.ward import Ward, plan

SIZE = (128, 64)
ADDRESS = 0x3C
CLOCK = 100_000
"""Bits a second on the slowest bus that there is."""
PANELS = 8
STEP = 50
"""Milliseconds from one look at the station to the next: turns and ticks do not fall together."""
APPLIED = 37_430
"""When cream is applied: at no round second."""
BLOCK = 50
"""Frames for which CPU is taken at once, ours and stock's in turns."""
DRIVERS = ("ssd1306", "sh1106")


Shown = tuple[tuple[int, Screen], ...]
"""Screens with the instants (ms) from which on they are to be shown."""


def figures() -> list[Figure]:
    """Every figure of the panels."""
    return [
        *(figure for bays in (1, 4) for driver in DRIVERS for figure in _traffic(driver, bays)),
        *(_processor(driver) for driver in DRIVERS),
        *_besides(),
    ]


@cache
def countdown(bays: int) -> Shown:
    """A ready panel, and then every screen of a contact time of 20 minutes."""
    ward = Ward(plan(bays, protocol=load_protocol("numb520", Path(__file__).parent)))
    ward.until(APPLIED)
    shown = [(ward.now, ward.screen())]
    ward.press()
    ward.report(Saved(1_000_000))
    while ward.phase() is Phase.CONTACT:
        if ward.screen() != shown[-1][1]:
            shown.append((ward.now, ward.screen()))
        ward.wait(STEP)
    return tuple(shown)


class CountingBus(RecordingBus):
    """A bus that counts bits as well: nine to a byte, and each start and stop."""

    def __init__(self, driver: str) -> None:
        super().__init__({ADDRESS: glass_for(driver, *SIZE)})
        self.bits = 0

    def write(self, address: int, payload: bytes) -> None:
        """One message: its address, its payload, a start and a stop."""
        super().write(address, payload)
        self.bits += 9 * (1 + len(payload)) + 2

    def read(self, address: int, payload: bytes) -> int:
        """Two messages with a repeated start between them."""
        self.bits += 9 * (1 + len(payload) + 1 + 1) + 3
        return super().read(address, payload)

    def write_i2c_block_data(self, address: int, register: int, data: list[int]) -> None:
        """As smbus2 has it, for luma."""
        self.write(address, bytes((register, *data)))

    def i2c_rdwr(self, message: Any) -> None:
        """As smbus2 has it, for luma."""
        self.write(message.addr, bytes(message))


class Managed(i2c):  # type: ignore[misc] # luma ships no types
    """luma's I2C class as it is on a bus that it opened itself: without 32-byte pieces."""

    def __init__(self, bus: CountingBus) -> None:
        super().__init__(bus=bus, address=ADDRESS)
        self._managed = True
        self._i2c_msg_write = smbus2.i2c_msg.write


class AnsweringBus:
    """A bus that takes no time at all, with a panel that knows whether it is on."""

    def __init__(self) -> None:
        self.status = 0x40

    def write(self, _address: int, payload: bytes) -> None:
        """Only what switches matters."""
        if len(payload) == 2 and payload[1] in (0xAE, 0xAF):
            self.status = 0x40 if payload[1] == 0xAE else 0

    def read(self, _address: int, _payload: bytes) -> int:
        """Its status byte."""
        return self.status

    def close(self) -> None:
        """Nothing is held open."""


class BlindBus(CountingBus):
    """A bus whose panel cannot be read."""

    def read(self, _address: int, _payload: bytes) -> int:
        """Never."""
        raise OSError(95, "Operation not supported")


def _traffic(driver: str, bays: int) -> list[Figure]:
    shown = countdown(bays)
    seconds = (shown[-1][0] - shown[0][0]) / SECOND
    ours, stock = CountingBus(driver), CountingBus(driver)
    _look_after(driver, shown, ours)
    device = _stock(driver, Managed(stock))
    stock.sent = 0
    frames = [draw(screen, SIZE) for _, screen in shown]
    for second in range(int(seconds)):
        device.display(_at(shown, frames, shown[0][0] + second * SECOND))
    what = f"{driver}, {bays} bay{'s' * (bays > 1)}"
    per_second, changed = ours.sent / seconds, _changed(frames) / seconds
    return [
        Figure(
            f"bytes on the bus a second, {what}",
            per_second,
            "B/s",
            reference=stock.sent / int(seconds),
            against="luma's stock driver",
            goal=1 / 6,
        ),
        Figure(
            f"the same, {what}",
            per_second,
            "B/s",
            reference=changed,
            against="bytes that changed",
            goal=2,
        ),
        Figure(
            f"{PANELS} panels on a bus of 100 kHz, {what}",
            100 * PANELS * ours.bits / seconds / CLOCK,
            "%",
            goal=10,
        ),
    ]


def _processor(driver: str) -> Figure:
    """Drawing and flushing against stock's display() alone, which is given pictures."""
    shown = countdown(1)
    panel = Panel(driver, *SIZE, 0, address=ADDRESS, bus=AnsweringBus())
    device = _stock(driver, noop())
    ours = stock = 0.0
    for at in range(0, len(shown), BLOCK):
        block = shown[at : at + BLOCK]
        begun = time.process_time()
        for now, screen in block:
            panel.show(screen, now)
        ours += time.process_time() - begun
        # Only now: what drawing remembers is not to help ours.
        pictures = [draw(screen, SIZE) for _, screen in block]
        begun = time.process_time()
        for picture in pictures:
            device.display(picture)
        stock += time.process_time() - begun
    return Figure(
        f"CPU to draw and flush a frame, {driver}",
        1000 * ours / len(shown),
        "ms",
        reference=1000 * stock / len(shown),
        against="luma's stock display() alone",
        goal=1 / 2,
    )


def _besides() -> list[Figure]:
    """What is only told: a panel that cannot say that it was reset, and one that is blank."""
    shown = countdown(1)
    blind = BlindBus("ssd1306")
    _look_after("ssd1306", shown, blind)
    blank = CountingBus("ssd1306")
    dark = tuple((s * SECOND, replace(DARK, pixel=s)) for s in range(600))
    _look_after("ssd1306", dark, blank)
    seconds = (shown[-1][0] - shown[0][0]) / SECOND
    return [
        Figure(
            "bytes a second, of a panel whose status cannot be read", blind.sent / seconds, "B/s"
        ),
        Figure("bytes a second, of a blank panel", blank.sent / len(dark), "B/s"),
    ]


def _look_after(driver: str, shown: Shown, bus: CountingBus) -> None:
    """Show all of it as a worker does. The bus counts from the second screen on."""
    round_ = PanelRound({0: Panel(driver, *SIZE, 0, address=ADDRESS, bus=bus)})
    (begun, first), *others = shown
    round_.show(0, first)
    due = begun - 2 * PULSE
    for now, screen in others:
        while due < now:
            due = round_.attend(due) or now
            if due <= begun:
                bus.sent = bus.bits = 0
        round_.show(0, screen)
        due = round_.attend(now) or now


def _stock(driver: str, serial: Any) -> Any:
    device = getattr(luma.oled.device, driver)(serial)
    device.persist = True  # it is not to be blanked when the process ends
    return device


def _at(shown: Shown, frames: Sequence[Image.Image], now: int) -> Image.Image:
    """The frame that stands at an instant."""
    return frames[bisect_right(shown, now, key=itemgetter(0)) - 1]


def _changed(frames: Sequence[Image.Image]) -> int:
    """Bytes of RAM that differ from one frame to the next, all in all."""
    ram = [packed(frame) for frame in frames]
    return sum(a != b for one, other in pairwise(ram) for a, b in zip(one, other, strict=True))
