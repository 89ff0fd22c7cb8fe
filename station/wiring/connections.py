"""From a config to its connections: which leg of which part goes to which pin of the header."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from msgspec import Struct

from station.config import BayConfig, BuzzerConfig, StationConfig
from station.core.change import replace
from station.wiring.header import BUSES, GROUND, POWER3, POWER5, number_of, spread
from station.wiring.supply import fed_by_header
from station.wiring.wires import Wire

LED_RESISTOR: Final = 330
BASE_RESISTOR: Final = 1_000
PULL_DOWN: Final = 10_000
DISCHARGE: Final = 1_000
"""Ohms. How each follows from the current that it is for: station/wiring/parts.py."""
MULTIPLEXER: Final = "TCA9548A"

_SUPPLIES: Final = {Wire.POWER3: POWER3, Wire.POWER5: POWER5, Wire.GROUND: GROUND}


class Kind(Enum):
    """What a part is."""

    BUTTON = "button"
    LAMP = "lamp"
    BUZZER = "buzzer"
    PANEL = "panel"
    MULTIPLEXER = "multiplexer"


class Leg(Struct, frozen=True):
    """One connection of a part."""

    name: str
    """What the leg is called on the part."""
    wire: Wire
    pin: int | None
    """The header's number; None if its bus is not on the header, or a regulator feeds it."""


class Part(Struct, frozen=True):
    """One part, with every wire that leads to it."""

    kind: Kind
    name: str
    detail: str
    serves: tuple[str, ...]
    """The labels of the bays that it is for, if not for all."""
    legs: tuple[Leg, ...]
    port: int | None = None
    """The I2C port of a panel."""
    passive: bool = False
    """Whether a buzzer is a bare disc, which has no coil and holds its charge."""

    def leg(self, wire: Wire) -> Leg:
        """The leg that this wire goes to. Raises StopIteration if the part has none."""
        return next(leg for leg in self.legs if leg.wire is wire)


class Wiring(Struct, frozen=True):
    """Everything that is wired: panels, what makes their buses, buzzers, then bay by bay."""

    station: str
    config: str
    """The name of the config file."""
    parts: tuple[Part, ...]

    def at(self, pin: int) -> tuple[tuple[Part, Leg], ...]:
        """What goes to a pin of the header."""
        return tuple((part, leg) for part in self.parts for leg in part.legs if leg.pin == pin)

    def of(self, kind: Kind) -> tuple[Part, ...]:
        """The parts of a kind."""
        return tuple(part for part in self.parts if part.kind is kind)

    def shared(self, pins: Sequence[int]) -> tuple[int, ...]:
        """Those of the supply pins that more than one part needs."""
        return tuple(pin for pin in pins if len(self.at(pin)) > 1)


def wire_up(config: StationConfig) -> Wiring:
    """Where everything in a config goes.

    Ground and supply pins are shared out evenly, if there are too few, and so that wires are short.
    """
    parts = [
        *(_panel(i, config, fed=fed) for i, fed in enumerate(fed_by_header(config.panels))),
        *_multiplexer(config),
        *(_buzzer(i, buzzer, config) for i, buzzer in enumerate(config.buzzers)),
        *(part for bay in config.bays for part in _bay(bay)),
    ]
    # A file may be called anything, also what no page and no terminal takes.
    name = "".join(c if c.isprintable() else "?" for c in config.path.name)
    return Wiring(config.station, name, tuple(_supplied(parts)))


def _supplied(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with their supply pins, in place of the pins that those should be near."""
    taken: dict[Wire, Iterator[int]] = {}
    for wire, pins in _SUPPLIES.items():
        legs = (leg for part in parts for leg in part.legs if leg.wire is wire)
        taken[wire] = iter(spread([leg.pin for leg in legs if leg.pin], pins))
    for part in parts:
        fed = (
            replace(leg, pin=next(taken[leg.wire])) if leg.wire in taken and leg.pin else leg
            for leg in part.legs
        )
        yield replace(part, legs=tuple(fed))


def _bay(bay: BayConfig) -> Iterator[Part]:
    pin = number_of(bay.button)
    legs = (
        Leg("one leg", Wire.BUTTON, pin),
        Leg("other leg", Wire.GROUND, pin),
    )
    yield Part(Kind.BUTTON, f"{bay.label} button", "", (), legs)
    if bay.lamp is not None:
        pin = number_of(bay.lamp)
        legs = (
            Leg("long leg (+)", Wire.LAMP, pin),
            Leg("short leg (-)", Wire.GROUND, pin),
        )
        yield Part(Kind.LAMP, f"{bay.label} lamp", "", (), legs)


def _buzzer(index: int, buzzer: BuzzerConfig, config: StationConfig) -> Part:
    pin = number_of(buzzer.pin)
    legs = (
        Leg("base", Wire.BUZZER, pin),
        Leg("emitter", Wire.GROUND, pin),
        Leg("buzzer +", Wire.POWER5, pin),
    )
    passive = buzzer.kind == "passive"
    detail = f"passive, {buzzer.frequency} Hz" if passive else "active"
    serves = _serving(buzzer.bays, config)
    return Part(Kind.BUZZER, f"Buzzer {index}", detail, serves, legs, passive=passive)


def _panel(index: int, config: StationConfig, *, fed: bool) -> Part:
    panel = config.panels[index]
    bus = BUSES.get(panel.port)
    near = bus.data if bus else BUSES[1].data
    legs = (
        Leg("VCC", Wire.POWER3, near if fed else None),
        Leg("SDA", Wire.DATA, bus.data if bus else None),
        Leg("SCL", Wire.CLOCK, bus.clock if bus else None),
        Leg("GND", Wire.GROUND, near),
    )
    detail = f"{panel.driver} {panel.width}x{panel.height} at 0x{panel.address:02X}"
    serves = _serving(panel.bays, config)
    return Part(Kind.PANEL, f"Panel {index}", detail, serves, legs, panel.port)


def channels(config: StationConfig) -> tuple[int, ...]:
    """The ports that are not on the header: a multiplexer on port 1, or an overlay, made them."""
    return tuple(sorted({panel.port for panel in config.panels} - BUSES.keys()))


def _multiplexer(config: StationConfig) -> Iterator[Part]:
    if not channels(config):
        return
    bus = BUSES[1]
    legs = (
        Leg("VIN", Wire.POWER3, bus.data),
        Leg("SDA", Wire.DATA, bus.data),
        Leg("SCL", Wire.CLOCK, bus.clock),
        Leg("GND", Wire.GROUND, bus.data),
    )
    detail = f"multiplexer {MULTIPLEXER}, if it makes the other buses"
    yield Part(Kind.MULTIPLEXER, "I2C mux", detail, (), legs)


def _serving(bays: tuple[int, ...], config: StationConfig) -> tuple[str, ...]:
    """For whom a part is, if not for every bay."""
    if len(bays) == len(config.bays):
        return ()
    return tuple(config.bays[bay].label for bay in bays)
