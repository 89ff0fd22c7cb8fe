"""Who is on an I2C bus: each address asked in turn, as i2cdetect does."""

import errno
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from station.hardware.i2cbus import ProbedBus

if TYPE_CHECKING:
    from smbus2 import SMBus

FIRST, LAST = 0x03, 0x77
"""The addresses that a device may have."""
READ: Final = (*range(0x30, 0x38), *range(0x50, 0x60))
"""Asked by reading a byte, the others by an empty write: what i2cdetect takes to be the safer way.
An empty write changes some memories; a read confuses devices that are only written to. Where the
adapter cannot send nothing (the station never does), all are asked by reading."""
SILENCES: Final = 3
"""So many addresses in a row for which the bus itself does not answer: it hangs, for them all."""
CROWD: Final = 100
"""No bus has so many devices. A data line held low acknowledges every address."""
_NOBODY: Final = (errno.EREMOTEIO, errno.ENXIO, errno.EIO)
_HANGS: Final = (errno.ETIMEDOUT, errno.EAGAIN)


class Census(Struct, frozen=True):
    """The addresses of one bus at which something is."""

    answering: tuple[int, ...]
    claimed: tuple[int, ...] = ()
    """Those that a driver of the kernel's has, and nobody else may ask."""
    by_reading: bool = False
    """Whether all were asked by reading: what can only be written to may not have answered."""


class BusHangs(OSError):  # noqa: N818 - what a person says of it
    """Somebody holds a line of the bus low; `strerror` says which it may be."""


class Wire(Protocol):
    """As much of smbus2's SMBus as asking takes."""

    def write_quick(self, i2c_addr: int) -> object:
        """Write nothing. Raises OSError if nobody acknowledges the address."""

    def read_byte(self, i2c_addr: int) -> object:
        """Read one byte. Raises OSError if nobody acknowledges the address."""


def kernel_census(port: int) -> Census:
    """Ask the bus /dev/i2c-<port>.

    Raises FileNotFoundError or PermissionError if it cannot be opened, and what `census` raises.
    """
    import smbus2  # noqa: PLC0415 - a PC that only simulates needs no I2C library

    bus: SMBus = smbus2.SMBus()
    try:
        bus.open(f"/dev/i2c-{port}")
        return census(bus)
    finally:
        bus.close()


def census(wire: Wire) -> Census:
    """Ask every address. Raises BusHangs, or OSError if the adapter fails."""
    answering, claimed, silences, quick = [], [], 0, True
    for address in range(FIRST, LAST + 1):
        error = _asked(wire, address, quick=quick)
        if error == errno.EOPNOTSUPP:
            quick = False
            error = _asked(wire, address, quick=quick)
        silences = silences + 1 if error in _HANGS else 0
        if silences == SILENCES:
            raise BusHangs(error, "the bus hangs: SDA or SCL is held low")
        if error is None:
            answering.append(address)
        elif error == errno.EBUSY:
            claimed.append(address)
    if len(answering) > CROWD:
        raise BusHangs(errno.EIO, "every address answers: SDA is held low")
    return Census(tuple(answering), tuple(claimed), by_reading=not quick)


def mock_census(bus: ProbedBus) -> Census:
    """Who is on a bus that exists only in memory."""
    return Census(tuple(address for address in range(FIRST, LAST + 1) if bus.answers(address)))


def _asked(wire: Wire, address: int, *, quick: bool) -> int | None:
    """The error number with which an address does not answer; None: it does.

    EOPNOTSUPP only if `quick`, an empty write, was to be tried and cannot be.
    """
    empty = quick and address not in READ
    expected = (*_NOBODY, *_HANGS, errno.EBUSY, *([errno.EOPNOTSUPP] if empty else []))
    try:
        (wire.write_quick if empty else wire.read_byte)(address)
    except OSError as error:
        if error.errno not in expected:
            raise
        return error.errno
    return None
