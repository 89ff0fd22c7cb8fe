"""Fingers at all buttons that never rest: they press and hold as it comes, whatever is shown."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.lab.guest.clock import now
from tests.lab.guest.lines import pull

PRESS: Final = (90, 250)
HOLD: Final = (600, 900)
"""Milliseconds; the config's `hold` of 400 is well between, on a slow machine too."""
PAUSE: Final = (300, 2_500)
HOLDS: Final = 0.12
"""How many of the touches are holds."""


@dataclass
class _Finger:
    pin: int
    down: bool
    next: float


class Fingers:
    """One for each button."""

    def __init__(self, pins: Mapping[str, int], chance: random.Random) -> None:
        """`pins` of each bay's button."""
        self._chance = chance
        self._fingers = [_Finger(pin, False, now()) for pin in pins.values()]
        self.touches = 0

    def act(self) -> None:
        """Do what is due."""
        for finger in self._fingers:
            if now() >= finger.next:
                self._move(finger)

    def rest(self) -> None:
        """Let go of everything."""
        for finger in self._fingers:
            pull(finger.pin, up=True)

    def _move(self, finger: _Finger) -> None:
        finger.down = not finger.down
        pull(finger.pin, up=not finger.down)
        self.touches += finger.down
        holds = self._chance.random() < HOLDS
        span = (HOLD if holds else PRESS) if finger.down else PAUSE
        finger.next = now() + self._chance.uniform(*span)
