"""The machine's clocks: the boot clock, which times, and the wall clock, which labels.

The boot clock counts through sleep, and nobody can set it. The wall clock is often wrong after a
boot: most Pis have nothing that keeps it, and systemd begins where it was when last saved.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from station.machine.pace import nap, uptime

Trust: TypeAlias = Literal["auto", "trusted", "untrusted"]

_NS: Final = 1_000_000
"""Nanoseconds in a millisecond."""
PLAUSIBLE: Final = 1_704_067_200_000
"""2024-01-01, in milliseconds since 1970: no station is older."""
AGREES: Final = 5_000
"""Milliseconds between a real-time clock, which counts seconds, and the wall clock set from it."""
LOOK: Final = 1_000
"""Milliseconds from one look at the time service to the next."""


class Machine(Struct, frozen=True):
    """Where a machine keeps what it knows of time."""

    boot_id: Path = Path("/proc/sys/kernel/random/boot_id")
    real_time_clocks: Path = Path("/sys/class/rtc")
    synchronized: Path = Path("/run/systemd/timesync/synchronized")
    """systemd-timesyncd touches it whenever it has set the clock; /run is new with each boot."""
    uptime: Callable[[], int] = uptime
    """Nanoseconds."""
    wall: Callable[[], int] = time.time_ns
    """Nanoseconds since 1970."""


class BootClock:
    """Milliseconds since boot; where the boot has no id (not on Linux), since it was made.

    The wall clock is trusted if a real-time clock set it or timesyncd has synchronised it.
    Other time services leave no such word: with chrony, let the unit that waits for it
    (`chronyc waitsync`) touch timesyncd's file when it is done; the config's `clock: trusted`
    is for a machine on which the time is right before the station starts.
    """

    def __init__(self, trust: Trust = "auto", machine: Machine | None = None) -> None:
        """`trust`: other than auto, it is so, whatever the machine says."""
        self._trust = trust
        self._machine = Machine() if machine is None else machine
        self._uptime = self._machine.uptime
        boot = _boot_id(self._machine.boot_id)
        # An id of our own names a boot that begins now: an earlier uptime is somebody else's.
        self._zero = 0 if boot else self._uptime()
        self._boot = boot or _an_id()
        # Once: some of these clocks are on the panels' bus.
        self._sound = _set_from_real_time_clock(self._machine.real_time_clocks, self.wall())
        self._look_at = 0

    @property
    def boot(self) -> str:
        """The id of this boot: the kernel's, else one that only this clock has."""
        return self._boot

    def now(self) -> int:
        """The present instant."""
        return (self._uptime() - self._zero) // _NS

    def sleep(self, until: int) -> None:
        """Sleep until an instant; a signal handler may run meanwhile."""
        now = self._uptime()
        left = until * _NS + self._zero - now
        if left > 0:
            nap(now, left)

    def quiet_until(self, since: int) -> int:
        """No later: a button can be pressed at any moment."""
        return since

    def wall(self) -> int:
        """The wall clock, in milliseconds since 1970, right or wrong."""
        return self._machine.wall() // _NS

    def trusted(self) -> bool:
        """Whether the wall clock can be believed. Cheap enough for every scan.

        Synchronised once is enough for a boot; a date before 2024 never is.
        """
        if self._trust != "auto":
            return self._trust == "trusted"
        if self.wall() < PLAUSIBLE:
            return False
        if not self._sound and (now := self.now()) >= self._look_at:
            self._look_at = now + LOOK
            self._sound = _exists(self._machine.synchronized)
        return self._sound

    def label(self, instant: int) -> str | None:
        """Local time of day at an instant, like 14:05; None if the wall clock is not trusted."""
        if not self.trusted():
            return None
        at = self.wall() + instant - self.now()
        return time.strftime("%H:%M", time.localtime(at / 1000))


def _boot_id(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _an_id() -> str:
    import uuid  # noqa: PLC0415 - a Linux needs none of it

    return str(uuid.uuid4())


def _set_from_real_time_clock(clocks: Path, wall: int) -> bool:
    """Whether the kernel set the wall clock from one of them, and it is still so set.

    A Pi 5 without a battery has one that starts in 1970, and systemd then moves the wall clock
    to a saved time: they disagree, or are implausible together.
    """
    for clock in clocks.glob("rtc*"):
        try:
            set_the_time = (clock / "hctosys").read_text(encoding="ascii").strip() == "1"
            real = int((clock / "since_epoch").read_text(encoding="ascii")) * 1000
        except (OSError, ValueError):
            continue  # one that does not know the time cannot be read
        if set_the_time and real >= PLAUSIBLE and abs(real - wall) <= AGREES:
            return True
    return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # not ours to look at
        return False
