"""Lengths of time as people write them in files and read them in messages."""

import re
from typing import Final

from station.core.duration import HOUR, MILLISECOND, MINUTE, SECOND

_UNITS: Final = re.compile("(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?")
_CLOCK: Final = re.compile("(?:([0-9]+):)?([0-9]+):([0-9]+)")
_NONE: Final = (
    "is no length of time: "
    "write it like 300ms, 90s, 2m, 1h, 1h30m, 5:00 (m:ss) or 1:30:00 (h:mm:ss)"
)


def parse_duration(written: str) -> int:
    """The milliseconds that a text means, with or without a minus.

    Raises ValueError, which says what is wrong with it and what would be right.
    """
    length = written.removeprefix("-")
    clock, units = _CLOCK.fullmatch(length), _UNITS.fullmatch(length)
    if len(length) > len("8784h00m00s000ms"):
        raise ValueError(_NONE)
    if length.isascii() and length.isdecimal():
        cure = ", ".join(f"{written}{unit}" for unit in ("ms", "s", "m", "h"))
        raise ValueError(f"has no unit: write one of {cure}")
    if clock:
        milliseconds = _from_clock(*clock.groups())
    elif units and length:
        parts = zip(units.groups(), (HOUR, MINUTE, SECOND, MILLISECOND), strict=True)
        milliseconds = sum(int(number or 0) * unit for number, unit in parts)
    else:
        raise ValueError(_NONE)
    return -milliseconds if length != written else milliseconds


def _from_clock(hours: str | None, minutes: str, seconds: str) -> int:
    for field, name in ((seconds, "seconds"), (hours and minutes, "minutes")):
        if field and (len(field) != len("59") or int(field) > 59):  # noqa: PLR2004 - a clock's
            raise ValueError(f"is no time: its {name} must be 00 to 59")
    return int(hours or 0) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND


def in_words(milliseconds: int) -> str:
    """A duration as a file would write it: `90s` is 1m30s."""
    if not milliseconds:
        return "0s"
    sign, rest = ("-" if milliseconds < 0 else ""), abs(milliseconds)
    parts = []
    for unit, name in ((HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (MILLISECOND, "ms")):
        count, rest = divmod(rest, unit)
        parts.append(f"{count}{name}" if count else "")
    return sign + "".join(parts)
