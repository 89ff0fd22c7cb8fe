"""A loop that reads buttons through gpiozero every 10 ms, and does nothing else: the least that
sampling costs.

`python -m tests.bench.reading PIN...`
"""

import sys
import time
from collections.abc import Sequence
from typing import Final

from gpiozero import InputDevice
from gpiozero.pins.mock import MockFactory

SCAN: Final = 0.01
"""Seconds."""


def main(pins: Sequence[int]) -> None:
    """Read until killed."""
    factory = MockFactory()
    buttons = [InputDevice(pin, pull_up=True, pin_factory=factory) for pin in pins]
    due = time.monotonic()
    while True:
        due = max(due + SCAN, time.monotonic())  # who was stopped catches nothing up
        time.sleep(max(0, due - time.monotonic()))
        for button in buttons:
            button.is_active  # noqa: B018 - reading is all there is to it


if __name__ == "__main__":
    main([int(pin) for pin in sys.argv[1:]])
