"""Where things stand on a panel, by its size and by how many bays it shows.

A panel of 64 rows has eight pages of eight, as its RAM has: the header takes one, the countdown
of one bay five (40 rows: section 4 of the design), what is said below it two. Nothing that ticks
shares a page with words. Contents stand up to `SPARE` px to the right, against burn-in; not
lower, for then every stroke would lie on two pages, and a tick would cost half as much again.
"""

from functools import lru_cache
from typing import Final

from msgspec import Struct

SPARE: Final = 2
"""Columns kept free to the right, within which contents move."""
_LOW: Final = 48
"""Panels lower than this have countdown and words side by side."""
_TALL: Final = 96
"""From here on there is a bar of its own below the countdown, and more lines under it."""
_ROOMY: Final = 120
"""From here on several bays take nothing from the countdown, and have two rows."""
_WIDE: Final = 200
"""From here on the words stand beside the countdown."""
_TUBE: Final = 7
"""How thick the gauge is."""
_MANY: Final = 3
"""Bays from which on the countdown is worth more than a second line of words."""
_CELL: Final = 40
"""The width that another bay wants in the strip."""


class Box(Struct, frozen=True):
    """From (left, top) to before (right, bottom), in px."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels of the panel."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """As its width."""
        return self.bottom - self.top


class Layout(Struct, frozen=True):
    """The places of a panel. None: it has no such place."""

    header: Box
    large: Box
    """The countdown with its marks, or the word where nothing counts down."""
    gauge: Box
    """Progress: upright at the right of `large`, which then is so much narrower, or below it."""
    footer: Box
    strip: Box | None = None
    shares: bool = False
    """Whether strip and footer are one place, and take turns."""
    stacked: bool = False
    """Whether the header is two lines, the label above the rest."""


@lru_cache(64)
def layout(size: tuple[int, int], bays: int, *, counting: bool) -> Layout:
    """The places of a panel of `size` (width and height, upright) that shows so many bays.

    `counting`: whether there is a countdown, and not only a word.
    """
    width, height = size[0] - SPARE, size[1]
    if height < _LOW:
        return _low(width, height, bays)
    if width >= _WIDE:
        return _wide(width, height, bays)
    if height >= _TALL:
        return _tall(width, height, bays)
    return _usual(width, height, bays, counting=counting)


def across(width: int) -> int:
    """How many cells of a strip stand side by side."""
    return max(1, width // _CELL)


def _usual(width: int, height: int, bays: int, *, counting: bool) -> Layout:
    """Header, countdown, words, strip: from top to bottom.

    Above a strip, two lines of words have a row between them where nothing ticks: it is one of the
    two that are free below the word, and of its page.
    """
    strip = {1: 0, 2: 8}.get(bays, 16)
    said = 8 if bays >= _MANY and counting else 16
    if bays == 1 and not counting:
        said = 24
    bottom = height - strip
    below = bottom - said - (2 if strip else 0)
    return Layout(
        header=Box(0, 0, width, 8),
        large=Box(0, 8, width, below),
        gauge=Box(width - _TUBE, 8, width, below),
        footer=Box(0, bottom - said - (1 if strip and not counting else 0), width, bottom),
        strip=Box(0, bottom, width, height) if strip else None,
    )


def _low(width: int, height: int, bays: int) -> Layout:
    """Countdown or word to the left, label and word to the right, one line below."""
    foot = height - 8
    right = width * 74 // 126
    return Layout(
        header=Box(right + 2, 0, width, foot),
        large=Box(0, 0, right, foot),
        gauge=Box(right - 2, 0, right, foot),
        footer=Box(0, foot, width, height),
        strip=Box(0, foot, width, height) if bays > 1 else None,
        shares=bays > 1,
        stacked=True,
    )


def _wide(width: int, height: int, bays: int) -> Layout:
    """Header and countdown to the left, words to the right, the other bays under both."""
    strip = 16 if bays > 1 else 0
    bottom = height - strip
    middle = width * 53 // 100
    return Layout(
        header=Box(0, 0, middle, 8),
        large=Box(0, 8, middle, bottom - 2),
        gauge=Box(middle - _TUBE, 8, middle, bottom - 2),
        footer=Box(middle + 6, 0, width, bottom),
        strip=Box(0, bottom, width, height) if strip else None,
    )


def _tall(width: int, height: int, bays: int) -> Layout:
    """As usual, with taller lines and more of them."""
    roomy = height >= _ROOMY
    rows = -(-(bays - 1) // across(width))
    strip = min(rows, 2 if roomy else 1) * 16
    bottom = height - strip
    figure = 40 if roomy or bays == 1 else 32
    return Layout(
        header=Box(0, 0, width, 16),
        large=Box(0, 16, width, 16 + figure),
        gauge=Box(0, 16 + figure + 3, width, 16 + figure + 3 + _TUBE),
        footer=Box(0, 16 + figure + 8 + _TUBE, width, bottom),
        strip=Box(0, bottom, width, height) if strip else None,
    )
