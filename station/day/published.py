"""A fact as a station publishes it over MQTT (section 6 of the design), read with distrust.

The JSON of a fact is `telling.told(fact)` with `boot`, the id of the boot that `at` counts from,
and `time`, the wall time of `at` in ISO 8601 with its zone, or null while no clock is trusted.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Final, TypeVar

from station.core.duration import SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.protocol import Terms
from station.lookback.told import Told

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST: Final = 10**12
"""No clock, length or count of a station is beyond."""
LONGEST: Final = 64
"""Letters of an id."""
_Word = TypeVar("_Word", bound=StrEnum)


def published(
    station: str, fact: Mapping[str, object], *, terms: Terms | None = None
) -> Told | None:
    """The fact that a station published, or None if it is none. Never raises.

    `terms`: what an application is timed by, where the reader knows; without, a numb window is
    known only once the station says that it ends.
    """
    kind = _word(FactKind, fact.get("fact"))
    at, boot, bay = _milliseconds(fact.get("at")), fact.get("boot"), fact.get("bay")
    if kind is None or at is None or not _is_id(boot) or (bay is not None and not _is_id(bay)):
        return None
    wall = _wall(fact.get("time"))
    certain = fact.get("certain")
    return Told(
        station,
        str(boot),
        kind,
        at=at,
        acted=at,
        wall=wall,
        trusted=wall is not None,
        bay=None if bay is None else str(bay),
        application=_count(fact.get("application")),
        today=_count(fact.get("today")),
        over_limit=fact.get("over_limit") is True,
        of=_word(FactKind, fact.get("of")),
        contact=_milliseconds(fact.get("contact")),
        overdue_by=_milliseconds(fact.get("overdue_by")),
        certain=certain if isinstance(certain, bool) else None,
        phase=_word(Phase, fact.get("phase")),
        late=fact.get("late") is True,
        terms=terms if kind is FactKind.APPLIED else None,
    )


def _word(kind: type[_Word], value: object) -> _Word | None:
    try:
        return kind(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST


def _count(value: object) -> int | None:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST
    return value if right and isinstance(value, int) else None


def _milliseconds(value: object) -> int | None:
    """From seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if abs(value) > MOST or not isfinite(value):
        return None
    return round(value * SECOND)


def _wall(value: object) -> int | None:
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
        return None if when is None or when.tzinfo is None else (when - EPOCH) // _MS
    except (ValueError, OverflowError):
        return None


_MS: Final = timedelta(milliseconds=1)
