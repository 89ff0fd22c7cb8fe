"""What each pin of the header is used for: none twice, and none that an I2C bus needs."""

from collections.abc import Collection
from typing import Final

from station.readers.placed import Placed
from station.readers.problem import Place
from station.readers.yamlvalues import whole

HEADER: Final = range(28)
"""The BCM numbers of the pins that the header has."""
PIN: Final = whole(HEADER[0], HEADER[-1], "a BCM pin number")

_BUS_PINS: Final = {
    0: (0, "I2C data, for the panel on port 0,"),
    1: (0, "I2C clock, for the panel on port 0,"),
    2: (1, "I2C data"),
    3: (1, "I2C clock"),
}
"""The pins of I2C ports 0 and 1: port and use. Other ports are wherever an overlay put them."""


def bus_pins(ports: Collection[int]) -> dict[int, str]:
    """The pins that panels on these I2C ports need, with what for.

    Port 1 is the header's own bus: its pins are kept even if no panel is on it now.
    """
    return {pin: line for pin, (port, line) in _BUS_PINS.items() if port in {1, *ports}}


class PinUses:
    """Who uses which pin, as the config says it."""

    def __init__(self) -> None:
        self._uses: list[tuple[Place, int, str]] = []

    def add(self, pin: Placed[int | None], use: str) -> None:
        """Notes a use, such as "a button"; a pin left out or not readable uses nothing."""
        if pin.known and pin.value is not None:
            self._uses.append((pin.place, pin.value, use))

    def check(self, ports: Collection[int]) -> None:
        """Notes every pin that cannot be what it is used for. `ports` have a panel."""
        reserved = bus_pins(ports)
        first: dict[int, tuple[Place, str]] = {}
        for place, pin, use in sorted(self._uses, key=lambda use: (use[0].line, use[0].column)):
            there, other = first.setdefault(pin, (place, use))
            if pin in reserved:
                place.wrong(f"pin {pin} is {reserved[pin]} and cannot be {use}; {self._free()}")
            elif there is not place:
                where = f"line {there.line}, column {there.column}"
                place.wrong(f"pin {pin} is {other} already, on {where}; {self._free()}")

    def _free(self) -> str:
        used = {pin for _, pin, _ in self._uses}
        free = [str(pin) for pin in HEADER if pin not in used and pin not in _BUS_PINS]
        return f"use one of {', '.join(free)}" if free else "no other pin is free"
