"""Which days `station report` is asked for, in this machine's time zone."""

from datetime import date, datetime, timedelta
from typing import Final

from station.core.duration import DAY, HOUR, SECOND
from station.day.words import moment
from station.machine.exitstatus import UsageError
from station.readers.instanttext import since_when

MOST_DAYS: Final = 366


def between(day: str | None, since: str | None, until: str | None, now: int) -> tuple[int, int]:
    """The wall times in ms since 1970 that the command line means; by itself today.

    Raises UsageError.
    """
    if day is not None and (since is not None or until is not None):
        raise UsageError("--day is a whole day: leave it out, or --since and --until")
    if until is not None and since is None:
        raise UsageError("--until needs a --since: write from when on")
    if since is not None:
        first = _wall("--since", since, now)
        return first, now if until is None else _wall("--until", until, now)
    wanted = moment(now).date()
    if day is not None:
        try:
            wanted = date.fromisoformat(day)
        except ValueError:
            raise UsageError(f"--day '{day}' is no day: write it like 2026-05-01") from None
    return midnight(wanted), midnight(wanted, days=1)


def _wall(option: str, written: str, now: int) -> int:
    try:
        return since_when(written, now)
    except (ValueError, OverflowError, OSError) as wrong:
        raise UsageError(f"{option} {wrong}") from None


def midnights(first: int, end: int) -> list[tuple[int, int]]:
    """The local days, cut to what is between two wall times in ms; 23 or 25 h where clocks change.

    Raises UsageError.
    """
    if end <= first:
        raise UsageError("ends before it begins: write an earlier --since or a later --until")
    if end - first > MOST_DAYS * DAY + HOUR:
        raise UsageError(f"is longer than {MOST_DAYS} days: report on fewer at a time")
    found = []
    begin, day = first, moment(first).date()
    while begin < end:
        after = min(midnight(day, days=1), end)
        day = moment(after).date()
        found.append((begin, after))
        begin = after
    return found


def midnight(day: date, days: int = 0) -> int:
    """When the local day so many days later begins, in ms since 1970.

    Raises UsageError at the ends of all years.
    """
    try:
        then = day + timedelta(days=days)
        return round(datetime(then.year, then.month, then.day).timestamp()) * SECOND
    except (OverflowError, ValueError, OSError):
        raise UsageError(f"{day} is no day that a clock shows: write it like 2026-05-01") from None
