"""What the controllers of small OLEDs share: registers, RAM, and how pixels hang on them.

Sections named (S ...) are of the SSD1306 datasheet, Solomon Systech, revision 1.1. `glass` has
the controllers one by one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from random import Random

from msgspec import Struct
from PIL import Image, ImageChops

ROWS = 64
"""Rows of RAM, and COM outputs: 8 pages of 8 (S 8.7)."""
PAGES = ROWS // 8
PAGE_MODE = 2
"""After a reset, and always on an SH1106: a write stays within its page (S 10.1.3)."""
_ALTERNATIVE, _SWAPPED = 0x10, 0x20
_STATUS_OFF = 0x40

Act = Callable[[int, bytes], None]
"""What a command does, given its first byte and its operands."""


class Wiring(Struct, frozen=True):
    """How the pixels of a module are connected to its controller.

    Modules are mounted so that with segment remap and reversed COM scan (A1h, C8h), as luma
    initialises them, the picture stands upright: SEG and COM count from the lower right.
    """

    width: int
    height: int
    columns: int
    """Columns of the controller's RAM."""
    left: int
    """The SEG output of the leftmost pixels."""
    top: int
    """The COM output of the topmost pixels."""
    alternative: bool = True
    """COM pins alternate between two sides of the chip (S 10.1.18)."""
    pump: bool = False
    """The panel gets its voltage from a charge pump that is off until switched on."""


class Registers(Struct):
    """What the controller remembers besides pixels, as after a reset (S 8.5, S 9)."""

    on: bool = False
    pumping: bool = False
    contrast: int = 0x7F
    inverse: bool = False
    all_on: bool = False
    remap: bool = False
    reversed: bool = False
    start_line: int = 0
    offset: int = 0
    multiplex: int = ROWS
    com_pins: int = 0x12
    mode: int = PAGE_MODE
    column: int = 0
    page: int = 0
    columns: tuple[int, int] = (0, 0)
    pages: tuple[int, int] = (0, PAGES - 1)


class Glass(ABC):
    """One controller with its pixels: takes I2C payloads, and shows."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)

    @abstractmethod
    def take(self, payload: bytes) -> None:
        """Take what follows the address byte in one write."""

    @abstractmethod
    def status(self) -> int:
        """The byte that it sends when it is read."""

    @abstractmethod
    def picture(self) -> Image.Image | None:
        """What eyes see, mode "1", as the glass is made; None if nobody here can tell."""

    @abstractmethod
    def power_cycle(self) -> None:
        """Lose power and get it again: whatever was in it is gone."""


class OpaqueGlass(Glass):
    """A panel whose controller's language is not spoken here: it acknowledges, that is all."""

    def take(self, payload: bytes) -> None:
        """Take it, unread."""

    def status(self) -> int:
        """What an idle bus reads as: nobody pulls it low."""
        return 0xFF

    def picture(self) -> None:
        """Unknown."""

    def power_cycle(self) -> None:
        """Nothing is known of it that could be lost."""


