"""How a button's contacts bounce, and how long a level must last to count because of it."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

APART: Final = 25_000
"""Microseconds without a change: what changes then is no longer the same bounce. No finger is so
quick, and few contacts are so slow."""
LEAST, MOST = 30, 200
"""Milliseconds: no debounce shorter than the default is proposed, and the config takes none longer
than the other."""

Sample = tuple[int, bool]
"""An instant in microseconds, and the raw level then."""


class Advice(Struct, frozen=True):
    """What to make of the longest bounce that was seen. Milliseconds."""

    bounce: int
    debounce: int
    """The shortest that should be configured."""

    @property
    def worn(self) -> bool:
        """Whether no debounce that the config takes is long enough."""
        return self.debounce > MOST


def longest_bounce(samples: Sequence[Sample]) -> int:
    """Microseconds from the first to the last change of the longest bounce; 0 if there is none."""
    longest = begin = 0
    last: int | None = None
    level: bool | None = None
    for instant, down in samples:
        if level is not None and down is not level:
            if last is None or instant - last > APART:
                begin = instant
            longest = max(longest, instant - begin)
            last = instant
        level = down
    return longest


def advice(bounce: int, scan: int) -> Advice:
    """What a bounce of so many microseconds asks for, with `scan` ms from sample to sample.

    Twice the bounce and more, for the longest one is yet to come; a multiple of `scan`.
    """
    seen = -(-bounce // 1000)
    return Advice(seen, max((2 * seen // scan + 1) * scan, -(-LEAST // scan) * scan))
