"""What a station is made of, as the core needs to know it: who is seen and heard where."""

from msgspec import Struct

from station.core.duration import SECOND
from station.core.protocol import Protocol
from station.core.words import ENGLISH, Words


class PlannedBay(Struct, frozen=True):
    """One treatment place."""

    id: str
    label: str
    protocol: Protocol
    lamp: bool = False
    """Whether a lamp is wired."""


class ButtonTimes(Struct, frozen=True):
    """How levels become gestures (section 2). Milliseconds."""

    debounce: int = 30
    samples: int = 4
    """How many of them span `debounce` when none is late."""
    hold: int = 2 * SECOND
    guard: int = 2 * SECOND


class Plan(Struct, frozen=True):
    """A whole station. Panels and buzzers name the bays they serve by index, ascending."""

    bays: tuple[PlannedBay, ...]
    panels: tuple[tuple[int, ...], ...]
    buzzers: tuple[tuple[int, ...], ...]
    times: ButtonTimes = ButtonTimes()
    words: Words = ENGLISH
    """What its panels say."""
