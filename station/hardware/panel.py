"""One physical panel: screens in, luma's bytes out, and no surprise when it is not there.

luma.oled knows how to speak to each controller. Its device is built once and talks to our bus:
luma's own I2C class forces 32-byte pieces on a bus that it did not open, and every device that it
builds leaves an atexit hook behind.
"""

import difflib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import luma.core.device
import luma.core.error
import luma.core.framebuffer
import luma.oled.device
from PIL import Image

from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.i2cbus import Bus, ProbedBus

SMALLEST = (128, 32)
"""Pixels below which there is no layout."""
RENEWAL = 1_000
"""Milliseconds after which a frame brings the initialisation with it again, error or not.

A panel that lost its power for a moment between two writes, at a loose plug say, acknowledges all
that follows and shows nothing. With a frame each second it shows again within 2 s (design, 5);
it costs about 25 bytes to a frame's 1,050.
"""
CONTRAST = {Light.BRIGHT: 0xFF, Light.DIM: 0x10, Light.BLANK: 0xFF}
"""Of 255. The one pixel of BLANK is to be found from across the room."""
_CHARACTER = ("ws0010", "winstar_weh")
_SIZES = tuple(
    (width, height)
    for width in (64, 72, 80, 96, 128, 160, 256)
    for height in (16, 32, 39, 40, 48, 64, 80, 96, 128)
)
"""Sizes to try when saying which would do."""
_CHUNK = 4096
"""Data bytes in one message: the kernel takes no more than 8,192."""
_COMMAND, _DATA = b"\x00", b"\x40"
"""Control bytes: only commands, or only data follow (SSD1306 datasheet, 8.1.5.2)."""
_OFF, _ON = 0xAE, 0xAF


class PanelLost(OSError):  # noqa: N818 - the design's own word for it
    """The panel did not take what was sent. `errno` and `strerror` as the bus gave them."""


def refusal(driver: str, width: int, height: int, rotate: int | None = None) -> str | None:
    """Why there can be no such panel, in words for whoever wrote the config; None if it can be.

    Pixels are the panel's own, as its driver counts them; `rotate` in quarter turns clockwise.
    Without it, some turn must do.
    """
    drivers: list[str] = luma.oled.device.__all__
    pixels = sorted(set(drivers) - set(_CHARACTER))
    if driver in _CHARACTER:
        return f"{driver} is a character display; a panel needs single pixels"
    if driver not in drivers:
        near = difflib.get_close_matches(driver, pixels, n=3, cutoff=0.5) or pixels
        return f"there is no driver {driver!r}; did you mean {_either(near)}?"
    if rotate not in (None, 0, 1, 2, 3):
        return "rotate counts quarter turns clockwise: 0, 1, 2 or 3"
    if not _works(driver, width, height):
        fitting = [size for size in _sizes_of(driver) if _large_enough(size, rotate)]
        sizes = _either(f"{w}x{h}" for w, h in fitting) if fitting else "nothing large enough"
        return f"{driver} cannot have {width}x{height} pixels; luma drives it with {sizes}"
    if not _large_enough((width, height), rotate):
        least = "{}x{}".format(*SMALLEST)
        turned = _large_enough((height, width), rotate)
        hint = f"; rotate: {'0 or 2' if rotate in (1, 3) else '1 or 3'} would do" if turned else ""
        return f"{width}x{height} is smaller than {least}, the least that can be read{hint}"
    return None


