"""The 40-pin header of a Raspberry Pi, as it lies on the board.

Pin 1 has the square solder pad and is at the end of the board where the SD card is; odd numbers
are the inner column, even ones the column along the board's edge. Source: Raspberry Pi
documentation, "GPIO and the 40-pin header".
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from msgspec import Struct

PINS: Final = range(1, 41)
POWER3: Final = (1, 17)
POWER5: Final = (2, 4)
GROUND: Final = (6, 9, 14, 20, 25, 30, 34, 39)
_BCM: Final = {
    3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10, 21: 9,
    22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19, 36: 16,
    37: 26, 38: 20, 40: 21,
}  # fmt: skip
_NUMBER: Final = {bcm: number for number, bcm in _BCM.items()}
LAST_PULLED_UP: Final = 8
"""From power-on until a program takes them, BCM 0 to 8 are pulled up and 9 to 27 down (BCM2835 ARM
Peripherals, table of alternative functions; it holds for the header of every model since)."""


class BusPins(Struct, frozen=True):
    """Where an I2C bus is on the header, by number."""

    data: int
    clock: int


BUSES: Final = {0: BusPins(27, 28), 1: BusPins(3, 5)}
"""By port. Any other port is wherever an overlay or a multiplexer put it."""


def number_of(bcm: int) -> int:
    """The header's number for a BCM number. Raises KeyError: the header has 0 to 27."""
    return _NUMBER[bcm]


def name_of(number: int) -> str:
    """What a pin of the header is, in short."""
    if number in _BCM:
        return f"BCM {_BCM[number]}"
    return "GND" if number in GROUND else "3.3 V" if number in POWER3 else "5 V"


def row_of(number: int) -> int:
    """The row of a pin, from 0 at the end where pin 1 is."""
    return (number - 1) // 2


def is_inner(number: int) -> bool:
    """Whether the pin is in the inner column, that of pin 1."""
    return number % 2 == 1


def pulled_up_at_boot(bcm: int) -> bool:
    """Whether the pin is pulled up, and not down, until a program takes it."""
    return bcm <= LAST_PULLED_UP


def spread(near: Sequence[int], among: Sequence[int]) -> tuple[int, ...]:
    """For each pin of `near` one of `among`, evenly shared, so that the wires are short in all.

    Both in rows; of equal ways, that with more wires in one column. On a line no two wires need to
    cross, so the first few of `among` go to the first of `near`.
    """
    users = sorted(range(len(near)), key=lambda user: (row_of(near[user]), near[user]))
    pins = sorted(among, key=lambda pin: (row_of(pin), pin))
    least, more = divmod(len(users), len(pins))

    @cache
    def best(done: int, pin: int, more: int) -> tuple[int, tuple[int, ...]]:
        """The cost of the users from `done` on, and the pins that they get from `pin` on."""
        if pin == len(pins):
            return 0, ()
        ways = []
        for one in (0, 1) if 0 < more < len(pins) - pin else (int(more > 0),):
            end = done + least + one
            cost, rest = best(end, pin + 1, more - one)
            here = sum(_length(near[user], pins[pin]) for user in users[done:end])
            ways.append((here + cost, (pins[pin],) * (least + one) + rest))
        return min(ways)

    given = dict(zip(users, best(0, 0, more)[1], strict=True))
    return tuple(given[user] for user in range(len(near)))


def _length(one: int, other: int) -> int:
    """Of a wire between two pins: rows count twice, so that no column outweighs one."""
    return 2 * abs(row_of(one) - row_of(other)) + (is_inner(one) is not is_inner(other))
