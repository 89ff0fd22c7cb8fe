"""A finger on a button: a line is pulled down and let go, at instants of the boot clock.

It knows nothing of a station: what a press or a train of bounces becomes is not its business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.lab.guest.clock import now, sleep_until
from tests.lab.guest.lines import pull

PRESS: Final = 250
"""Milliseconds that a press lasts: rather long, for a guest that is busy looks less often."""
SURE_PRESS: Final = 500
"""One that counts even while the whole guest waits for its host for some tenths of a second."""
HOLD: Final = 2500
"""The same of a hold: some more than the 2 s that make one."""


@dataclass(frozen=True)
class Toggle:
    """A button's contact closes or opens."""

    at: float
    pin: int
    up: bool


@dataclass(frozen=True)
class Finger:
    """One finger on the button at `pin`."""

    pin: int

    def down(self) -> float:
        """Close the contact. When, in milliseconds of the boot clock."""
        pull(self.pin, up=False)
        return now()

    def up(self) -> float:
        """Open it. When."""
        pull(self.pin, up=True)
        return now()

    def press(self, length: float = PRESS) -> float:
        """Down and up again. When it went down."""
        return self.train((0, length))

    def hold(self, length: float = HOLD) -> float:
        """Down for longer. When it went down."""
        return self.train((0, length))

    def train(self, times: Sequence[float], begin: float | None = None) -> float:
        """Raw toggles, from up, so many milliseconds after `begin` (now). When that was."""
        begin = now() if begin is None else begin
        play(toggles(self.pin, begin, times))
        return begin


def toggles(pin: int, begin: float, times: Sequence[float]) -> list[Toggle]:
    """Toggles of a contact that is open at first: so many milliseconds after `begin`."""
    return [Toggle(begin + at, pin, up=number % 2 == 1) for number, at in enumerate(times)]


def play(coming: Iterable[Toggle]) -> float:
    """Do them, each at its instant. By how many milliseconds the latest of them was late."""
    latest = 0.0
    for toggle in sorted(coming, key=lambda toggle: toggle.at):
        sleep_until(toggle.at)
        pull(toggle.pin, up=toggle.up)
        latest = max(latest, now() - toggle.at)
    return latest


def bounced(length: float, bounces: int = 4, each: float = 3) -> tuple[float, ...]:
    """A press of a poor contact: it closes and opens so often before it settles, both times.

    `length` is from the first closing to the first opening, `each` how long a bounce lasts.
    """
    train = [each * k for k in range(2 * bounces + 1)]
    return (*train, *(length + at for at in train))


def noise(pulses: int, each: float = 8, apart: float = 60) -> tuple[float, ...]:
    """Closings too short to count, so far apart: a bad cable, nobody's finger."""
    return tuple(apart * k + at for k in range(pulses) for at in (0, each))
