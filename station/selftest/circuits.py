"""What is likely wrong in the circuit of a lamp or a buzzer: the likeliest first, a line each.

How each is wired is asked of `station wiring`: two lists of one circuit would come to differ.
"""

from typing import Final

from station.config import StationConfig
from station.wiring.connections import BASE_RESISTOR, LED_RESISTOR, Kind, wire_up
from station.wiring.parts import LAMP, ohms
from station.wiring.wording import steps

Cures = tuple[str, ...]

TOUCHING: Final = (
    "the wire of this pin may touch ground or 3.3 V: switch off, pull it off the header, test again"
)
TRANSISTOR: Final = f"a lamp beyond {LAMP:.0f} mA needs a transistor (hardware.md)"
SHORTED_LAMP: Final = (
    TOUCHING,
    f"or its {ohms(LED_RESISTOR)} are missing; {TRANSISTOR}",
)
SHORTED_BUZZER: Final = (
    TOUCHING,
    f"or {ohms(BASE_RESISTOR)} is missing between the pin and the transistor",
)
"""For a pin that reads otherwise than it was set."""
_ACTIVE: Final = (
    "the transistor's legs come in another order with each type (hardware.md)",
    "a diode the wrong way round shorts the buzzer, and may have cost the transistor",
    "only a click: it is a passive one; put an active one in its place",
    "a module with three pins must be one that sounds when I/O is high (hardware.md)",
    "too quiet: take the sticker off its hole",
)
_PASSIVE: Final = (
    "the transistor's legs come in another order with each type (hardware.md)",
    "a rough or faint tone: an active buzzer; leave `kind:` out, and fit a diode (hardware.md)",
    "too quiet: try another `frequency:`, or an active buzzer, which is louder",
)


def lamp(config: StationConfig, bay: int) -> Cures:
    """For a lamp that was not seen to blink."""
    lit = [index for index, planned in enumerate(config.bays) if planned.lamp is not None]
    return (
        *_swapped("another bay's lamp blinked", "lamp:", len(lit)),
        *_as_wired(config, Kind.LAMP, lit.index(bay)),
        "an LED the wrong way round stays dark, and comes to no harm",
        f"a lamp for 5 V or 12 V stays dark, and {TRANSISTOR}",
    )


def buzzer(config: StationConfig, index: int) -> Cures:
    """For a buzzer that was not heard as it should be."""
    return (
        *_swapped("another buzzer sounded", "pin:", len(config.buzzers)),
        *_as_wired(config, Kind.BUZZER, index),
        *(_PASSIVE if config.buzzers[index].kind == "passive" else _ACTIVE),
    )


def _swapped(seen: str, key: str, count: int) -> Cures:
    if count == 1:
        return ()
    return (f"{seen}: their `{key}` are swapped in the config, or their wires at the header",)


def _as_wired(config: StationConfig, kind: Kind, index: int) -> Cures:
    """Every connection of a part; `index` among those of its kind."""
    wiring = wire_up(config)
    wires = steps(wiring.of(kind)[index], wiring)
    return ("nothing at all: look at each connection", *(f"    {wire}" for wire in wires))
