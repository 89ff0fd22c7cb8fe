"""Rows as the journal's table has them, and back, exactly.

A fact's kind and bay have columns of their own; its body is the rest, as JSON, without what is
as it is by default. So a later station may give facts new fields, and still reads these.
"""

from dataclasses import dataclass, fields
from typing import Final, TypeAlias

import msgspec

from station.core.facts import Fact
from station.core.past import Past
from station.core.stamp import Row, Stamp

CHECKPOINT: Final = "checkpoint"
SNAPSHOT: Final = "snapshot"
BASIS: Final = "basis"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The past as it was at a row."""

    stamp: Stamp
    """The latest row's that it has folded."""
    past: Past
    basis: bool = False
    """It stands for rows that never came to this file; what the file has before it is void.

    Without, it only saves folding the rows before it.
    """


Entry: TypeAlias = Row | Snapshot
"""What can be written."""
Columns: TypeAlias = tuple[str, int, int, int, str, str | None, str | None]
"""Boot, instant, wall, trusted, kind, bay, body."""
Record: TypeAlias = tuple[int, str, int, int, int, str, str | None, str | None]
"""A row as it was read: its number, then its columns."""


class UnreadableRowError(ValueError):
    """A row that no station wrote like that: the disk changed it."""


def columns(entry: Entry) -> Columns:
    """What the table is to hold."""
    stamp = entry.stamp
    at = (stamp.boot, stamp.instant, stamp.wall, int(stamp.trusted))
    if isinstance(entry, Snapshot):
        body = msgspec.json.encode(entry.past).decode()
        return *at, BASIS if entry.basis else SNAPSHOT, None, body
    if entry.fact is None:
        return *at, CHECKPOINT, None, None
    return *at, entry.fact.kind.value, entry.fact.bay, _body(entry.fact)


def entry(record: Record) -> Entry:
    """What a row of the table says. Raises UnreadableRowError."""
    try:
        _number, boot, instant, wall, trusted, kind, bay, body = msgspec.convert(record, Record)
        stamp = Stamp(boot, instant, wall, bool(trusted))
        if kind == CHECKPOINT:
            return Row(stamp)
        if kind in (SNAPSHOT, BASIS):
            return Snapshot(stamp, _PAST.decode(body or ""), basis=kind == BASIS)
        return Row(stamp, _fact(kind, bay, body or ""))
    except (ValueError, TypeError, RecursionError) as error:  # msgspec's own are ValueErrors
        raise UnreadableRowError(str(error)) from error


_PAST: Final = msgspec.json.Decoder(Past)
_BODY: Final = msgspec.json.Decoder(dict[str, object])
_IN_BODY: Final = tuple(
    (field.name, field.default) for field in fields(Fact) if field.name not in ("kind", "bay")
)


def _body(fact: Fact) -> str:
    told = {
        name: value
        for name, default in _IN_BODY
        if (value := getattr(fact, name)) != default  # `at` and `acted` have none
    }
    if fact.reason is not None:
        # Words of the system may hold what no JSON can; a fact that cannot be written would
        # keep all later ones waiting.
        told["reason"] = fact.reason.encode(errors="replace").decode()
    return msgspec.json.encode(told).decode()


def _fact(kind: str, bay: str | None, body: str) -> Fact:
    return msgspec.convert({**_BODY.decode(body), "kind": kind, "bay": bay}, Fact)
