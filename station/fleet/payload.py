"""What a station says of itself, as others read it: JSON, with instants on everybody's clock."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from station.core.bulletin import Bulletin
from station.core.facts import Fact
from station.core.telling import told

ToWall: TypeAlias = Callable[[int], int | None]
"""The wall time (ms since 1970, UTC) at an instant of the boot clock; None: it is not to be
trusted."""


def bay_payload(bulletin: Bulletin, wall: ToWall) -> bytes:
    """How a bay stands."""

    def when(instant: int | None) -> str | None:
        return None if instant is None else _iso(wall(instant))

    return _json(
        {
            "label": bulletin.label,
            "phase": bulletin.phase,
            "since": when(bulletin.since),
            "due": when(bulletin.due),
            "overdue": when(bulletin.overdue),
            "application": bulletin.application,
            "today": bulletin.today,
            "limit": bulletin.limit,
            "alarm": bulletin.alarm,
            "silenced": bulletin.silenced,
            "certain": bulletin.certain,
            "numb_until": when(bulletin.numb_until),
            "faults": bulletin.faults,
            "protocol": bulletin.protocol,
        }
    )


def fact_payload(fact: Fact, boot: str, wall: ToWall) -> bytes:
    """A fact. It may come twice.

    Station, `boot`, `bay`, `panel` (two may be unplugged at once), `fact` and `at` together tell it
    apart.
    """
    return _json({**told(fact), "time": _iso(wall(fact.at)), "boot": boot})


def _iso(wall: int | None) -> str | None:
    if wall is None:
        return None
    at = datetime.fromtimestamp(wall / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(message: object) -> bytes:
    words = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return words.encode(errors="replace")  # the system's words may be bytes that are no text
