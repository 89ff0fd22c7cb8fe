"""`station off`: every lamp and buzzer off, whatever a station that died has left them at.

It imports pins, and what reading them takes, but no journal and no drawing: systemd calls it after
each death (ExecStopPost), perhaps while a buzzer sounds, on the slowest Pi. What is wrong with the
config otherwise is looked for, and said, when all is off.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from station.core.reports import Part
from station.hardware.holder import PinHeldError
from station.hardware.pins import PinsRefusedError, Wired, open_pins, pin_factory
from station.machine.exitstatus import FAILED, FINE
from station.readers.outputpins import output_pins


def command(arguments: argparse.Namespace, factory: Callable[[], Any] = pin_factory) -> int:
    """Every lamp and buzzer off, whatever a station that died has left them at."""
    outputs = output_pins(arguments.config)
    status = switch_off(outputs, factory) if outputs.pins else FINE
    from station.commands.configured import read_config  # noqa: PLC0415 - only now is there time

    read_config(arguments.config)
    return status


def switch_off(config: Wired, factory: Callable[[], Any] = pin_factory) -> int:
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
