"""What to buy for a config, and what it draws.

Currents in mA, each with everything on at once.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from station.config import StationConfig
from station.wiring.connections import (
    BASE_RESISTOR,
    LED_RESISTOR,
    MULTIPLEXER,
    PULL_DOWN,
    Kind,
    Wiring,
    channels,
)
from station.wiring.header import GROUND, POWER3, POWER5
from station.wiring.supply import fed_by_header, is_small, panel_current

PIN_LIMIT: Final = 16.0
"""What one pin can safely give (Raspberry Pi documentation, "Power supply"). A Pi 4 is said to
drive half as much, for a Pi 5 nothing is published: nothing here takes more than 4."""
HEADER_LIMIT: Final = 50.0
"""What all pins together can safely give (the same)."""
_PINS: Final = "I2C, 4 pins, for 3.3 V"
_SEVEN: Final = "4 pins, for 3.3 V; one with 7 must be set from SPI to I2C"
"""Large modules mostly have 7 pins and come set to SPI: hardware.md says what to solder."""
_RINGS: Final = (
    "black", "brown", "red", "orange", "yellow", "green", "blue", "violet", "grey", "white"
)  # fmt: skip
_HIGH: Final = 3.3
_LED_VOLTS: Final = 2.0
"""A red or yellow LED; a green, blue or white one has 3 and takes a quarter of the current."""
_BASE_VOLTS: Final = 0.7
LAMP: Final = (_HIGH - _LED_VOLTS) / LED_RESISTOR * 1_000
SWITCH: Final = ((_HIGH - _BASE_VOLTS) / BASE_RESISTOR + _HIGH / PULL_DOWN) * 1_000
"""A buzzer's transistor and pull-down, from the pin."""
BUZZER: Final = 30.0
"""From 5 V: the most that datasheets of 12 mm active buzzers (TMB12A05 and its kind) allow."""
PASSIVE: Final = 5.0
"""From 5 V, through the resistor across a piezo disc, which takes next to nothing itself."""


class Item(Struct, frozen=True):
    """A line of the parts list."""

    count: int
    what: str
    note: str = ""


class Currents(Struct, frozen=True):
    """What a station draws at most, in mA."""

    pins: float
    """From all pins together."""
    most: float
    """From the one that gives most."""
    rail3: float
    """From the header's 3.3 V: the panels on it, and the pins, which it feeds."""
    regulator: float
    """From a 3.3 V regulator: the panels that the header cannot feed."""
    rail5: float
    """From 5 V, besides the Pi itself."""


def parts_list(config: StationConfig, wiring: Wiring) -> tuple[Item, ...]:
    """What to buy, the station's own parts first."""
    return tuple(_items(config, wiring))


def currents(config: StationConfig) -> Currents:
    """What everything draws with everything on."""
    lamps = sum(bay.lamp is not None for bay in config.bays)
    buzzers = len(config.buzzers)
    pins = lamps * LAMP + buzzers * SWITCH
    most = max(LAMP if lamps else 0, SWITCH if buzzers else 0)
    fed = fed_by_header(config.panels)
    panels = sum(panel_current(p) for p, on in zip(config.panels, fed, strict=True) if on)
    regulator = sum(map(panel_current, config.panels)) - panels
    passive = sum(buzzer.kind == "passive" for buzzer in config.buzzers)
    rail5 = (buzzers - passive) * BUZZER + passive * PASSIVE
    return Currents(pins, most, panels + pins, regulator, rail5)


def _items(config: StationConfig, wiring: Wiring) -> Iterator[Item]:
    lamps, buzzers = len(wiring.of(Kind.LAMP)), len(config.buzzers)
    yield Item(1, "Raspberry Pi with its power supply", "header soldered on: Zero 2 WH")
    yield Item(1, "microSD card, 16 GB or more", "for Raspberry Pi OS Lite")
    panels = Counter((p.driver, f"{p.width}x{p.height}") for p in config.panels)
    for (driver, size), count in panels.items():
        yield Item(count, f"OLED panel {driver}, {size}", _PINS if is_small(driver) else _SEVEN)
    if ports := channels(config):
        yield Item(
            1, f"multiplexer {MULTIPLEXER}", f"if it makes port {', '.join(map(str, ports))}"
        )
    if more := currents(config).regulator:
        yield Item(1, "3.3 V regulator, from 5 V", f"for {more:.0f} mA at least")
    yield Item(len(config.bays), "push button", "normally open, not latching")
    if lamps:
        yield Item(lamps, "LED, red or yellow", "or a button's own for 3 V")
        yield _resistor(lamps, LED_RESISTOR)
    passive = sum(buzzer.passive for buzzer in wiring.of(Kind.BUZZER))
    active = buzzers - passive
    if active:
        yield Item(active, "active buzzer, 5 V", f"at most {BUZZER:.0f} mA")
        yield Item(active, "diode 1N4148", "across the buzzer, ring to +")
    if passive:
        yield Item(passive, "passive buzzer, piezo", "a disc without a coil")
    yield Item(buzzers, "NPN transistor", "2N2222, BC337 or the like")
    yield _resistor(buzzers + passive, BASE_RESISTOR)
    yield _resistor(buzzers, PULL_DOWN)
    yield Item(1, "stripboard with screw terminals", "for transistors, resistors, diodes")
    for what, pins in (("3.3 V", POWER3), ("5 V", POWER5), ("ground", GROUND)):
        if shared := wiring.shared(pins):
            poles = len(shared) + sum(len(wiring.at(pin)) for pin in shared)
            yield Item(1, f"terminal block, {poles} poles", f"joined: {what} of several parts")


def _resistor(count: int, value: int) -> Item:
    return Item(count, f"resistor {ohms(value)}", f"1/4 W; rings {rings(value)}, gold")


def rings(value: int) -> str:
    """The colours on a resistor of two digits and zeros, up to its tolerance."""
    zeros = len(str(value)) - 2
    return ", ".join(_RINGS[int(digit)] for digit in (*str(value)[:2], zeros))


def ohms(value: int) -> str:
    """A resistance as it is written on the bag."""
    return f"{value // 1_000} kΩ" if value >= 1_000 else f"{value} Ω"  # noqa: PLR2004 - kilo
