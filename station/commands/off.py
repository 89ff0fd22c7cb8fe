"""`station off`: every lamp and buzzer off, whatever a station that died has left them at.

It imports pins, and what reading the config takes, but no journal and no drawing: systemd calls
it after each death (ExecStopPost), perhaps while a buzzer sounds, on the slowest Pi.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from station.commands.configured import read_config
from station.config import StationConfig
from station.core.reports import Part
from station.hardware.holder import PinHeldError
from station.hardware.pins import PinsRefusedError, open_pins, pin_factory
from station.machine.exitstatus import FAILED, FINE


def command(arguments: argparse.Namespace) -> int:
    """Every lamp and buzzer off, whatever a station that died has left them at."""
    return switch_off(read_config(arguments.config))


def switch_off(config: StationConfig, factory: Callable[[], Any] = pin_factory) -> int:
    """Every lamp and buzzer off. Returns the exit status. `factory` opens the pins' backend."""
    try:
        with ExitStack() as opened:
            pins, _ = open_pins(config, opened, factory)
            pins.rest()
            # The last word of each: one that failed at first may have been turned off then.
            last = {(said.part, said.index): said.reason for said in pins.reports()}
            failed = [why for (part, _), why in last.items() if why and part is not Part.BUTTON]
    except (PinHeldError, PinsRefusedError) as busy:
        print(f"station: {busy}", file=sys.stderr)
        return FAILED
    for reason in failed:
        print(f"station: {reason}", file=sys.stderr)
    return FAILED if failed else FINE