class Panel:
    """One panel at an address of a bus. It has no thread and no clock: time is an argument.

    Building it sends nothing: the panel may be absent. Raises ValueError for a panel that
    `refusal` refuses.
    """

    def __init__(
        self, driver: str, width: int, height: int, rotate: int, *, address: int, bus: Bus
    ) -> None:
        reason = refusal(driver, width, height, rotate)
        if reason is not None:
            raise ValueError(reason)
        self.name = f"{driver} at 0x{address:02X}"
        self.address = address
        self._probed = bus if isinstance(bus, ProbedBus) else None
        tape = _Tape()
        self._wire = _Wire(address, tape)
        self._device = _built(driver, width, height, rotate, self._wire)
        self._initialisation = tuple(_without_switching(tape.payloads))
        self._wire.bus = bus
        self.size: tuple[int, int] = self._device.size
        """Width and height of what is drawn, in px, turned as the panel is mounted."""
        self._turns = rotate
        self._screen: Screen | None = None
        self._frame = Image.new("1", self.size)
        self._light: Light | None = None
        self._renewed: int | None = None
        """When it was last initialised; None if nothing is known of it."""
        self._life = 0
        """Which of its lives that was, on a probed bus."""
        self._kept: Screen | None = None

    def show(self, screen: Screen, now: int) -> None:
        """Draw and send a whole frame. Raises PanelLost if the panel did not take it.

        The first frame, and the first after a failure, comes with the panel dark while it is
        initialised and filled, so that nobody sees what its RAM held. `now` in ms.
        """
        if screen != self._screen:
            self._frame = draw(screen, self.size)
            self._screen = screen
        self._show_frame(screen.light, now)

    def show_picture(self, picture: Image.Image, now: int) -> None:
        """Do as `show`, with a picture of `size` in mode "1" that somebody else has drawn."""
        self._screen, self._frame = None, picture
        self._show_frame(Light.BRIGHT, now)

    def _show_frame(self, light: Light, now: int) -> None:
        self._kept = None
        known, self._renewed = self._renewed, None  # nothing is, until all of it was taken
        renew = _stale(known, now)
        try:
            self._send(light, renew=renew, dark=known is None)
        except OSError as error:
            raise PanelLost(error.errno, f"{self.name}: {error.strerror or error}") from error
        except luma.core.error.Error as error:
            raise PanelLost(None, f"{self.name}: {error}") from error
        self._renewed = known
        if renew:
            self._note_renewal(now)

    def keep(self, screen: Screen, now: int) -> None:
        """Do as `show`, but draw and send only once somebody wants the picture.

        Raises PanelLost when `show` would, and TypeError if the bus cannot be asked.
        """
        if self._probed is None:
            raise TypeError(f"{self.name}: its bus cannot be asked who answers")
        if not self._probed.answers(self.address):
            self.show(screen, now)  # or rather fail, as it fails
        if _stale(self._renewed, now):
            self._note_renewal(now)
        self._kept = screen

    def picture(self) -> Image.Image:
        """What eyes see on the panel, upright; mode "1". Only a probed bus can tell, else black.

        Where the controller's bytes cannot be read, it is the last frame that it took.
        """
        if self._probed is None:
            return Image.new("1", self.size)
        answers = self._probed.answers(self.address)
        alive = answers and self._probed.lives(self.address) == self._life
        if self._kept is not None and alive:
            renewed, self._renewed = self._renewed, None
            self.show(self._kept, 0)
            self._renewed = renewed
        seen = self._probed.picture(self.address)
        if seen is not None:
            return seen.rotate(90 * self._turns, expand=True)
        return self._frame if alive else Image.new("1", self.size)

    def _note_renewal(self, now: int) -> None:
        self._renewed = now
        if self._probed is not None:
            self._life = self._probed.lives(self.address)

    def _send(self, light: Light, *, renew: bool, dark: bool) -> None:
        if dark:
            self._device.hide()
        if renew:
            for payload in self._initialisation:
                self._wire.bus.write(self.address, payload)
        if renew or light is not self._light:
            self._device.contrast(CONTRAST[light])
        self._device.display(self._frame.convert(self._device.mode))
        if renew:
            self._device.show()
        self._light = light


class _Wire:
    """What luma calls a serial interface, over a bus that can be exchanged."""

    def __init__(self, address: int, bus: Bus) -> None:
        self._address = address
        self.bus = bus

    def command(self, *commands: int) -> None:
        self.bus.write(self._address, _COMMAND + bytes(commands))

    def data(self, data: Iterable[int]) -> None:
        whole = bytes(data)
        for at in range(0, len(whole), _CHUNK):
            self.bus.write(self._address, _DATA + whole[at : at + _CHUNK])

    def cleanup(self) -> None:
        """Nothing: the bus belongs to whoever opened it."""


class _Tape:
    """A bus that only records."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []

    def write(self, address: int, payload: bytes) -> None:  # noqa: ARG002 - it is a Bus
        self.payloads.append(payload)

    def close(self) -> None:
        """Nothing is held open."""


class _Hookless(luma.core.device.device):  # type: ignore[misc] # luma ships no types
    """luma's base of all devices without its atexit hook, which would blank the last word.

    In a class derived from a driver and from this one, Python calls this `__init__` where the
    driver calls the base's.
    """

    def __init__(self, const: Any = None, serial_interface: Any = None) -> None:
        self._const = const or luma.core.const.common
        self._serial_interface = serial_interface


def _built(driver: str, width: int, height: int, rotate: int, wire: _Wire) -> Any:
    """A device of luma's, initialised over `wire` but for black first frame, contrast and light.

    Raises luma's DeviceDisplayModeError if the driver does not know the size.
    """
    ours = dict.fromkeys(("clear", "show", "contrast"), _nothing)
    kind: Any = type(driver, (getattr(luma.oled.device, driver), _Hookless), ours)
    # Whole frames: luma's differences would be from a frame that the panel may never have taken.
    whole = luma.core.framebuffer.full_frame()
    device = kind(wire, width=width, height=height, rotate=rotate, mode="1", framebuffer=whole)
    for name in ours:
        delattr(kind, name)
    device.persist = True  # whatever cleans up: the last word stays
    return device


def _nothing(*_: Any) -> None:
    pass


def _without_switching(payloads: Iterable[bytes]) -> Iterable[bytes]:
    """An initialisation that can run while the panel is lit: nothing of it turns it off or on."""
    for payload in payloads:
        if payload[:1] == _COMMAND and payload[1] in (_OFF, _ON):
            if len(payload) > len(_COMMAND) + 1:
                yield _COMMAND + payload[2:]
        else:
            yield payload


def _stale(renewed: int | None, now: int) -> bool:
    return renewed is None or now - renewed >= RENEWAL


@lru_cache
def _works(driver: str, width: int, height: int) -> bool:
    try:
        device = _built(driver, width, height, 0, _Wire(0, _Tape()))
    except luma.core.error.DeviceDisplayModeError:
        return False
    return bool(device.size == (width, height))  # ssd1322_nhd has one size, whatever is asked


@lru_cache
def _sizes_of(driver: str) -> tuple[tuple[int, int], ...]:
    return tuple(size for size in _SIZES if _works(driver, *size))


def _large_enough(size: tuple[int, int], rotate: int | None) -> bool:
    turns = (0, 1) if rotate is None else (rotate % 2,)
    return any(size[t] >= SMALLEST[0] and size[1 - t] >= SMALLEST[1] for t in turns)


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
