"""Simulated time: real time, or many times as fast, and a boot clock that ends with the power.

Whoever touches a button has real time for as long as it takes: a press of a finger lasts as long
as on the wall, whatever the speed.
"""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Final

from station.mock.death import ProcessDied

SPEEDS: Final = (1, 10, 60, 600)
LINGERS: Final = 1000
"""Milliseconds of real time after a button was let go: for another press, and for its answer."""
STALE: Final = 7 * 3_600_000
"""By how much a wall clock that is not trusted goes wrong while the power is off: a machine without
a clock of its own goes on from the last time that it saved."""
_LONG: Final = 60_000
"""Milliseconds of real time for which a station may sleep whose time stands still."""
_SCAN: Final = 10
"""Milliseconds of real time from one look at the buttons to the next."""


def _real() -> float:
    return time.monotonic_ns() / 1e6


class SimClock:
    """One for the whole simulation; the station reads it, and whoever plays with it sets it.

    All instants are milliseconds: of the boot clock for the station, since the simulation began
    for everybody else.
    """

    def __init__(self, speed: int = 1, real: Callable[[], float] = _real) -> None:
        self._real = real
        self._changed = threading.Condition()
        self._speed = speed
        self._still = False
        self._touching = 0
        """How many fingers are down."""
        self._slow_until = real()
        """Until when time is real time; of `real`."""
        self._base = (real(), 0.0)
        """An instant of `real`, and of the simulation."""
        self._booted = 0
        self._id = uuid.uuid4().hex
        self._boots = 1
        self._right = self._wall_at_zero = time.time_ns() // 1_000_000
        """What a right wall clock showed when the simulation began, and what this one did."""
        self._trusted = True
        self._death: ProcessDied | None = None

    # For whoever plays

    def time(self) -> int:
        """Milliseconds since the simulation began."""
        with self._changed:
            return self._time()

    @property
    def booted(self) -> int:
        """When this boot began."""
        return self._booted

    @property
    def speed(self) -> int:
        """How many times as fast as real time it is meant to go."""
        return self._speed

    @property
    def rate(self) -> int:
        """How many times as fast it goes at this very moment."""
        with self._changed:
            return self._rate(self._real())

    def set_speed(self, speed: int) -> None:
        """Go so many times as fast from now on."""
        with self._changed:
            self._rebase()
            self._speed = speed
            self._changed.notify_all()

    def stand_still(self, *, still: bool) -> None:
        """Time stands still, or goes on from where it stood."""
        with self._changed:
            self._rebase()
            self._still = still
            self._changed.notify_all()

    def touch(self, *, down: bool) -> None:
        """A finger goes down on some button, or up again: real time for now, and a while yet."""
        with self._changed:
            self._rebase()
            self._touching += 1 if down else -1
            self._slow_until = self._real() + LINGERS
            self._changed.notify_all()

    def die(self, death: ProcessDied) -> None:
        """Whoever sleeps, or sleeps next, dies of it."""
        with self._changed:
            self._death = death
            self._changed.notify_all()

    def boot_again(self, *, trusted: bool) -> None:
        """The power is back; `trusted`: and the wall clock is right."""
        with self._changed:
            self._booted = self._time()
            self._boots += 1
            self._wall_at_zero = self._right - (0 if trusted else STALE)
            self._trusted = trusted

    def step(self, by: int) -> None:
        """Set the wall clock by so many milliseconds."""
        with self._changed:
            self._wall_at_zero += by
            # A trusted clock that is set was wrong before: it was put right.
            self._right += by if self._trusted else 0
            self._changed.notify_all()

    def trust(self, *, trusted: bool) -> None:
        """Whether the wall clock is known to be right. Once it is, it has been put right."""
        with self._changed:
            self._wall_at_zero = self._right if trusted else self._wall_at_zero
            self._trusted = trusted
            self._changed.notify_all()

    def real(self) -> int:
        """Milliseconds of real time, for whoever waits for a real disk."""
        return int(self._real())

    # For the station

    @property
    def boot(self) -> str:
        """Which boot this is; no other simulation's."""
        return f"{self._id} {self._boots}"

    def now(self) -> int:
        """The boot clock."""
        return self.time() - self._booted

    def sleep(self, until: int) -> None:
        """Sleep until then, or until something changes. Raises ProcessDied."""
        with self._changed:
            if self._death is None:
                left = self._left(until + self._booted)
                if left > 0:
                    self._changed.wait(left / 1000)
            if self._death is not None:
                death, self._death = self._death, None
                raise death

    def quiet_until(self, since: int) -> int:
        """Buttons are looked at every 10 ms of real time; one that is touched ends all sleep."""
        with self._changed:
            return since + _SCAN * (max(1, self._rate(self._real())) - 1)

    def wall(self) -> int:
        """The wall clock, right or wrong."""
        with self._changed:
            return self._wall_at_zero + self._time()

    def trusted(self) -> bool:
        """Whether it is known to be right."""
        return self._trusted

    def label(self, instant: int) -> str | None:
        """Local time of day at an instant of this boot, like 14:05; None if nobody knows."""
        if not self._trusted:
            return None
        at = self._wall_at_zero + self._booted + instant
        return time.strftime("%H:%M", time.localtime(at / 1000))

    def _rate(self, at: float) -> int:
        if self._still:
            return 0
        return 1 if self._touching or at < self._slow_until else self._speed

    def _time(self) -> int:
        return int(self._simulated(self._real()))

    def _simulated(self, now: float) -> float:
        real, simulated = self._base
        if self._still:
            return simulated
        slow = now if self._touching else min(now, max(self._slow_until, real))
        return simulated + (slow - real) + (now - slow) * self._speed

    def _rebase(self) -> None:
        now = self._real()
        self._base = (now, self._simulated(now))

    def _left(self, until: int) -> float:
        """Milliseconds of real time until an instant of the simulation; less, if a speed ends."""
        now = self._real()
        if self._still:
            return _LONG
        left = (until - self._simulated(now)) / self._rate(now)
        lingers = self._slow_until - now
        return min(left, lingers) if lingers > 0 and not self._touching else left
