"""What disks do to journals, and how a station finds them then."""

import sqlite3
import time
from pathlib import Path

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.round import JournalRound
from tests.journal.rows import refused
from tests.journal.stories import eventful

PAGE = 4096
NEW_YEAR = time.gmtime(1_767_225_600)
ASIDE = "journal.db.corrupt-20260101T000000Z"


SET_ASIDE = [
    Saved(1),
    JournalReport(f"corrupt: set aside as {ASIDE}"),
    JournalReport(None),
]


def long_journal(path: Path) -> list[Row]:
    """Write a journal of many pages, with cream on both beds at the end. Its rows."""
    rows = [*eventful(), *(refused(10**8 + n) for n in range(900))]
    file = JournalFile(path, synchronous="OFF")
    work = JournalRound(file)
    for n in range(0, len(rows), 7):
        work.write(rows[n : n + 7], 0)
        work.attend(0)
    file.close()
    assert path.stat().st_size > 30 * PAGE
    return rows


def changed_row(path: Path, change: str) -> None:
    """Have the disk change one of the last rows, and nothing that SQLite would notice."""
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER no_update")
    (old,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'no_delete'").fetchone()
    which = "WHERE number = (SELECT max(number) - 3 FROM rows)"
    db.execute(f"UPDATE rows SET {change} {which}")  # noqa: S608 - changes of our own
    db.execute(old.replace("no_delete", "no_update").replace("BEFORE DELETE", "BEFORE UPDATE"))
    db.commit()
    db.close()


def spoil(path: Path, at: int, length: int = PAGE, byte: bytes = b"\xa5") -> None:
    """Overwrite part of a file as a dying disk does."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(byte * length)


def page_of_rows(path: Path, which: str) -> int:
    """Where a page of the table's rows begins: the `first` or the `last`, or the tree's `root`."""
    db = sqlite3.connect(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'rows'").fetchone()
    db.close()
    if which == "root":
        return int(root - 1) * PAGE
    content = path.read_bytes()
    begin = (root - 1) * PAGE
    # An interior page: its right-most child is at 8; its cells, at 12 on, begin with a child.
    if which == "last":
        child = content[begin + 8 : begin + 12]
    else:
        cell = begin + int.from_bytes(content[begin + 12 : begin + 14])
        child = content[cell : cell + 4]
    return (int.from_bytes(child) - 1) * PAGE


def start_again(path: Path) -> tuple[Past, list[JournalReport | Saved]]:
    """The past as a station finds it at its start, and what it is told once it has written."""
    file = JournalFile(path, utc=lambda: NEW_YEAR)
    past = file.past()
    work = JournalRound(file, past)
    work.write([refused(10**9)], 0)
    assert work.attend(0) is None
    said = work.reports(0)
    file.close()
    return past, said
