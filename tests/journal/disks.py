"""Journals on disks that fail in ways that no test can bring about on a real one."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from station.core.past import Past, remember
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.codec import Entry, Snapshot, entry
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.reading import RECORDS
from station.journal.writer import Journal

PATIENCE = 20
"""Seconds after which a test that waits has failed."""
SCAN = 0.01
"""Seconds from one look of the engine to the next."""


class FailingDisk(JournalFile):
    """Refuses to take rows while it has an error."""

    error: Exception | None = None
    tried = 0

    def append(self, entries: Sequence[Entry]) -> None:
        self.tried += 1
        if self.error is not None:
            raise self.error
        super().append(entries)


class HangingDisk(JournalFile):
    """Takes as long over rows as the test wants, once it hangs."""

    def hang(self) -> None:
        """From the next row on."""
        self.goes_on = Event()
        self.reached = Event()

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # handed on as they are
        self.goes_on = Event()
        self.goes_on.set()
        self.reached = Event()

    def append(self, entries: Sequence[Entry]) -> None:
        self.reached.set()
        if not self.goes_on.wait(PATIENCE):
            raise TimeoutError("the test has forgotten its disk")
        super().append(entries)


def past_in(path: Path) -> Past:
    """What a station that starts now reads in a journal."""
    file = JournalFile(path)
    try:
        return file.past()
    finally:
        file.close()


def every_row(file: JournalFile) -> Past:
    """What all rows from the first come to, without the help of snapshots."""
    past = Past()
    for record in file._opened().execute(f"{RECORDS} ORDER BY number"):
        match entry(record):
            case Row() as row:
                past = remember(past, row)
            case Snapshot(_, basis, basis=True):
                past = basis
    return past


def in_file(disk: JournalFile) -> list[object]:
    """The facts and checkpoints of a file, as anybody reads them."""
    disk.close()
    with History(disk.path) as history:
        return list(history.rows(checkpoints=True))


def kinds(disk: JournalFile) -> list[str]:
    """Every row's kind, snapshots too."""
    disk.close()
    with sqlite3.connect(disk.path) as db:
        found = [kind for (kind,) in db.execute("SELECT kind FROM rows ORDER BY number")]
    db.close()
    return found


class SteppingClock:
    """A boot clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def heard(
    journal: Journal, wanted: Callable[[list[JournalReport | Saved]], bool]
) -> list[JournalReport | Saved]:
    """What a journal reports, looked at as often as the engine does, until it is as wanted."""
    said: list[JournalReport | Saved] = []
    pause = Event()
    for _ in range(int(PATIENCE / SCAN)):
        said += journal.reports()
        if wanted(said):
            return said
        pause.wait(SCAN)
    raise AssertionError(f"in {PATIENCE} s it said only {said}")


def saved(rows: int) -> Callable[[list[JournalReport | Saved]], bool]:
    """So many rows are saved."""
    return lambda said: Saved(rows) in said


def back(said: list[JournalReport | Saved]) -> bool:
    """An outage is over."""
    return JournalReport(None) in said
