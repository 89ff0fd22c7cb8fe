"""Instants as people write them on a command line."""

from datetime import datetime

from station.core.duration import SECOND
from station.readers.durationtext import parse_duration


def since_when(written: str, now: int) -> int:
    """The wall time (ms since 1970) that a text means: how long before `now`, or a local time.

    Raises ValueError, which says what is wrong with it and what would be right.
    """
    try:
        return now - parse_duration(written)
    except ValueError as no_duration:
        try:
            return round(datetime.fromisoformat(written).timestamp() * SECOND)
        except ValueError:
            raise ValueError(
                f"'{written}' {no_duration}; or a day or time like 2026-05-01 or 2026-05-01T09:30"
            ) from None
