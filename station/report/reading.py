"""What a journal says of some days."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from station.config import StationConfig
from station.core.duration import DAY, HOUR
from station.day.words import (
    moment,
)
from station.journal.errors import UnknownBayError
from station.journal.history import open_read_only
from station.lookback.burden import Burdens, burdens
from station.lookback.span import Application
from station.lookback.timeline import BayDay, each_of
from station.lookback.told import Told, from_rows
from station.machine.exitstatus import UsageError
from station.report.days import midnight, midnights
from station.report.page import PageDay

MARGIN: Final = 2 * DAY
"""So long before and after may what matters at the edges have begun or ended."""


class Report(Struct, frozen=True):
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


def _note(begin: int, end: int) -> str:
    """What is special about a day."""
    # One that --since or --until cut is shorter than a day: no clock is to blame.
    whole = begin == midnight(moment(begin).date()) and end == midnight(moment(end).date())
    hours = round((end - begin) / HOUR)
    changed = whole and hours != DAY // HOUR
    return f"The clocks change: this day has {hours} hours." if changed else ""


def _period(periods: Sequence[tuple[int, int]]) -> str:
    first, last = moment(periods[0][0]), moment(periods[-1][1] - 1)
    if first.date() == last.date():
        return f"{first:%Y-%m-%d}"
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def happened(day: PageDay) -> bool:
    """Whether there is anything to tell of a day."""
    return any(bay.track or bay.windows or bay.applications for bay in day.days)
