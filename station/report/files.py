"""A report as files: a page, and a table of its applications."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Final

from station.core.duration import SECOND
from station.day.words import (
    moment,
)
from station.lookback.span import Application
from station.machine.exitstatus import UsageError
from station.machine.wholefile import write_whole
from station.report.page import page
from station.report.reading import Report, happened

BESIDE: Final = ("-wal", "-shm", ".lock")
"""What else belongs to a journal."""
COLUMNS: Final = (
    "station", "bay", "application", "today", "applied", "removed", "contact", "overdue_by",
    "late", "over_limit", "certain", "open",
)  # fmt: skip


def saved(
    report: Report, now: int, *, html: Path | None, table: Path | None, keep: Path
) -> list[tuple[Path, str]]:
    """Save it where it is wanted: each file with what is in it.

    `keep`: the config. A file that is there is replaced, but neither that nor the journal.
    Raises UsageError.
    """
    found = []
    if html is not None and table is not None and _same(html, table):
        raise UsageError(f"--csv {table}: is the file of --html: name another")
    for option, path in (("--html", html), ("--csv", table)):
        if path is not None:
            _require_free(option, path, report.journal, keep)
    if html is not None:
        _write("--html", html, as_page(report, now))
        found.append((html, "open it in a browser; it prints on A4"))
    if table is not None:
        _write("--csv", table, as_csv(report))
        found.append((table, f"applications: {len(report.applications)}"))
    of = f"{report.station}, {report.period}"
    return [(path, f"{of}: {what}") for path, what in found]


def _require_free(option: str, path: Path, journal: Path, config: Path) -> None:
    beside = [journal.with_name(journal.name + end) for end in BESIDE]
    for kept, what in [(config, "config"), *((kept, "journal") for kept in (journal, *beside))]:
        if _same(path, kept):
            raise UsageError(f"{option} {path}: is the {what} itself: name another file")


def _same(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except OSError:
        return False


def _write(option: str, path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise UsageError(f"{option} {path}: {error.strerror}: name another file") from None


def as_page(report: Report, now: int) -> str:
    """The report as one HTML page."""
    shown = [day for day in report.days if happened(day)] or list(report.days[:1])
    return page(
        report.station,
        report.period,
        shown,
        report.burdens,
        labels=report.labels,
        notes=report.notes,
        made=f"From {report.journal.name}, {moment(now):%Y-%m-%d %H:%M}. Times of {_zone(now)}.",
    )


def as_csv(report: Report) -> str:
    """One row per application, times in UTC, durations in seconds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(application) for application in report.applications)
    return out.getvalue()


def _zone(now: int) -> str:
    here = moment(now)
    return f"{here.tzname()} (UTC{here:%z})"


def _cells(application: Application) -> Iterator[object]:
    a = application
    yield a.station
    yield a.bay
    yield "" if a.application is None else a.application
    yield "" if a.today is None else a.today
    for wall in (a.applied, a.removed):
        yield "" if wall is None else _utc(wall)
    for length in (a.contact, a.overdue_by):
        yield "" if length is None else length / SECOND
    for flag in (a.late, a.over_limit, a.certain, a.open):
        yield "yes" if flag else "no"


def _utc(wall: int) -> str:
    return moment(wall, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
