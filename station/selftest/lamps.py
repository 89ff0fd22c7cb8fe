"""Every lamp blinks, and somebody says whether it was seen."""

from functools import partial
from typing import Final

from station.core.reports import Part
from station.selftest import circuits
from station.selftest.asking import Notes, ask_of
from station.selftest.bench import Bench
from station.selftest.report import Result

BLINKS: Final = 3
BLINK: Final = 500_000
"""Microseconds on, and as many off: once a second, which no eye minds (WCAG 2.3.1)."""


def lamp_name(bench: Bench, bay: int) -> str:
    """Such as `lamp of Bed 1 (pin 27)`."""
    config = bench.config.bays[bay]
    return f"lamp of {config.label} (pin {config.lamp})"


def check_lamp(bench: Bench, bay: int) -> Result:
    """Let one lamp blink, and ask."""
    question = f"Did {bench.config.bays[bay].label}'s lamp blink?"
    show, unseen = partial(_show, bench, bay), partial(_unseen, bench, bay)
    return ask_of(bench.terminal, lamp_name(bench, bay), question, show, unseen)


def _show(bench: Bench, bay: int) -> Notes:
    bench.terminal.say(f"{lamp_name(bench, bay)}: blinks {BLINKS} times")
    trouble = _blink(bench, bay)
    if trouble is None:
        return ()
    bench.terminal.say(f"  {trouble}")
    bench.terminal.advise(circuits.SHORTED_LAMP)
    return (trouble,)


def _unseen(bench: Bench, bay: int) -> Notes:
    bench.terminal.advise(circuits.lamp(bench.config, bay))
    return ("nobody saw it blink",)


def _blink(bench: Bench, bay: int) -> str | None:
    """What the pin itself complains of."""
    troubles = []
    for _ in range(BLINKS):
        for lit in (bay, None):
            bench.drive(lamp=lit)
            troubles.append(bench.complaint(Part.LAMP, bay))
            bench.clock.pause(BLINK)
    return next((trouble for trouble in troubles if trouble is not None), None)
