"""The least that any program must do: what the station's figures are held against.

    echo BUTTON LAMP   a loop that samples a button through gpiozero, waits until it is steady, and
                       switches a lamp
    sleep LINE         a loop that sleeps to instants (milliseconds of the boot clock, one a line of
                       its input), and changes a line at each
    read BUTTON...     a loop that only samples buttons through gpiozero
    load               imports what the station imports from others, and waits

The first three sample every 10 ms, for as long as they are let.
"""

import importlib
import sys
import time
from collections.abc import Sequence

from gpiozero import InputDevice, OutputDevice
from gpiozero.pins.lgpio import LGPIOFactory

SCAN = 0.010
STEADY = 4
"""Samples; those of design section 2."""
OTHERS = (
    "luma.oled.device",
    "luma.core.interface.serial",
    "PIL.Image",
    "yaml",
    "msgspec",
    "sqlite3",
)


def echo(button: int, lamp: int) -> None:
    factory = LGPIOFactory()
    read = InputDevice(button, pull_up=True, pin_factory=factory)
    light = OutputDevice(lamp, pin_factory=factory)
    same, level = 0, 0
    due = time.monotonic()
    while True:
        seen = read.value
        same = same + 1 if seen == level else 1
        level = seen
        if same >= STEADY and light.value != level:
            light.value = level
        due += SCAN
        time.sleep(max(0.0, due - time.monotonic()))


def sleep(line: int) -> None:
    light = OutputDevice(line, pin_factory=LGPIOFactory())
    print("ready", flush=True)
    for instant in map(float, sys.stdin):
        now = time.clock_gettime_ns(time.CLOCK_BOOTTIME) / 1e6
        time.sleep(max(0.0, instant - now) / 1e3)
        light.toggle()


def read(buttons: Sequence[int]) -> None:
    factory = LGPIOFactory()
    devices = [InputDevice(button, pull_up=True, pin_factory=factory) for button in buttons]
    due = time.monotonic()
    while True:
        for device in devices:
            _ = device.value
        due += SCAN
        time.sleep(max(0.0, due - time.monotonic()))


def load() -> None:
    for name in OTHERS:
        importlib.import_module(name)
    time.sleep(1e9)


def main(what: str, *lines: str) -> None:
    numbers = [int(line) for line in lines]
    match what:
        case "echo":
            echo(*numbers)
        case "sleep":
            sleep(*numbers)
        case "read":
            read(numbers)
        case "load":
            load()


if __name__ == "__main__":
    main(*sys.argv[1:])
