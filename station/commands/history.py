"""`station history`: what the journal says happened, as a table for people or as CSV."""

import argparse
import csv
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

from station.commands.configured import read_config
from station.core.facts import FIELDS, Fact, fields
from station.core.stamp import Row
from station.core.telling import sentence
from station.journal.errors import JournalRefusedError, UnknownBayError
from station.journal.history import open_read_only
from station.machine.exitstatus import FAILED, FINE, UsageError
from station.readers.instanttext import since_when

COLUMNS: Final = tuple(
    dict.fromkeys(name.removesuffix("?") for names in FIELDS.values() for name in names)
)
"""Every field that any fact has, in the order of the design's table."""
UNTRUSTED: Final = "?"


def command(arguments: argparse.Namespace) -> int:
    """What the journal says happened."""
    now = time.time_ns() // 1_000_000
    try:
        since = None if arguments.since is None else since_when(arguments.since, now)
    except ValueError as wrong:
        raise UsageError(f"--since {wrong}") from None
    config = None if arguments.journal else read_config(arguments.config)
    path = arguments.journal if config is None else config.journal
    here = [] if config is None else [bay.id for bay in config.bays]
    bay = arguments.bay and arguments.bay.encode(errors="replace").decode()
    try:
        print_history(path, sys.stdout, bay=bay, since=since, as_csv=arguments.csv, here=here)
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    return FINE


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