class ReadGlass(Glass):
    """A controller whose commands are followed: what the SSD1306 and the SH1106 share."""

    _kind: int
    """Which controller it is, in the low bits of its status; as modules were seen to answer."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(wiring.width, wiring.height)
        self._wiring = wiring
        self._lives = 0
        self._commands = {
            code: (operands, act) for codes, operands, act in self._table() for code in codes
        }
        self.power_cycle()

    def power_cycle(self) -> None:
        """Power up anew: registers reset, RAM full of noise (nothing clears it, S 8.5)."""
        self._lives += 1
        columns = self._wiring.columns
        chance = Random(f"{self._wiring}{self._lives}")  # noqa: S311 - the same noise each time
        noise = chance.randbytes(columns * PAGES)
        self._ram = [bytearray(noise[p * columns : (p + 1) * columns]) for p in range(PAGES)]
        self.registers = Registers(columns=(0, columns - 1))
        self._begun = bytearray()

    def take(self, payload: bytes) -> None:
        """Take one write: control bytes, each with what it announces (S 8.1.5.2).

        Bit 6 of a control byte is D/C (data or command); bit 7 is Co: only one byte follows
        before the next control byte. A command may be split over payloads.
        """
        at = 0
        while at < len(payload):
            control = payload[at]
            end = at + 2 if control & 0x80 else len(payload)
            announced = payload[at + 1 : end]
            if control & 0x40:
                self._write(announced)
            else:
                for byte in announced:
                    self._command(byte)
            at = end

    def status(self) -> int:
        """Which controller it is and, in bit 6, whether it is off (S table 9-2)."""
        return self._kind | (0 if self.registers.on else _STATUS_OFF)

    def picture(self) -> Image.Image:
        """What eyes see, mode "1": black when off, never switched on or without voltage."""
        r, wiring = self.registers, self._wiring
        if not r.on or (wiring.pump and not r.pumping):
            return Image.new("1", self.size)
        glow = Image.new("1", (wiring.columns, ROWS), 255) if r.all_on else self._ram_image()
        if r.inverse and not r.all_on:
            glow = ImageChops.invert(glow)
        # RAM is kept by SEG, and SEG counts from the right.
        glow = glow.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        left = wiring.columns - 1 - wiring.left
        lines = [self._line(y) for y in range(wiring.height)]
        if lines == list(range(wiring.height)):
            return glow.crop((left, 0, left + wiring.width, wiring.height))
        seen = Image.new("1", self.size)
        for y, line in enumerate(lines):
            if line is not None:
                seen.paste(glow.crop((left, line, left + wiring.width, line + 1)), (0, y))
        return seen

    def _line(self, y: int) -> int | None:
        """Which line of RAM a row of pixels shows; None where nothing drives it.

        From the pixels inwards: the pad they are wired to, the COM that is led to that pad
        (S 10.1.18), the row scanned at that COM (S 10.1.14, S 10.1.15 and table 10-1), its line
        of RAM (S 10.1.6).
        """
        r = self.registers
        pad = _pad(self._wiring.top - y) if self._wiring.alternative else self._wiring.top - y
        if r.com_pins & _SWAPPED:
            pad = (pad + ROWS // 2) % ROWS
        com = _com(pad) if r.com_pins & _ALTERNATIVE else pad
        row = (r.multiplex - 1 - com if r.reversed else com) + r.offset
        row %= ROWS
        return (row + r.start_line) % ROWS if row < r.multiplex else None

    def _ram_image(self) -> Image.Image:
        columns = self._wiring.columns
        image = Image.new("1", (columns, ROWS))
        for page, data in enumerate(self._ram):
            # A byte is eight rows of one column, D0 on top (S 8.7).
            upright = Image.frombytes("1", (8, columns), bytes(data), "raw", "1;R")
            image.paste(upright.transpose(Image.Transpose.TRANSPOSE), (0, page * 8))
        return image

    def _command(self, byte: int) -> None:
        self._begun.append(byte)
        operands, act = self._commands.get(self._begun[0], (0, ignored))
        if len(self._begun) > operands:
            begun, self._begun = bytes(self._begun), bytearray()
            act(begun[0], begun[1:])

    @abstractmethod
    def _write(self, data: bytes) -> None:
        """Write into RAM from the pointers on."""

    def _put(self, data: bytes) -> None:
        """Write a run of bytes into the page and columns pointed to; move no pointer.

        The remap works on writing: what is in RAM stays where it is (S 10.1.8).
        """
        r, columns = self.registers, self._wiring.columns
        first = r.column
        if r.remap:
            first, data = columns - r.column - len(data), data[::-1]
        self._ram[r.page][first : first + len(data)] = data

    def _table(self) -> Iterable[tuple[Iterable[int], int, Act]]:
        """Commands: their first bytes, how many operands follow, what they do."""
        return (
            (range(0x10), 0, self._low_column),
            (range(0x10, 0x20), 0, self._high_column),
            (range(0x40, 0x80), 0, self._sets("start_line", 0x3F)),
            ((0x81,), 1, self._sets("contrast")),
            ((0xA0, 0xA1), 0, self._sets("remap", 1)),
            ((0xA4, 0xA5), 0, self._sets("all_on", 1)),
            ((0xA6, 0xA7), 0, self._sets("inverse", 1)),
            ((0xA8,), 1, self._set_multiplex),
            ((0xAE, 0xAF), 0, self._sets("on", 1)),
            (range(0xB0, 0xB8), 0, self._sets("page", 7)),
            (range(0xC0, 0xC8), 0, self._sets("reversed", 8)),
            (range(0xC8, 0xD0), 0, self._sets("reversed", 8)),
            ((0xD3,), 1, self._sets("offset", 0x3F)),
            ((0xD5, 0xD9, 0xDB), 1, ignored),  # clock, pre-charge, deselect level: not seen
            ((0xDA,), 1, self._sets("com_pins")),
        )

    def _sets(self, register: str, mask: int = 0xFF) -> Act:
        """A command that puts the masked bits of its last byte into a register."""

        def act(code: int, operands: bytes) -> None:
            value = (operands[-1] if operands else code) & mask
            kind = type(getattr(self.registers, register))
            setattr(self.registers, register, kind(value))

        return act

    def _low_column(self, code: int, _: bytes) -> None:
        self._point_at((self.registers.column & 0xF0) | (code & 0x0F))

    def _high_column(self, code: int, _: bytes) -> None:
        self._point_at((self.registers.column & 0x0F) | ((code & 0x0F) << 4))

    def _point_at(self, column: int) -> None:
        self.registers.column = min(column, self._wiring.columns - 1)

    def _set_multiplex(self, _: int, operands: bytes) -> None:
        lowest = 15  # "from 0 to 14 are invalid entry" (S 9)
        if operands[0] & 0x3F >= lowest:
            self.registers.multiplex = (operands[0] & 0x3F) + 1


def ignored(_code: int, _operands: bytes) -> None:
    """An unknown command, or one that eyes do not see."""


def _pad(com: int) -> int:
    """Where a COM comes out with alternative pins: even ones on one side, odd on the other."""
    return com // 2 + ROWS // 2 * (com % 2)


def _com(pad: int) -> int:
    """The inverse of `_pad`."""
    return pad % (ROWS // 2) * 2 + pad // (ROWS // 2)
