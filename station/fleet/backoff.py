"""How long to wait before the broker is tried again."""

import random
from typing import Final

FIRST: Final = 1.0
"""Seconds after a connection was lost."""
LONGEST: Final = 60.0


class Backoff:
    """Twice as long each time, and never as long as everybody else.

    A hundred stations that lost the same broker must not all come back at once.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random()  # noqa: S311 - not for secrets
        self._longest = FIRST

    def next(self) -> float:
        """Seconds to wait now: from half of what it may be to all of it."""
        longest, self._longest = self._longest, min(2 * self._longest, LONGEST)
        return longest * self._chance.uniform(0.5, 1)

    def reset(self) -> None:
        """The broker has answered."""
        self._longest = FIRST
