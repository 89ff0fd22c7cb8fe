"""`station history`: what the journal says happened, as a table for people or as CSV."""

import csv
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

from station.core.duration import SECOND
from station.core.facts import FIELDS, Fact, fields
from station.core.stamp import Row
from station.core.telling import one_line, sentence
from station.durationtext import parse_duration
from station.journal.history import open_read_only

COLUMNS: Final = tuple(
    dict.fromkeys(name.removesuffix("?") for names in FIELDS.values() for name in names)
)
"""Every field that any fact has, in the order of the design's table."""
UNTRUSTED: Final = "?"


class UnknownBayError(ValueError):
    """A bay that neither journal nor config knows; says which there are."""

    def __init__(self, bay: str, known: Collection[str]) -> None:
        there = one_line(", ".join(sorted(known)))
        cure = f"use one of {there}" if known else "the journal has none yet"
        super().__init__(f"'{bay}': there is no such bay; {cure}")


def print_history(
    path: Path,
    out: TextIO,
    *,
    bay: str | None,
    since: int | None,
    as_csv: bool,
    here: Collection[str] = (),
) -> None:
    """Tell the facts of the journal at `path`, the oldest first.

    `since` in milliseconds since 1970; `here` are bays of which nothing may have happened yet.
    Raises JournalRefusedError if it cannot be read, UnknownBayError if there is no such bay.
    """
    with open_read_only(path) as journal:
        if bay is not None and bay not in here and bay not in (known := journal.bays()):
            raise UnknownBayError(bay, {*known, *here})
        rows = ((row, row.fact) for row in journal.rows(bay=bay, since=since))
        facts = ((row, fact) for row, fact in rows if fact is not None)
        (_print_csv if as_csv else _print_table)(facts, out)
        if journal.unreadable:
            print(f"{path}: {journal.unreadable} rows are damaged and left out", file=sys.stderr)


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


def _print_table(facts: Iterable[tuple[Row, Fact]], out: TextIO) -> None:
    day = ""
    for row, fact in facts:
        when = _local(_wall(row, fact))
        if when.strftime("%Y-%m-%d") != day:
            day = when.strftime("%Y-%m-%d")
            out.write(f"{day}\n")
        mark = " " if row.stamp.trusted else UNTRUSTED
        out.write(f"  {when:%H:%M:%S}{mark} {sentence(fact)}{' (late)' if fact.late else ''}\n")
    if not day:
        out.write("nothing\n")


def _print_csv(facts: Iterable[tuple[Row, Fact]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("time", "trusted", "bay", "fact", *COLUMNS))
    for row, fact in facts:
        writer.writerow(_cells(row, fact))


def _cells(row: Row, fact: Fact) -> Iterator[object]:
    told = fields(fact)
    yield _wall(row, fact).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    yield "yes" if row.stamp.trusted else "no"
    yield fact.bay or ""
    yield fact.kind.value
    for name in COLUMNS:
        value = told.get(name, "")
        yield ("yes" if value else "no") if isinstance(value, bool) else value


def _local(when: datetime) -> datetime:
    try:
        return when.astimezone()
    except OverflowError:  # at the end of all years
        return when


def _wall(row: Row, fact: Fact) -> datetime:
    """When it happened, by the wall clock at which it was written down.

    A clock may show anything: what it cannot say in years is told as the nearest that it can.
    """
    wall = row.stamp.wall - (fact.acted - fact.at)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if wall > 0 else datetime.min.replace(tzinfo=UTC)
