"""A panel as somebody standing before it sees it: from its RAM and its own state."""

from pathlib import Path
from typing import Final

from PIL import Image

BUS: Final = Path("/sys/bus/i2c/devices/i2c-1")


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
        state = self.state()
        width, height = self._size
        if not self.lit():
            return Image.new("1", self._size)
        ram = (self._folder / "gddram").read_bytes()
        columns = len(ram) // 8
        first = (columns - width) // 2  # an SH1106 has more columns than glass
        picture = Image.new("1", self._size)
        for y in range(height):
            row = y if state["flip"] == "1" else height - 1 - y
            page, bit = divmod((row + int(state["line"]) + int(state["offset"])) % 64, 8)
            for x in range(width):
                column = first + (x if state["remap"] == "1" else width - 1 - x)
                lit = ram[page * columns + column] >> bit & 1
                picture.putpixel((x, y), lit ^ int(state["invert"]) | int(state["all_on"]))
        return picture

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


def bus_bytes() -> int:
    """All bytes that went over the bus, addresses counted."""
    return int((BUS / "bytes").read_text())


def hold_bus_down(*, held: bool) -> None:
    """A line of the bus is shorted to ground: every transfer times out."""
    (BUS / "stuck").write_text(str(int(held)))
