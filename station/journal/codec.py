"""Rows as the journal's table has them, and back, exactly.

A fact's kind and bay have columns of their own; its body is the rest, as JSON, without what is
as it is by default. So a later station may give facts new fields, and still reads these.

SQLite does not notice a bit that the disk has changed within a row. So each row is sealed: it has
a checksum of all that it says, its number too.
"""

import zlib
from collections.abc import Sequence
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from station.core.change import replace
from station.core.facts import Fact
from station.core.past import Past
from station.core.stamp import Row, Stamp

CHECKPOINT: Final = "checkpoint"
SNAPSHOT: Final = "snapshot"
BASIS: Final = "basis"


class Snapshot(Struct, frozen=True):
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
Record: TypeAlias = tuple[int, str, int, int, int, str, str | None, str | None, int]
"""A row as the table has it: its number, then its columns, then the checksum of all those."""


class UnreadableRowError(ValueError):
    """A row that no station wrote like that: the disk changed it."""


def columns(entry: Entry) -> Columns:
    """What the table is to hold."""
    stamp = entry.stamp
    at = (stamp.boot, stamp.instant, stamp.wall, int(stamp.trusted))
    if isinstance(entry, Snapshot):
        return *at, BASIS if entry.basis else SNAPSHOT, None, _AS_JSON.encode(entry.past).decode()
    if entry.fact is None:
        return *at, CHECKPOINT, None, None
    return *at, entry.fact.kind.value, entry.fact.bay, _body(entry.fact)


def sealed(number: int, columns: Columns) -> Record:
    """The row of that number, to be written."""
    return number, *columns, _checksum(number, columns)


def entry(record: Record) -> Entry:
    """What a row of the table says. Raises UnreadableRowError."""
    try:
        number, *says, checksum = msgspec.convert(record, Record)
        if checksum != _checksum(number, says):
            raise UnreadableRowError("not as it was written")
        boot, instant, wall, trusted, kind, bay, body = says
        stamp = Stamp(boot, instant, wall, bool(trusted))
        if kind == CHECKPOINT:
            return Row(stamp)
        if kind in (SNAPSHOT, BASIS):
            return Snapshot(stamp, _past(body or "", kind), basis=kind == BASIS)
        return Row(stamp, _fact(kind, bay, body or ""))
    except (ValueError, TypeError, RecursionError) as error:  # msgspec's own are ValueErrors
        raise UnreadableRowError(str(error)) from error


_AS_JSON: Final = msgspec.json.Encoder(order="deterministic")
"""Sets have no order of their own: what was read would be written otherwise."""
_PAST: Final = msgspec.json.Decoder(Past)
_ANY: Final = msgspec.json.Decoder()
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


def _past(body: str, kind: str) -> Past:
    past = _PAST.decode(body)
    again = _AS_JSON.encode(past)
    if again == body.encode() or _lacks_only(_ANY.decode(body), _ANY.decode(again)):
        return past
    # It says what this station does not know of: a later version's.
    if kind == SNAPSHOT:
        raise UnreadableRowError("a snapshot of a later version")  # the rows say what it does
    return replace(past, gaps=True)  # nothing else says it: better this than nothing


def _lacks_only(old: object, new: object) -> bool:
    """Whether nothing of `old` is missing or other in `new`: what else that has, came later.

    So a field that is added must say, by its default, what was so before there was one. Where
    none can, a migration has to put it into the snapshots there are.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and _lacks_only(value, new[name]) for name, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_lacks_only, old, new))
    return old == new


def _checksum(number: int, says: Sequence[object]) -> int:
    # JSON tells where each column ends, a number from a word, and nothing from an empty word.
    return zlib.crc32(msgspec.json.encode([number, *says]))
