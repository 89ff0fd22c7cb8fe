"""A station's config, checked: what is wired where, for which bay (section 6 of the design)."""

from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from station.core.words import Words

ClockTrust: TypeAlias = Literal["auto", "trusted", "untrusted"]
BuzzerKind: TypeAlias = Literal["active", "passive"]


class BayConfig(Struct, frozen=True):
    """One treatment place. Pins are BCM numbers."""

    id: str
    label: str
    button: int
    lamp: int | None
    protocol: Protocol


class PanelConfig(Struct, frozen=True):
    """One panel, on I2C port /dev/i2c-<port>. Size in pixels; `rotate` in quarter turns."""

    driver: str
    port: int
    address: int
    width: int
    height: int
    rotate: int
    bays: tuple[int, ...]
    """The bays it shows, by index, ascending."""


class BuzzerConfig(Struct, frozen=True):
    """One buzzer. An active one has a pitch of its own, a passive one is driven at `frequency`."""

    pin: int
    kind: BuzzerKind
    frequency: int
    """Hz."""
    bays: tuple[int, ...]
    """The bays it sounds for, by index, ascending."""


class BrokerConfig(Struct, frozen=True):
    """The clinic's MQTT broker, and how it knows us."""

    host: str
    port: int
    tls: bool
    username: str | None = None
    password: Path | None = None
    """The file with the password in its first line."""
    ca: Path | None = None
    """The authority that signed the broker's certificate; None: one that the system knows."""
    certificate: Path | None = None
    key: Path | None = None
    """Of the client's certificate, if that is in another file."""
    discovery: str | None = None
    """The prefix under which Home Assistant looks for devices; None: it is not told."""


class Outputs(Struct, frozen=True):
    """The pins of lamps and buzzers alone: off is off, whatever is wired there and for whom."""

    pins: tuple[int, ...]

    @property
    def bays(self) -> tuple[BayConfig, ...]:
        """None: a button cannot be left on."""
        return ()

    @property
    def buzzers(self) -> tuple[BuzzerConfig, ...]:
        """One on each pin."""
        return tuple(BuzzerConfig(pin, "active", 0, ()) for pin in self.pins)


class StationConfig(Struct, frozen=True):
    """A whole station, checked."""

    path: Path
    station: str
    bays: tuple[BayConfig, ...]
    panels: tuple[PanelConfig, ...]
    buzzers: tuple[BuzzerConfig, ...]
    button: ButtonTimes
    scan: int
    """Milliseconds from one look at the pins to the next."""
    journal: Path
    clock: ClockTrust
    """Whether the wall clock is to be trusted; auto: if the machine can show that it is right."""
    words: Words
    """What its panels say, in the language of the config."""
    broker: BrokerConfig | None = None
    """Whom it tells; None: nobody."""

    @property
    def pins(self) -> tuple[int, ...]:
        """Every pin of the header that the station uses, ascending."""
        pins = [pin for bay in self.bays for pin in (bay.button, bay.lamp) if pin is not None]
        return tuple(sorted(pins + [buzzer.pin for buzzer in self.buzzers]))

    def plan(self) -> Plan:
        """The station as the core needs to know it."""
        return Plan(
            bays=tuple(
                PlannedBay(bay.id, bay.label, bay.protocol, lamp=bay.lamp is not None)
                for bay in self.bays
            ),
            panels=tuple(panel.bays for panel in self.panels),
            buzzers=tuple(buzzer.bays for buzzer in self.buzzers),
            times=self.button,
            words=self.words,
        )
