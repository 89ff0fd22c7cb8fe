"""What a panel's bytes would show: controllers of small OLEDs, and a bus full of them.

Sections named (S ...) are of the SSD1306 datasheet, Solomon Systech, revision 1.1; those named
(H ...) are the numbered commands of the SH1106 datasheet, Sino Wealth, version 2.3.
"""

import errno
import threading
from collections.abc import Iterable, Mapping

from PIL import Image

from station.hardware.controller import (
    PAGE_MODE,
    PAGES,
    Act,
    Glass,
    OpaqueGlass,
    ReadGlass,
    Wiring,
    ignored,
)

__all__ = [
    "Glass",
    "OpaqueGlass",
    "ReadGlass",
    "RecordingBus",
    "Sh1106Glass",
    "Ssd1306Glass",
    "glass_for",
]

_HORIZONTAL, _VERTICAL = 0, 1


class Ssd1306Glass(ReadGlass):
    """SSD1306 and its kin: three ways to walk through RAM, windows, a charge pump."""

    _kind = 0x06

    def _table(self) -> Iterable[tuple[Iterable[int], int, Act]]:
        return (
            *super()._table(),
            ((0x20,), 1, self._sets("mode", 3)),
            ((0x21,), 2, self._column_window),
            ((0x22,), 2, self._page_window),
            ((0x26, 0x27), 6, ignored),  # scrolling (S 10.2): nothing here scrolls
            ((0x29, 0x2A), 5, ignored),
            ((0xA3,), 2, ignored),
            *(((0x8D,), 1, self._charge_pump) for _ in range(self._wiring.pump)),
        )

    def _charge_pump(self, _: int, operands: bytes) -> None:
        """8Dh, 14h: enable during display on (application note, section 2)."""
        self.registers.pumping = bool(operands[0] & 0x04)

    def _column_window(self, _: int, operands: bytes) -> None:
        last = self._wiring.columns - 1
        first, end = (min(operand, last) for operand in operands)
        self.registers.columns = (first, end)
        self.registers.column = first

    def _page_window(self, _: int, operands: bytes) -> None:
        first, end = (operand & 7 for operand in operands)
        self.registers.pages = (first, end)
        self.registers.page = first

    def _low_column(self, code: int, operands: bytes) -> None:
        if self.registers.mode == PAGE_MODE:  # "only for page addressing mode" (S 10.1.1)
            super()._low_column(code, operands)

    def _high_column(self, code: int, operands: bytes) -> None:
        if self.registers.mode == PAGE_MODE:
            super()._high_column(code, operands)

    def _write(self, data: bytes) -> None:
        while data:
            run, data = data[: self._room()], data[self._room() :]
            self._put(run)
            self._walk(len(run))

    def _room(self) -> int:
        """How many bytes may be written at once before a pointer turns."""
        r = self.registers
        first, end = self._column_range()
        return end - r.column + 1 if r.mode != _VERTICAL and first <= r.column <= end else 1

    def _walk(self, by: int) -> None:
        """Move the pointers past what was written (S 10.1.3)."""
        r, columns = self.registers, self._wiring.columns
        if r.mode == _VERTICAL:
            r.page, turned = _next(r.page, r.pages, PAGES)
            if turned:
                r.column, _ = _next(r.column, r.columns, columns)
        else:
            r.column, turned = _next(r.column + by - 1, self._column_range(), columns)
            if turned and r.mode == _HORIZONTAL:
                r.page, _ = _next(r.page, r.pages, PAGES)

    def _column_range(self) -> tuple[int, int]:
        r = self.registers
        return r.columns if r.mode in (_HORIZONTAL, _VERTICAL) else (0, self._wiring.columns - 1)


class Sh1106Glass(ReadGlass):
    """SH1106 and CH1115: 132 columns, page after page, a DC-DC converter that is on at first."""

    _kind = 0x08

    def power_cycle(self) -> None:
        """Power up anew, with the converter on."""
        super().power_cycle()
        self.registers.pumping = True  # 8Bh is the state after a reset (H 10)

    def _table(self) -> Iterable[tuple[Iterable[int], int, Act]]:
        return (
            *super()._table(),
            ((0xAD,), 1, self._converter),
            (range(0x30, 0x34), 0, ignored),  # pump voltage (H 3)
        )

    def _converter(self, _: int, operands: bytes) -> None:
        """ADh, then 8Ah off or 8Bh on (H 10)."""
        self.registers.pumping = bool(operands[0] & 1)

    def _write(self, data: bytes) -> None:
        """Write up to the last column; there the address stays (H 1, H 22)."""
        r, last = self.registers, self._wiring.columns - 1
        room = last - r.column
        self._put(data[:room])
        r.column = min(r.column + len(data), last)
        if len(data) > room:
            self._put(data[-1:])


