"""What is at the other end of the pins, behind two backends that know nothing of each other."""

from collections.abc import Callable
from typing import Any, Protocol

from station.core.outputs import PinLevels
from tests.hardware import fakepi
from tests.hardware.breaking import BreakingFactory

CONFIG = """
station: room-1
bays:
  - {id: bed-1, button: 17, lamp: 27}
  - {id: bed-2, button: 5}
panels: [{}]
buzzers:
  - {pin: 22}
  - {pin: 23, kind: passive, frequency: 440}
"""
"""A station with an active and a passive buzzer, and a bay without a lamp."""
ON = PinLevels((True, None), (True, True))
DARK = PinLevels((False, None), (False, False))


class Wires(Protocol):
    """What is at the other end of the pins."""

    factory: Any
    broken: set[int]
    """Pins that raise when read or set."""
    shut: dict[int, Callable[[], Exception]]
    """Pins that cannot be opened, and what is said then."""

    def push(self, pin: int) -> None: ...
    def let_go(self, pin: int) -> None: ...
    def lit(self, pin: int) -> bool: ...
    def tone(self, pin: int) -> tuple[float, float] | None: ...
    def short(self, pin: int, *, lit: bool) -> None: ...
    def unreadable(self, pin: int) -> None: ...


class MockWires:
    """Behind gpiozero's mock pins."""

    def __init__(self) -> None:
        self.factory = BreakingFactory()
        self.broken = self.factory.broken
        self.shut = self.factory.shut

    def push(self, pin: int) -> None:
        self.factory.pin(pin).drive_low()

    def let_go(self, pin: int) -> None:
        self.factory.pin(pin).drive_high()

    def lit(self, pin: int) -> bool:
        wire = self.factory.pin(pin)
        return bool(wire.function == "output" and wire.state == 1)

    def tone(self, pin: int) -> tuple[float, float] | None:
        wire = self.factory.pin(pin)
        return None if wire.frequency is None else (wire.frequency, wire.state)

    def short(self, pin: int, *, lit: bool) -> None:
        self.factory.pin(pin)._state = lit

    def unreadable(self, pin: int) -> None:
        self.factory.unreadable.add(pin)


class FakePiWires:
    """Behind fake-rpi."""

    def __init__(self) -> None:
        self.chip = fakepi.FakePi()
        self.factory = fakepi.factory(self.chip)
        self.broken = self.chip.broken
        self.shut = self.chip.shut

    def push(self, pin: int) -> None:
        self.chip.levels[pin] = 0

    def let_go(self, pin: int) -> None:
        self.chip.levels[pin] = 1

    def lit(self, pin: int) -> bool:
        return self.chip.functions.get(pin) == self.chip.OUT and self.chip.levels[pin] == 1

    def tone(self, pin: int) -> tuple[float, float] | None:
        tone = self.chip.tones.get(pin)
        return None if tone is None else (tone.frequency, tone.duty / 100)

    def short(self, pin: int, *, lit: bool) -> None:
        self.chip.levels[pin] = int(lit)

    def unreadable(self, pin: int) -> None:
        self.chip.broken.add(pin)
