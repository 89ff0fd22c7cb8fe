"""`station report`: days as pictures, figures and applications, from a station's own journal."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Final, TextIO

from station.config import StationConfig
from station.core.burden import Burdens, burdens
from station.core.duration import DAY, HOUR, SECOND
from station.core.span import Application
from station.core.timeline import BayDay, each_of
from station.core.told import Told, from_rows
from station.day.words import (
    APPLICATIONS_HEAD,
    FIGURES_HEAD,
    application_rows,
    figure_rows,
    figures,
    moment,
)
from station.exitstatus import UsageError
from station.history import UnknownBayError
from station.journal.history import open_read_only
from station.reportdays import midnight, midnights
from station.reportpage import PageDay, page
from station.wholefile import write_whole

MARGIN: Final = 2 * DAY
"""So long before and after may what matters at the edges have begun or ended."""
BESIDE: Final = ("-wal", "-shm", ".lock")
"""What else belongs to a journal."""
COLUMNS: Final = (
    "station", "bay", "application", "today", "applied", "removed", "contact", "overdue_by",
    "late", "over_limit", "certain", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What a journal says of some days."""

    station: str
    journal: Path
    period: str
    """Which, in words."""
    days: tuple[PageDay, ...]
    facts: tuple[Told, ...]
    labels: Mapping[tuple[str, str], str]
    damaged: int
    """How many rows could not be read."""
    doubtful: int
    """How many facts of the period have no time that is to be trusted."""

    @property
    def bays(self) -> tuple[BayDay, ...]:
        """Every bay's every day."""
        return tuple(bay for day in self.days for bay in day.days)

    @property
    def burdens(self) -> Burdens:
        """The figures of all of it."""
        return burdens(self.facts, self.bays)

    @property
    def applications(self) -> list[Application]:
        """Every application once, by the time it began: one may be of two days."""
        found = dict.fromkeys(a for bay in self.bays for a in bay.applications)
        return sorted(found, key=lambda a: (a.first, a.bay, a.latest))

    @property
    def notes(self) -> list[str]:
        """What is to be minded of all of it."""
        rows = f"{self.damaged} rows of the journal are damaged and left out: spans are missing"
        facts = f"{self.doubtful} facts were told by a clock that was not to be trusted"
        return [*([rows] if self.damaged else []), *([facts] if self.doubtful else [])]


def read_report(
    config: StationConfig | None,
    journal: Path | None,
    first: int,
    end: int,
    *,
    bay: str | None = None,
) -> Report:
    """What a journal says between two wall times in ms since 1970.

    `config`: whose names are used, and whose journal if none is given; one of them must be.
    Raises JournalRefusedError, UnknownBayError, UsageError.
    """
    path = journal
    if path is None:
        if config is None:
            raise UsageError("names neither a journal nor a config")
        path = config.journal
    station = path.name if config is None else config.station
    here = [] if config is None else [each.id for each in config.bays]
    labels = {} if config is None else {(station, each.id): each.label for each in config.bays}
    periods = midnights(first, end)
    with open_read_only(path) as opened:
        known = opened.bays()
        if bay is not None and bay not in here and bay not in known:
            raise UnknownBayError(bay, {*known, *here})
        rows = opened.rows(checkpoints=True)
        told = from_rows(station, rows, first - MARGIN, end + MARGIN)
        damaged = opened.unreadable
    places = [(station, name) for name in ([bay] if bay is not None else here)]
    facts = tuple(f for f in told.facts if bay is None or f.bay in (bay, None))
    heard = {} if told.last is None else {station: told.last}
    looks = each_of(facts, periods, heard=heard, bays=places)
    return Report(
        station=station,
        journal=path,
        period=_period(periods),
        days=tuple(
            PageDay(f"{moment(begin):%Y-%m-%d}", look, _note(begin, end))
            for (begin, end), look in zip(periods, looks, strict=True)
        ),
        facts=facts,
        labels=labels,
        damaged=damaged,
        doubtful=sum(not f.trusted and first <= f.when < end for f in facts),
    )


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
    shown = [day for day in report.days if _happened(day)] or list(report.days[:1])
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


def print_report(report: Report, out: TextIO) -> None:
    """The figures and the applications, for a terminal."""
    out.write(f"{report.station}, {report.period}\n")
    for note in report.notes:
        out.write(f"  {note}\n")
    if not any(_happened(day) for day in report.days):
        out.write("nothing\n")
        return
    found = report.burdens
    widest = max(len(name) for name, _ in figures(found.all))
    for name, value in figures(found.all):
        out.write(f"  {name:{widest}}  {value}\n")
    if len(found.bays) > 1:
        _print_table(out, FIGURES_HEAD, figure_rows(found, report.labels))
    for day in report.days:
        applications = sorted(
            (a for bay in day.days for a in bay.applications), key=lambda a: (a.first, a.bay)
        )
        if applications:
            out.write(f"{day.date}{f' ({day.note})' if day.note else ''}\n")
            _print_table(out, APPLICATIONS_HEAD, application_rows(applications, report.labels))


def _note(begin: int, end: int) -> str:
    """What is special about a day."""
    # One that --since or --until cut is shorter than a day: no clock is to blame.
    whole = begin == midnight(moment(begin).date()) and end == midnight(moment(end).date())
    hours = round((end - begin) / HOUR)
    changed = whole and hours != DAY // HOUR
    return f"The clocks change: this day has {hours} hours." if changed else ""


def _happened(day: PageDay) -> bool:
    return any(bay.track or bay.windows or bay.applications for bay in day.days)


def _period(periods: Sequence[tuple[int, int]]) -> str:
    first, last = moment(periods[0][0]), moment(periods[-1][1] - 1)
    if first.date() == last.date():
        return f"{first:%Y-%m-%d}"
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


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


def _print_table(out: TextIO, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
        out.write(f"  {'  '.join(cells).rstrip()}\n")
