"""The script that most people would write: gpiozero's Button calls back, luma redraws all the time.

`python -m tests.bench.script BAYS_ON_A_PANEL PIN...`: press to start twenty minutes, press again to
clear; ten times a second every panel is drawn from nothing and sent whole. Its panels are on a bus
that takes every byte and has no time of its own.
"""

import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import smbus2
from gpiozero import Button
from gpiozero.pins.mock import MockFactory
from luma.core.interface.serial import i2c
from luma.core.render import canvas
from luma.oled.device import ssd1306

CONTACT: Final = 20 * 60
EVERY: Final = 0.1
"""Seconds."""


class TakingBus:
    """Takes bytes, as smbus2's SMBus does."""

    def write_i2c_block_data(self, address: int, register: int, data: Sequence[int]) -> None:
        """A command."""

    def i2c_rdwr(self, *messages: Any) -> None:
        """A frame's data."""


class Opened(i2c):  # type: ignore[misc]  # luma ships no types
    """luma's I2C class as it is on a bus that it opened itself, which most people have it do."""

    def __init__(self, address: int) -> None:
        super().__init__(bus=TakingBus(), address=address)
        self._managed = True
        self._i2c_msg_write = smbus2.i2c_msg.write


def main(on_a_panel: int, pins: Sequence[int]) -> None:
    """Work until killed."""
    factory = MockFactory()
    begun: list[float | None] = [None for _ in pins]

    def pressed(bay: int) -> None:
        begun[bay] = time.monotonic() if begun[bay] is None else None

    buttons = [Button(pin, bounce_time=0.03, pin_factory=factory) for pin in pins]
    for bay, button in enumerate(buttons):
        button.when_pressed = partial(pressed, bay)
    firsts = range(0, len(pins), on_a_panel)
    devices = [ssd1306(Opened(0x3C + number)) for number, _ in enumerate(firsts)]
    while True:
        now = time.monotonic()
        for device, first in zip(devices, firsts, strict=True):
            with canvas(device) as draw:
                for line, since in enumerate(begun[first : first + on_a_panel]):
                    left = CONTACT if since is None else max(0, round(since + CONTACT - now))
                    words = "READY" if since is None else f"{left // 60:02}:{left % 60:02}"
                    draw.text((0, 16 * line), f"Bed {first + line + 1}  {words}", fill="white")
        time.sleep(EVERY)


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(pin) for pin in sys.argv[2:]])
