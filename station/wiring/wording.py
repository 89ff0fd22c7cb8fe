"""Names short enough for their places, and connections in words."""

import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from station.wiring.connections import (
    BASE_RESISTOR,
    DISCHARGE,
    LED_RESISTOR,
    PULL_DOWN,
    Kind,
    Leg,
    Part,
    Wiring,
)
from station.wiring.header import name_of
from station.wiring.parts import ohms
from station.wiring.wires import Wire

ELLIPSIS = "…"
Measure: TypeAlias = Callable[[str], float]
"""How wide a text is: in columns of a terminal, or in mm on paper."""
SUPPLY = (Wire.POWER3, Wire.POWER5, Wire.GROUND)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 1 + (_is_wide(character)) for character in text
    )


def shortened(name: str, most: float, measure: Measure = columns) -> str:
    """A name at most so wide. Its end is kept: that tells `Bed 1` from `Bed 2`.

    It is cut between words where that wastes little.
    """
    if measure(name) <= most:
        return name
    while name and measure(ELLIPSIS + name) > most:
        name = name[1:]
    words = name.partition(" ")[2]
    return ELLIPSIS + (words if 2 * measure(words) > most else name.lstrip())


def wrapped(text: str, most: float, measure: Measure = columns) -> list[str]:
    """A text in lines at most so wide; a longer word is broken."""
    lines = [""]
    for word in text.split():
        rest = word
        if lines[-1] and measure(f"{lines[-1]} {rest}") > most:
            lines.append("")
        while measure(rest) > most:
            cut = next(n for n in range(len(rest), 0, -1) if measure(rest[:n]) <= most)
            lines[-1], rest = rest[:cut], rest[cut:]
            lines.append("")
        lines[-1] = f"{lines[-1]} {rest}" if lines[-1] else rest
    return lines


def steps(part: Part, wiring: Wiring) -> tuple[str, ...]:
    """How a part is connected, wire by wire."""
    return _STEPS[part.kind](part, wiring)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _end(leg: Leg, wiring: Wiring, port: int | None = None) -> str:
    """Where a leg's wire ends at the Pi, and in which colour it is."""
    if leg.pin is None and leg.wire is Wire.POWER3:
        return f"3.3 V of the regulator, {leg.wire.colour}"
    if leg.pin is None:
        return f"{leg.name} of /dev/i2c-{port}, {leg.wire.colour}"
    name = "ground" if leg.wire is Wire.GROUND else name_of(leg.pin)
    shared = ", shared" if leg.wire in SUPPLY and len(wiring.at(leg.pin)) > 1 else ""
    return f"header {leg.pin} ({name}{shared}), {leg.wire.colour}"


def _button(part: Part, wiring: Wiring) -> tuple[str, ...]:
    return tuple(f"{leg.name}: {_end(leg, wiring)}" for leg in part.legs)


def _lamp(part: Part, wiring: Wiring) -> tuple[str, ...]:
    long, short = part.legs
    return (
        f"{long.name}: through {ohms(LED_RESISTOR)} to {_end(long, wiring)}",
        f"{short.name}: {_end(short, wiring)}",
    )


def _buzzer(part: Part, wiring: Wiring) -> tuple[str, ...]:
    base, emitter, plus = part.leg(Wire.BUZZER), part.leg(Wire.GROUND), part.leg(Wire.POWER5)
    return (
        f"transistor's base: through {ohms(BASE_RESISTOR)} to {_end(base, wiring)}",
        f"{ohms(PULL_DOWN)} from header {base.pin} to ground, so that it is silent at boot",
        f"transistor's emitter: {_end(emitter, wiring)}",
        "transistor's collector: buzzer -",
        f"{plus.name}: {_end(plus, wiring)}",
        (
            f"{ohms(DISCHARGE)} across the buzzer, to discharge it"
            if part.passive
            else "diode across the buzzer, its ring to buzzer +"
        ),
    )


def _panel(part: Part, wiring: Wiring) -> tuple[str, ...]:
    return tuple(f"{leg.name}: {_end(leg, wiring, part.port)}" for leg in part.legs)


_STEPS = {
    Kind.BUTTON: _button,
    Kind.LAMP: _lamp,
    Kind.BUZZER: _buzzer,
    Kind.PANEL: _panel,
    Kind.MULTIPLEXER: _panel,
}
