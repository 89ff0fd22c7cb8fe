"""From the boot clock to everybody's: the same instant must be the same text each time."""

from typing import Final, Protocol

STEADY: Final = 500
"""Milliseconds by which the wall clock may drift before instants are told anew: a time service
moves it by some all the time, and nobody is to be told of that."""


class Clock(Protocol):
    """The boot clock, in milliseconds, and the wall clock."""

    @property
    def boot(self) -> str:
        """Which boot this is."""

    def now(self) -> int:
        """The present instant."""

    def wall(self) -> int:
        """The wall clock: milliseconds since 1970, UTC."""

    def trusted(self) -> bool:
        """Whether the wall clock is to be trusted."""


class WallTime:
    """The wall time at an instant of the boot clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at_zero: int | None = None

    def look(self) -> None:
        """See how the clocks stand now: instants are told by this until the next look.

        A wall clock that has moved by no more than STEADY ms tells the same as before.
        """
        if not self._clock.trusted():
            self._at_zero = None
            return
        at_zero = self._clock.wall() - self._clock.now()
        if self._at_zero is None or abs(at_zero - self._at_zero) > STEADY:
            self._at_zero = at_zero

    def __call__(self, instant: int) -> int | None:
        """Milliseconds since 1970, UTC; None if nobody knows."""
        return None if self._at_zero is None else self._at_zero + instant
