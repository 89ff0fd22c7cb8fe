"""luma's own devices: which there can be, how one is built, and the three that flush faster.

luma.oled knows how to speak to each controller. Its device is built once and talks to our wire:
luma's own I2C class forces 32-byte pieces on a bus that it did not open, and every device that it
builds leaves an atexit hook behind.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import luma.core.device
import luma.core.error
import luma.core.framebuffer
import luma.oled.device
from PIL import Image

from station.hardware.flush import Addressing, Pages, Windows, messages, packed

SMALLEST = (128, 32)
"""Pixels below which there is no layout."""
_CHARACTER = ("ws0010", "winstar_weh")
_SIZES = tuple(
    (width, height)
    for width in (64, 72, 80, 96, 128, 160, 256)
    for height in (16, 32, 39, 40, 48, 64, 80, 96, 128)
)
"""Sizes to try when saying which would do."""
_CHUNK = 4096
"""Data bytes in one message: the kernel takes no more than 8,192."""
COMMAND, DATA = b"\x00", b"\x40"
"""Control bytes: only commands, or only data follow (SSD1306 datasheet, 8.1.5.2)."""
_OFF, _ON = 0xAE, 0xAF


def refusal(driver: str, width: int, height: int, rotate: int) -> str | None:
    """Why there can be no such panel, in words for whoever wrote the config; None if it can be.

    Pixels are the panel's own, as its driver counts them; `rotate` in quarter turns clockwise.
    """
    drivers: list[str] = luma.oled.device.__all__
    pixels = sorted(set(drivers) - set(_CHARACTER))
    if driver in _CHARACTER:
        return f"{driver} is a character display; a panel needs single pixels"
    if driver not in drivers:
        import difflib  # noqa: PLC0415 - a station that starts needs none of it

        near = difflib.get_close_matches(driver, pixels, n=3, cutoff=0.5) or pixels
        return f"there is no driver {driver!r}; did you mean {_either(near)}?"
    if rotate not in (0, 1, 2, 3):
        return "rotate counts quarter turns clockwise: 0, 1, 2 or 3"
    if not _works(driver, width, height):
        fitting = [size for size in _sizes_of(driver) if _large_enough(size, rotate)]
        sizes = _either(f"{w}x{h}" for w, h in fitting) if fitting else "nothing large enough"
        return f"{driver} cannot have {width}x{height} pixels; luma drives it with {sizes}"
    if not _large_enough((width, height), rotate):
        return _too_small(width, height, rotate)
    return None


class Wire:
    """What luma calls a serial interface: its calls become I2C payloads."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.send = send
        """Where they go; may be exchanged."""

    def command(self, *commands: int) -> None:
        """Send commands, with their operands."""
        self.send(COMMAND + bytes(commands))

    def data(self, data: Iterable[int]) -> None:
        """Send pixels."""
        whole = bytes(data)
        for at in range(0, len(whole), _CHUNK):
            self.send(DATA + whole[at : at + _CHUNK])

    def cleanup(self) -> None:
        """Nothing: the bus belongs to whoever opened it."""


class _Hookless(luma.core.device.device):  # type: ignore[misc] # luma ships no types
    """luma's base of all devices without its atexit hook, which would blank the last word.

    In a class derived from a driver and from this one, Python calls this `__init__` where the
    driver calls the base's.
    """

    def __init__(self, const: Any = None, serial_interface: Any = None) -> None:
        self._const = const or luma.core.const.common
        self._serial_interface = serial_interface


class Changing(luma.core.device.device, ABC):  # type: ignore[misc] # luma ships no types
    """A device whose `display` sends only what differs from what the panel's RAM holds.

    What it holds is known from the end of one `display` until `forget`, or an error. Python looks
    here first, and then into luma's own class.
    """

    _ram: bytes | None = None

    def display(self, image: Image.Image) -> None:
        """Show a picture of mode "1". Whatever the wire raises leaves the RAM unknown."""
        frame = packed(self.preprocess(image))
        known, self._ram = self._ram, None
        for commands, data in messages(known, frame, self._addressing()):
            self.command(*commands)
            self.data(data)
        self._ram = frame

    def forget(self) -> None:
        """Assume nothing about the RAM: the next picture is sent whole."""
        self._ram = None

    @abstractmethod
    def _addressing(self) -> Addressing:
        """How its controller is told where data go."""


class _ByWindows(Changing):
    """As luma's SSD1306: narrow modules hang on the middle of its columns."""

    def _addressing(self) -> Addressing:
        return Windows(self._w, self._colstart)


class _ByPages(Changing):
    """As luma's SH1106: 132 columns of RAM, of which modules show the middle 128."""

    def _addressing(self) -> Addressing:
        return Pages(self._w, self._page_address_offset)


_FASTER = {"ssd1306": _ByWindows, "ssd1309": _ByWindows, "sh1106": _ByPages}
"""Drivers with a flush of our own. The others keep luma's."""


def built(driver: str, width: int, height: int, rotate: int, wire: Wire) -> Any:
    """A device of luma's, initialised over `wire` but for black first frame, contrast and light.

    Raises luma's DeviceDisplayModeError if the driver does not know the size.
    """
    ours = dict.fromkeys(("clear", "show", "contrast"), _nothing)
    theirs = getattr(luma.oled.device, driver)
    bases = (_FASTER[driver], theirs, _Hookless) if driver in _FASTER else (theirs, _Hookless)
    kind: Any = type(driver, bases, ours)
    # Whole frames: luma's differences would be from a frame that the panel may never have taken.
    whole = luma.core.framebuffer.full_frame()
    device = kind(wire, width=width, height=height, rotate=rotate, mode="1", framebuffer=whole)
    for name in ours:
        delattr(kind, name)
    device.persist = True  # whatever cleans up: the last word stays
    return device


def without_switching(payloads: Iterable[bytes]) -> Iterable[bytes]:
    """An initialisation that can run while the panel is lit: nothing of it turns it off or on."""
    for payload in payloads:
        if payload[:1] == COMMAND and payload[1] in (_OFF, _ON):
            if len(payload) > len(COMMAND) + 1:
                yield COMMAND + payload[2:]
        else:
            yield payload


def _nothing(*_: Any) -> None:
    pass


@lru_cache
def _works(driver: str, width: int, height: int) -> bool:
    try:
        device = built(driver, width, height, 0, Wire(lambda _: None))
    except luma.core.error.DeviceDisplayModeError:
        return False
    return bool(device.size == (width, height))  # ssd1322_nhd has one size, whatever is asked


@lru_cache
def _sizes_of(driver: str) -> tuple[tuple[int, int], ...]:
    return tuple(size for size in _SIZES if _works(driver, *size))


def _large_enough(size: tuple[int, int], rotate: int) -> bool:
    turn = rotate % 2
    return size[turn] >= SMALLEST[0] and size[1 - turn] >= SMALLEST[1]


def _too_small(width: int, height: int, rotate: int) -> str:
    """What is wrong with a size that no layout fits, as whoever looks at the panel sees it."""
    across, down = (height, width) if rotate % 2 else (width, height)
    mounted = f", as it is mounted with rotate: {rotate}," if rotate else ""
    than = "narrower" if down >= SMALLEST[1] else "lower" if across >= SMALLEST[0] else "smaller"
    least = "{}x{}, the least that can be read".format(*SMALLEST)
    turned = _large_enough((height, width), rotate)
    hint = f"; rotate: {'0 or 2' if rotate % 2 else '1 or 3'} would do" if turned else ""
    return f"{across}x{down}{mounted} is {than} than {least}{hint}"


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
