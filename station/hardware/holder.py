"""Who has the pins: so that a second station can say who the first one is.

A station claims each of its pins by an abstract socket named after it: nothing to
clean up, nothing stale, free again the moment the process dies, whoever it ran as. Only Linux
has such sockets; elsewhere there are only mock pins, which nobody else can touch.

A claim is seen within one network namespace: a service with PrivateNetwork=yes and a station
started by hand do not see each other's, nor does anybody where a sandbox forbids such sockets.
Real pins are then refused all the same, by the kernel, with less to say about whose they are.
"""

import errno
import os
import socket
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from station.machine.process import process_named

_NAME: Final = "station.gpio."
_SOCKETS: Final = Path("/proc/self/net/unix")
"""The kernel's list of sockets, which all may read; not where /proc is hidden."""


class PinHeldError(Exception):
    """Another station has this pin; says which process that is."""


class PinClaim:
    """The pins of one station, held until closed or until the process ends.

    Raises PinHeldError if another station has one of them. Where pins cannot be claimed, that
    is no reason not to work.
    """

    def __init__(self, pins: Iterable[int], sockets: Path = _SOCKETS) -> None:
        """`sockets`: where the kernel lists them."""
        self._sockets: list[socket.socket] = []
        if sys.platform != "linux":
            return
        try:
            for pin in pins:
                self._sockets.extend(_claimed(pin, sockets))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the pins go."""
        for held in self._sockets:
            held.close()
        self._sockets.clear()


def line_holder() -> str | None:
    """Some other process that holds a GPIO line of this machine, if one can be seen.

    The kernel does not say who holds which line; that a process has any is the best hint there
    is, and root's processes show it only to root.
    """
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) != os.getpid() and _has_line(process):
            return process_named(int(process.name))
    return None


def _has_line(process: Path) -> bool:
    try:
        return any("gpio-line" in str(fd.readlink()) for fd in (process / "fd").iterdir())
    except OSError:
        return False  # it ended, or is not ours to look into


def _claimed(pin: int, sockets: Path) -> Iterator[socket.socket]:
    """The claim itself, then a second name that tells others whose it is."""
    try:
        yield _bound(f"{_NAME}{pin}")
        yield _bound(f"{_NAME}{pin}.{os.getpid()}")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return
        raise PinHeldError(
            f"pin {pin} is held by {_station_on(pin, sockets)}: stop it first, or give this"
            " station other pins"
        ) from None


def _bound(name: str) -> socket.socket:
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind("\0" + name)
    except OSError:
        claim.close()
        raise
    return claim


def _station_on(pin: int, sockets: Path) -> str:
    """The station that claimed a pin."""
    mark = f"@{_NAME}{pin}."
    try:
        lines = sockets.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    owners = [line.rpartition(mark)[2] for line in lines if mark in line]
    pids = [int(owner) for owner in owners if owner.isascii() and owner.isdecimal()]
    return process_named(pids[0]) if pids else "another station"
