"""An I2C bus as the panels need it: one message out, one byte back, or an honest error."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from PIL import Image
    from smbus2 import SMBus, i2c_msg


class Bus(Protocol):
    """Where the bytes for panels go. One thread uses it."""

    def write(self, address: int, payload: bytes) -> None:
        """Send one message to a 7-bit address. Raises OSError if nobody there acknowledges it."""

    def read(self, address: int, payload: bytes) -> int:
        """Send one message and read one byte, with nothing between them but a repeated start.

        Raises OSError if nobody there acknowledges it, or the bus cannot read.
        """

    def close(self) -> None:
        """Let go of the bus; a later write takes it again."""


@runtime_checkable
class ProbedBus(Bus, Protocol):
    """A bus that also knows what became of the bytes, as no real one does."""

    def answers(self, address: int) -> bool:
        """Whether a write to this address would be acknowledged now."""

    def lives(self, address: int) -> int:
        """How often what is there was powered up: another number, and it has lost everything."""

    def picture(self, address: int) -> "Image.Image | None":
        """What is to be seen there, as the glass is made; None if its bytes cannot be read."""


class KernelBus:
    """The kernel's I2C bus /dev/i2c-<port>, be it a channel of a multiplexer.

    Each write is one message of any length up to the kernel's 8,192 bytes (I2C_RDWR), with none
    of the 32-byte pieces of SMBus. The device node is opened at the first write and again after
    an error, so that a bus that comes and goes with its adapter is found again and nothing leaks.
    """

    def __init__(self, port: int, node: Path | None = None) -> None:
        self._node = Path(f"/dev/i2c-{port}") if node is None else node
        self._smbus: SMBus | None = None

    def write(self, address: int, payload: bytes) -> None:
        """Send one message. Raises OSError: 121 (EREMOTEIO) if nobody acknowledges the address.

        FileNotFoundError and PermissionError say what to do about the device node.
        """
        import smbus2  # noqa: PLC0415 - a PC that only simulates needs no I2C library

        self._transfer(smbus2.i2c_msg.write(address, payload))

    def read(self, address: int, payload: bytes) -> int:
        """Send one message and read one byte. Raises as `write` does; 95 (EOPNOTSUPP): cannot."""
        import smbus2  # noqa: PLC0415 - as above

        answer = smbus2.i2c_msg.read(address, 1)
        self._transfer(smbus2.i2c_msg.write(address, payload), answer)
        return int(next(iter(answer)))

    def close(self) -> None:
        """Close the device node, if it is open."""
        smbus, self._smbus = self._smbus, None
        if smbus is not None:
            smbus.close()

    def _transfer(self, *messages: "i2c_msg") -> None:
        import smbus2  # noqa: PLC0415 - as above

        if self._smbus is None:
            self._smbus = self._opened(smbus2.SMBus())
        try:
            self._smbus.i2c_rdwr(*messages)
        except BaseException:
            self.close()
            raise

    def _opened(self, smbus: "SMBus") -> "SMBus":
        try:
            smbus.open(str(self._node))
        except FileNotFoundError as error:
            what = "there is no such I2C bus; is I2C switched on?"
            raise FileNotFoundError(errno.ENOENT, what, str(self._node)) from error
        except PermissionError as error:
            what = "not permitted; is the user that runs this in the group i2c?"
            raise PermissionError(errno.EACCES, what, str(self._node)) from error
        except BaseException:
            # smbus2 opens the node before it asks what the adapter can do, and leaves it open.
            smbus.close()
            raise
        return smbus
