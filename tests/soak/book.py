"""A whole journal under the law: one life after the other, and where every bay stood when."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.soak.law import BayLaw, Fired, Standing, Terms
from tests.soak.rows import Row

STATION_FACTS = ("started", "stopped", "journal_lost", "journal_restored")


@dataclass
class Chapter:
    """What the journal has of one life."""

    started: int
    """Milliseconds."""
    sounding: tuple[str, ...]
    """The bays whose alarm sounded when it did, what was late already told."""
    facts: list[Row] = field(default_factory=list)


class Book:
    """A journal as far as it was read; it grows."""

    def __init__(self, terms: Mapping[str, Terms]) -> None:
        """`terms` of every bay."""
        self.laws = {bay: BayLaw(bay, of) for bay, of in terms.items()}
        self.chapters: list[Chapter] = []
        self._rows: list[Row] = []
        self._instants: list[int] = []
        self._standings: list[Mapping[str, Standing]] = []
        self._busy: set[str] = set()
        """The bays of which the present start has not yet said that they are resumed."""
        self._complaints: list[str] = []

    @property
    def fired(self) -> Sequence[Fired]:
        """Every deadline that fired."""
        return [fired for law in self.laws.values() for fired in law.fired]

    def read(self, rows: Sequence[Row]) -> list[str]:
        """Read on, in what the journal has now. What is wrong with it."""
        known = len(self._rows)
        if list(rows[:known]) != self._rows:
            self._complain("rows that were there are gone or changed")
            return self.complaints()
        for row in rows[known:]:
            self._read(row)
            self._rows.append(row)
        if self.chapters and self._rows:
            self._batch_over()
            # What the start was late with came with it; later rows may not have come at all.
            for law in self.laws.values():
                law.passed(self.chapters[-1].started, self._rows[-1])
        return self.complaints()

    def complaints(self) -> list[str]:
        """What is wrong, said once."""
        said = self._complaints
        for law in self.laws.values():
            said, law.complaints = said + law.complaints, []
        self._complaints = []
        return said

    def standings(self, begin: int, end: int) -> Sequence[Mapping[str, Standing]]:
        """Where the bays stood at any time between two instants, in milliseconds."""
        first = max(0, bisect_right(self._instants, begin) - 1)
        return self._standings[first : bisect_right(self._instants, end)]

    def chapter(self, begin: int, end: int) -> Chapter | None:
        """The life that started between two instants."""
        found = [chapter for chapter in self.chapters if begin <= chapter.started <= end]
        if len(found) > 1:
            self._complain(f"{len(found)} starts between {begin} and {end}")
        return found[0] if found else None

    def _read(self, row: Row) -> None:
        before = self._rows[-1] if self._rows else None
        if row.number != (before.number if before else 0) + 1:
            self._complain(f"row {row.number} follows upon {before}")
        if before is not None and (row.boot, row.instant) < (before.boot, before.instant):
            self._complain(f"time runs back: {row} follows upon {before}")
        if row.kind == "basis":
            self._complain(f"row {row.number} stands for others that were never written")
        if not row.fact:
            return
        if before is not None and row.kind != "started" and before.instant < row.instant:
            for law in self.laws.values():
                law.passed(before.instant, row)
        if row.acted != row.instant or row.at > row.acted:
            self._complain(f"acted at another instant than written: {row}")
        self._fact(row, before)
        if row.kind == "stopped":
            for law in self.laws.values():
                law.passed(row.instant, row)
        self._note(row)

    def _fact(self, row: Row, before: Row | None) -> None:
        if row.kind == "started":
            self._start(row, before)
        elif not self.chapters:
            self._complain(f"before any start: {row}")
            return
        elif row.bay is None and row.kind not in STATION_FACTS:
            self._complain(f"of no bay: {row}")
        elif row.bay is not None:
            self._of_bay(row, row.bay)
        self.chapters[-1].facts.append(row)

    def _of_bay(self, row: Row, bay: str) -> None:
        chapter = self.chapters[-1]
        if row.acted > chapter.started:
            self._batch_over()
        if row.kind == "resumed":
            if bay not in self._busy:
                self._complain(f"resumed twice, or for nothing: {row}")
            self._busy.discard(bay)
        self.laws[bay].take(row, chapter.started)
        if row.acted == chapter.started:
            chapter.sounding = self._sounding()

    def _start(self, row: Row, before: Row | None) -> None:
        self._batch_over()
        away = row.acted - before.instant if before else 0
        if (row.body.get("elapsed"), row.body.get("certain")) != (away, True):
            self._complain(f"away for {away}: {row}")
        self.chapters.append(Chapter(row.acted, self._sounding()))
        now = {bay: law.now for bay, law in self.laws.items()}
        self._busy = {bay for bay, standing in now.items() if standing.phase != "ready"}

    def _batch_over(self) -> None:
        """A start's own facts are complete: they were written together."""
        for bay in self._busy:
            self._complain(f"not resumed at {self.chapters[-1].started}: {bay}")
        self._busy = set()

    def _sounding(self) -> tuple[str, ...]:
        return tuple(bay for bay, law in self.laws.items() if law.now.sounding)

    def _note(self, row: Row) -> None:
        self._instants.append(row.instant)
        self._standings.append({bay: law.now for bay, law in self.laws.items()})

    def _complain(self, why: str) -> None:
        self._complaints.append(why)
