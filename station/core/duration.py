"""Lengths of time. Everything in the core counts integer milliseconds; nothing counts floats."""

from typing import Final

MILLISECOND: Final = 1
SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


LONGEST_MINUTES: Final = 100
"""From so many minutes on, mm:ss no longer fits a panel."""


def clock_face(seconds: int) -> str:
    """A length of time as staff read it: `2:00`, `12:31`, `99:59`, then `1h40`, `26h05`.

    By then minutes are all that anyone needs.
    """
    minutes, rest = divmod(seconds, 60)
    if minutes < LONGEST_MINUTES:
        return f"{minutes}:{rest:02d}"
    return f"{minutes // 60}h{minutes % 60:02d}"