def _next(place: int, window: tuple[int, int], size: int) -> tuple[int, bool]:
    """The place after this one, and whether that was a turn back to the window's first."""
    first, end = window
    return (first, True) if place == end else ((place + 1) % size, False)


# Which modules there are: drivers, class, width, height, columns of RAM, leftmost SEG, topmost COM,
# alternating COM pins. Wired as luma's driver of that name and size takes them to be.
_PUMPED = ("ssd1306", "ssd1315", "ssd1316")  # the SSD1305 and SSD1309 have no charge pump
_MODULES = (
    ((*_PUMPED, "ssd1309"), Ssd1306Glass, 128, 64, 128, 127, 63, True),
    ((*_PUMPED, "ssd1309"), Ssd1306Glass, 128, 32, 128, 127, 31, False),
    (("ssd1305",), Ssd1306Glass, 128, 64, 132, 131, 63, True),
    (("ssd1305",), Ssd1306Glass, 128, 32, 132, 127, 31, True),
    (("sh1106", "ch1115"), Sh1106Glass, 128, 64, 132, 129, 63, True),
    (("sh1106",), Sh1106Glass, 128, 32, 132, 129, 47, True),
)


def glass_for(driver: str, width: int, height: int) -> Glass:
    """The glass of a panel, as luma's driver of this name and size takes it to be made."""
    for drivers, kind, w, h, columns, left, top, alternative in _MODULES:
        if driver in drivers and (w, h) == (width, height):
            pump = driver in _PUMPED or kind is Sh1106Glass
            return kind(Wiring(w, h, columns, left, top, alternative=alternative, pump=pump))
    return OpaqueGlass(width, height)


class RecordingBus:
    """A bus whose panels are glass: a real backend for a PC, where panels can be unplugged.

    One thread may write while others look at pictures.
    """

    def __init__(self, glasses: Mapping[int, Glass], *, log: bool = False) -> None:
        """`log`: all writes are kept, as tests want them."""
        self._glasses = dict(glasses)
        self._plugged = set(self._glasses)
        self._lives = dict.fromkeys(self._glasses, 1)
        self._lock = threading.Lock()
        self._logging = log
        self.sent = 0
        """Bytes on the bus so far, either way, those of addresses included."""
        self.log: list[tuple[int, bytes]] = []
        """Address and payload of each acknowledged write, if a log is kept."""

    def write(self, address: int, payload: bytes) -> None:
        """Let the glass at this address take it. Raises OSError 121 if there is none."""
        with self._lock:
            self._take(address, payload)

    def read(self, address: int, payload: bytes) -> int:
        """Let the glass take it, and read its status byte."""
        with self._lock:
            self._take(address, payload)
            self.sent += 2
            return self._glasses[address].status()

    def close(self) -> None:
        """Nothing is held open."""

    def unplug(self, address: int) -> None:
        """Pull the panel's plug: it is dark and answers no more."""
        with self._lock:
            self._plugged.discard(address)

    def plug(self, address: int) -> None:
        """Plug the panel in: it has just been powered up. Nothing, if it is plugged in."""
        with self._lock:
            if address not in self._plugged:
                self._plugged.add(address)
                self._power_up(address)

    def power_cycle(self, address: int) -> None:
        """Take a panel's power away for a moment in which nothing is written to it."""
        with self._lock:
            self._power_up(address)

    def answers(self, address: int) -> bool:
        """Whether a write to this address would be acknowledged now."""
        return address in self._plugged

    def lives(self, address: int) -> int:
        """How often the panel there was powered up."""
        return self._lives[address]

    def picture(self, address: int) -> Image.Image | None:
        """What eyes see there, as the glass is made; None if that glass cannot be read."""
        with self._lock:
            glass = self._glasses[address]
            seen = glass.picture()
            return seen if seen is None or address in self._plugged else Image.new("1", glass.size)

    def _take(self, address: int, payload: bytes) -> None:
        self.sent += 1
        if address not in self._plugged:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        self.sent += len(payload)
        if self._logging:
            self.log.append((address, payload))
        self._glasses[address].take(payload)

    def _power_up(self, address: int) -> None:
        self._lives[address] += 1
        self._glasses[address].power_cycle()
