"""A panel as somebody standing before it sees it: from its RAM and its own state."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

BUS: Final = Path("/sys/bus/i2c/devices/i2c-1")
PAGES: Final = 8
ROWS: Final = 8 * PAGES


class Panel:
    """One simulated panel."""

    def __init__(self, address: int = 0x3C, size: tuple[int, int] = (128, 64)) -> None:
        self._folder = BUS / f"{address:02x}"
        self._size = size

    def state(self) -> dict[str, str]:
        """What the chip says of itself, and its counters."""
        return dict(word.split("=") for word in (self._folder / "state").read_text().split())

    def count(self, what: str) -> int:
        """One of the counters: xfers, bytes, nacks, unknown."""
        return int(self.state()[what])

    def lit(self) -> bool:
        """Whether it shows anything: switched on, with its charge pump running."""
        state = self.state()
        return state["on"] == "1" and state["pump"] == "1"

    def picture(self) -> Image.Image:
        """What can be seen; mode "1", 1 is lit. Black where it is off."""
        return decoded((self._folder / "gddram").read_bytes(), self.state(), self._size)

    def first_line(self) -> bytes:
        """The topmost eight rows as its RAM has them: a byte a column, its lowest bit the top.

        Much quicker than a picture. Black where it is off; AssertionError: it hangs upside down.
        """
        state, width = self.state(), self._size[0]
        if state["on"] == "0":
            return bytes(width)
        upright = (state["flip"], state["remap"], state["line"], state["offset"])
        assert upright == ("1", "1", "0", "0"), state
        ram = (self._folder / "gddram").read_bytes()
        first = (len(ram) // 8 - width) // 2
        columns = ram[first : first + width]
        return bytes(c ^ 0xFF for c in columns) if state["invert"] == "1" else columns

    def plug(self) -> None:
        """Put its plug in: as after power on."""
        self._do("plugged", 1)

    def unplug(self) -> None:
        """Pull its plug."""
        self._do("plugged", 0)

    def reset(self) -> None:
        """Its power fails for a moment, between two transfers."""
        self._do("reset", 1)

    def nack(self, transfers: int) -> None:
        """So many of the next transfers are not acknowledged; -1: none ever."""
        self._do("nack", transfers)

    def answer(self, status: int | None) -> None:
        """What it answers when it is read; None: the truth."""
        self._do("status", -1 if status is None else status)

    def _do(self, what: str, value: int) -> None:
        (self._folder / what).write_text(str(value))


def decoded(ram: bytes, state: Mapping[str, str], size: tuple[int, int] = (128, 64)) -> Image.Image:
    """What a chip with this in its RAM shows: all of its glass, as it is mounted; mode "1".

    Bytes are pages of eight rows, the topmost in D0 (SSD1306 datasheet, 8.7); the picture stands
    upright with segments remapped (A1h) and common lines scanned from the last (C8h).
    """
    width, height = size
    if state["on"] != "1" or state["pump"] != "1":
        return Image.new("1", size)
    if state["all_on"] == "1":
        return Image.new("1", size, 255)
    columns = len(ram) // PAGES
    first = (columns - width) // 2  # an SH1106 has more columns than glass
    standing = b"".join(ram[column::columns] for column in range(first, first + width))
    picture = Image.frombytes("1", (ROWS, width), standing, "raw", "1;R")
    picture = picture.transpose(Image.Transpose.TRANSPOSE)
    picture = ImageChops.offset(picture, 0, -(int(state["line"]) + int(state["offset"])))
    picture = picture.crop((0, 0, width, height))
    if state["remap"] != "1":
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if state["flip"] != "1":
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return ImageChops.invert(picture) if state["invert"] == "1" else picture


def bus_bytes() -> int:
    """All bytes that went over the bus, addresses counted."""
    return int((BUS / "bytes").read_text())


def hold_bus_down(*, held: bool) -> None:
    """A line of the bus is shorted to ground: every transfer times out."""
    (BUS / "stuck").write_text(str(int(held)))
