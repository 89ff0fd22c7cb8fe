"""Mock pins that can be broken while the station runs."""

from collections.abc import Callable
from typing import Any

from gpiozero.pins.mock import MockFactory

from station.hardware.pins import MockStationPin


class BreakingPin(MockStationPin):
    """An output that cannot be set, an input that cannot be read, while its factory says so."""

    def _get_state(self) -> Any:
        self.factory.touch(self, self.factory.unreadable)
        if self._get_function() == "input":
            self.factory.touch(self, self.factory.broken)
        return super()._get_state()

    def _set_state(self, value: float) -> None:
        self.factory.touch(self, self.factory.broken)
        super()._set_state(value)


class BreakingFactory(MockFactory):  # type: ignore[misc]  # gpiozero ships no types
    """Mock pins of which those in `broken` raise, by BCM number."""

    def __init__(self) -> None:
        super().__init__(pin_class=BreakingPin)
        self.broken: set[int] = set()
        self.unreadable: set[int] = set()
        """Outputs that can be set and not be read back."""
        self.shut: dict[int, Callable[[], Exception]] = {}
        """Those that cannot be opened, and what is said then."""

    def reserve_pins(self, requester: object, *pins: int) -> None:
        for pin in pins:
            if pin in self.shut:
                raise self.shut[pin]()
        super().reserve_pins(requester, *pins)

    def touch(self, pin: BreakingPin, broken: set[int]) -> None:
        if broken and pin.info.name in {f"GPIO{number}" for number in broken}:
            raise OSError(5, "Input/output error")
