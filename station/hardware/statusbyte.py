"""What a panel says of itself when it is read: whether it is switched on.

A panel that lost its power for a moment acknowledges all that follows and shows nothing, and no
error is ever seen. But it was reset, and a reset switches it off (SSD1306 datasheet, 8.5), as its
status byte then says: bit 6 is 1 while the display is off (SSD1306 datasheet, table 9-2; SH1106
datasheet, command 23). Nobody but us switches it on again.

What is read goes by the D/C bit of the last control byte written (SH1106 datasheet, I2C bus), so a
control byte for commands goes first, in the same transaction. That common modules can be read is
known from drivers that tell SSD1306, SSD1309 and SH1106 apart by the other bits; that each can is
not, so it has to prove itself. It cannot tell of a loss of power that resets nothing: against
that, `panel` sends everything every two minutes.
"""

from station.hardware.i2cbus import Bus

_COMMAND = b"\x00"
_OFF = 0x40
_PROOFS = 4
"""Readings in each state: a panel that answers by chance passes once in 256 times."""


class StatusByte:
    """The status byte of one panel, believed only while its bit 6 has followed our switching."""

    def __init__(self, address: int, bus: Bus) -> None:
        self._address = address
        self._bus = bus
        self._off_seen = False
        self.believed = False
        """Whether it may be asked. It starts and stays False where reading fails, or is rubbish."""

    def watch_off(self) -> None:
        """The panel was switched off, and is about to be switched on: nothing in between.

        Only then is a difference between this and `watch_on` the switch's own doing, whatever it
        is that the panel sends.
        """
        self.believed = False
        self._off_seen = self._says(off=True)

    def watch_on(self) -> None:
        """The panel was switched on."""
        self.believed = self._off_seen and self._says(off=False)

    def off(self) -> bool:
        """Whether the panel says, twice, that it is off.

        One that does not answer, twice, is not believed any more: the next write tells how it is.
        """
        try:
            return self._asked_again() and self._asked_again()
        except OSError:
            self.believed = False
            return False

    def _asked_again(self) -> bool:
        """Bit 6, asked once more if nobody answers: a panel is not lost by one noise on a cable."""
        try:
            return self._bit()
        except OSError:
            return self._bit()

    def _bit(self) -> bool:
        return bool(self._bus.read(self._address, _COMMAND) & _OFF)

    def _says(self, *, off: bool) -> bool:
        try:
            return all(self._bit() is off for _ in range(_PROOFS))
        except OSError:  # it may take what is written all the same: the next write tells
            return False
