"""Every lamp blinks, and somebody says whether it was seen."""

from typing import Final

from station.core.reports import Part
from station.selftest.bench import Bench
from station.selftest.report import Outcome, Result

BLINKS: Final = 3
BLINK: Final = 500_000
"""Microseconds on, and as many off: once a second, which no eye minds (WCAG 2.3.1)."""
ANSWERS: Final = {"y": "yes", "n": "no", "r": "repeat", "s": "skip"}
CURES: Final = (
    "another bay's lamp blinked: their `lamp:` pins are swapped in the config, or the wires are",
    "an LED the wrong way round: its longer leg goes towards the pin",
    "a loose wire, no resistor, no ground: `station wiring` shows what goes where",
    "a lamp that draws more than 16 mA needs a transistor (hardware.md)",
)


def lamp_name(bench: Bench, bay: int) -> str:
    """Such as `lamp of Bed 1 (pin 27)`."""
    config = bench.config.bays[bay]
    return f"lamp of {config.label} (pin {config.lamp})"


def check_lamp(bench: Bench, bay: int) -> Result:
    """Let one lamp blink, and ask."""
    name = lamp_name(bench, bay)
    while True:
        bench.terminal.say(f"{name}: blinks {BLINKS} times")
        trouble = _blink(bench, bay)
        if trouble is not None:
            bench.terminal.say(f"  {trouble}")
            bench.terminal.advise(SHORTED)
            return Result(name, Outcome.FAILED, (trouble, SHORTED[0]))
        answer = bench.terminal.ask(f"Did {bench.config.bays[bay].label}'s lamp blink?", ANSWERS)
        if answer == "y":
            return Result(name, Outcome.FINE)
        if answer == "s":
            return Result(name, Outcome.SKIPPED)
        if answer == "n":
            bench.terminal.advise(CURES)
            return Result(name, Outcome.FAILED, ("nobody saw it blink", f"look at: {CURES[1]}"))


SHORTED: Final = (
    "the wire of this pin may touch ground or 3V3: pull it off the header and test again",
    "or something on it draws too much current (more than 16 mA needs a transistor)",
)


def _blink(bench: Bench, bay: int) -> str | None:
    """What the pin itself complains of."""
    troubles = []
    for _ in range(BLINKS):
        for lit in (bay, None):
            bench.drive(lamp=lit)
            troubles.append(bench.complaint(Part.LAMP, bay))
            bench.clock.pause(BLINK)
    return next((trouble for trouble in troubles if trouble is not None), None)
