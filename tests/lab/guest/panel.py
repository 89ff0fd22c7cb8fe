"""A panel as somebody standing before it sees it: from its RAM and its own state."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

BUS: Final = Path("/sys/bus/i2c/devices/i2c-1")
PAGES: Final = 8


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
        if not self.lit():
            return Image.new("1", self._size)
        whole = _unrolled((self._folder / "gddram").read_bytes())
        width, height = self._size
        first = (whole.width - width) // 2  # an SH1106 has more columns than glass
        # The line of the RAM that is the first on the glass.
        seen = ImageChops.offset(whole, 0, -int(state["line"]) - int(state["offset"]))
        seen = seen.crop((first, 0, first + width, height))
        if state["remap"] == "0":
            seen = seen.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if state["flip"] == "0":
            seen = seen.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        if state["invert"] == "1":
            seen = ImageChops.invert(seen)
        return Image.new("1", self._size, 1) if state["all_on"] == "1" else seen

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


def _unrolled(ram: bytes) -> Image.Image:
    """The RAM as rows: it has bytes that stand upright, eight pages of them one below the other."""
    columns = len(ram) // PAGES
    whole = Image.new("1", (columns, 8 * PAGES))
    for page in range(PAGES):
        upright = ram[page * columns : (page + 1) * columns]
        lying = Image.frombytes("1", (8, columns), upright, "raw", "1;R")
        whole.paste(lying.transpose(Image.Transpose.TRANSPOSE), (0, 8 * page))
    return whole


def bus_bytes() -> int:
    """All bytes that went over the bus, addresses counted."""
    return int((BUS / "bytes").read_text())


def hold_bus_down(*, held: bool) -> None:
    """A line of the bus is shorted to ground: every transfer times out."""
    (BUS / "stuck").write_text(str(int(held)))
