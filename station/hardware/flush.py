"""The fewest bytes that turn what a panel's RAM holds into the next frame.

Pure: a frame and the RAM it goes to are bytes, page after page, a byte for eight rows of one
column with the topmost in D0 (SSD1306 datasheet, 8.7). What is sent are commands that point at a
place, and then data. Those named (H ...) are the numbered commands of the SH1106 datasheet.

Commands and data go as two I2C messages. In a single one each command byte needs a control byte
of its own (Co = 1, SSD1306 datasheet 8.1.5.2): from three commands on that is no shorter, and two
messages are what luma, and the kernel's own driver, send to every one of these panels.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from msgspec import Struct
from PIL import Image

ROWS = 8
"""Rows of pixels in a page."""
_FRAMING = 2
"""Bytes of a message besides its payload: address and control byte."""
_LAST_LOW = 3
"""The low nibble of an SH1106's last column, 131."""
_POINTING = 10
"""What one window more costs: 21h, 22h with their operands, and the framing of two messages."""


class Message(NamedTuple):
    """Commands that point at a place in RAM, and what is written there."""

    commands: bytes
    data: bytes

    @property
    def cost(self) -> int:
        """Bytes on the bus, those of both addresses and control bytes included."""
        return len(self.commands) + len(self.data) + 2 * _FRAMING


class Region(NamedTuple):
    """Pages and columns of a frame, half-open."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def area(self) -> int:
        """Bytes in it."""
        return (self.bottom - self.top) * (self.right - self.left)

    def of(self, frame: bytes, width: int) -> bytes:
        """What a frame of that width has there, page after page."""
        starts = range(self.top * width, self.bottom * width, width)
        return b"".join(frame[at + self.left : at + self.right] for at in starts)


class Addressing(Protocol):
    """How a controller is told where in its RAM data go."""

    @property
    def width(self) -> int:
        """Columns of a frame."""

    @property
    def gap(self) -> int:
        """Unchanged bytes in a page that are rather sent again than passed over."""

    def messages(self, frame: bytes, regions: Sequence[Region]) -> list[Message]:
        """What sends these regions of a frame; they are in order, each within one page."""


class Pages(Struct, frozen=True):
    """Page by page, as an SH1106 only can: column in two nibbles, B0h + page (H 1, H 2, H 12)."""

    width: int
    left: int
    """The column of RAM that the leftmost pixels hang on."""
    gap: int = 6
    """What pointing anew in the same page costs."""

    def messages(self, frame: bytes, regions: Sequence[Region]) -> list[Message]:
        """One for each region."""
        sent = []
        page = None
        for region in regions:
            column = self.left + region.left
            low, high = column & 0x0F, 0x10 | column >> 4
            # So ordered, the pointer never passes through a column that there is not (past 131).
            at = bytes((low, high) if low <= _LAST_LOW else (high, low))
            if region.top != page:  # it stays: only columns move on (H 22)
                page = region.top
                at = bytes((0xB0 | page,)) + at
            sent.append(Message(at, region.of(frame, self.width)))
        return sent


class Windows(Struct, frozen=True):
    """A window of columns (21h) and pages (22h) that fills from its start and begins anew.

    Horizontal addressing mode (SSD1306 datasheet, 10.1.3), in which luma leaves these panels: a
    window that was filled points at its start again, so what the next has in common with it need
    not be sent. A countdown costs no more so than by page addressing, and no change of mode.
    """

    width: int
    left: int
    """The column of RAM that the leftmost pixels hang on."""
    gap: int = 8
    """Between the 7 and the 10 that a window more costs; of a countdown, 6 and 10 send more."""

    def messages(self, frame: bytes, regions: Sequence[Region]) -> list[Message]:
        """Regions that lie together share a window, with what is between them."""
        sent = []
        columns = pages = b""
        for window in sorted(set(_joined(regions))):
            commands = b""
            now = bytes((0x21, self.left + window.left, self.left + window.right - 1))
            if now != columns:
                columns, commands = now, now
            now = bytes((0x22, window.top, window.bottom - 1))
            if now != pages:
                pages, commands = now, commands + now
            sent.append(Message(commands, window.of(frame, self.width)))
        return sent


def packed(image: Image.Image) -> bytes:
    """A picture of mode "1", its height in whole pages, as the RAM holds it. Pillow does it."""
    pages = image.height // ROWS
    columns = image.transpose(Image.Transpose.TRANSPOSE).tobytes("raw", "1;R")
    return b"".join(columns[page::pages] for page in range(pages))


def messages(before: bytes | None, frame: bytes, addressing: Addressing) -> list[Message]:
    """What is to be sent, given what the RAM holds; None: nobody knows, so everything is."""
    if before is not None:
        some = addressing.messages(frame, list(_changes(before, frame, addressing)))
        if sum(message.cost for message in some) < len(frame):
            return some
    pages = range(len(frame) // addressing.width)
    return addressing.messages(frame, [Region(p, p + 1, 0, addressing.width) for p in pages])


def _changes(before: bytes, frame: bytes, addressing: Addressing) -> Iterable[Region]:
    width, run = addressing.width, _run(addressing.gap)
    for page in range(len(frame) // width):
        here = slice(page * width, (page + 1) * width)
        was, now = before[here], frame[here]
        if was != now:
            differing = int.from_bytes(was) ^ int.from_bytes(now)
            for found in run.finditer(differing.to_bytes(width)):
                yield Region(page, page + 1, *found.span())


@cache
def _run(gap: int) -> re.Pattern[bytes]:
    """Bytes other than 0, with no more than so many zeros between them."""
    return re.compile(rb"[^\0](?:\0{0,%d}[^\0])*" % gap)


def _joined(regions: Iterable[Region]) -> list[Region]:
    """As few windows as pay: each region joins the one that it widens least, if that pays."""
    windows: list[Region] = []
    for region in regions:
        best, least = None, _POINTING
        for at, window in enumerate(windows):
            if window.bottom >= region.top:
                more = _around(window, region).area - window.area - region.area
                if more < least:
                    best, least = at, more
        if best is None:
            windows.append(region)
        else:
            windows[best] = _around(windows[best], region)
    return windows


def _around(one: Region, other: Region) -> Region:
    return Region(
        min(one.top, other.top),
        max(one.bottom, other.bottom),
        min(one.left, other.left),
        max(one.right, other.right),
    )
