"""The wires between a station's mock pins and whoever presses its buttons: one shared file.

The driver writes levels of buttons, a byte each. The station writes the edges of its outputs, a
word each, and then how many there are. Both outlive the process: the pages are the kernel's, each
store is one machine word, and the count is written last. So a kill at any instruction leaves a
list of whole edges.
"""

import mmap
import os
import time
from pathlib import Path
from typing import Final, NamedTuple

PINS: Final = 28
MOST: Final = 1 << 20
"""Edges that there is room for: some hours' worth."""
_COUNT: Final = 8
_FIRST: Final = 16
"""Numbers of words of eight bytes; the levels are in the first ones."""
_SIZE: Final = 8 * (_FIRST + MOST)
UP, DOWN = 1, 0


def boot_us() -> int:
    """Microseconds of the boot clock."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


class Edge(NamedTuple):
    """An output's change."""

    at: int
    """Microseconds of the boot clock."""
    pin: int
    level: bool


class Wires:
    """One end of the wires; they are made with every button up."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            with path.open("wb") as made:
                made.write(bytes([UP] * PINS))
                made.truncate(_SIZE)
        file = os.open(path, os.O_RDWR)
        try:
            self._shared = mmap.mmap(file, _SIZE)
        finally:
            os.close(file)
        self._words = memoryview(self._shared).cast("Q")

    def level(self, pin: int) -> bool:
        """Whether a pin is high: its button is up."""
        return self._shared[pin] == UP

    def push(self, pin: int, *, down: bool) -> None:
        """Move a button."""
        self._shared[pin] = DOWN if down else UP

    def tell(self, pin: int, *, level: bool) -> None:
        """Note what an output is from now on."""
        count = self._words[_COUNT]
        if count < MOST:
            self._words[_FIRST + count] = boot_us() << 8 | pin << 1 | level
            self._words[_COUNT] = count + 1

    def edges(self, since: int = 0) -> list[Edge]:
        """All edges, or from some number on."""
        words = self._words[_FIRST + since : _FIRST + self._words[_COUNT]]
        return [Edge(word >> 8, word >> 1 & 0x7F, bool(word & 1)) for word in words]

    def close(self) -> None:
        """Let go of the file."""
        self._words.release()
        self._shared.close()
