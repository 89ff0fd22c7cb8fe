"""How a journal is read: opened without disturbing anyone, and its rows folded to a past."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.past import Past, remember
from station.core.stamp import Row
from station.journal.codec import BASIS, SNAPSHOT, Record, Snapshot, UnreadableRowError, entry

RECORDS: Final = "SELECT number, boot, instant, wall, trusted, kind, bay, body, crc FROM rows"
MOST_ROWS: Final = 2**63 - 1
PATIENCE: Final = 1.0
"""Seconds to wait for somebody else's lock."""


class Folded(Struct, frozen=True):
    """What a journal's rows come to."""

    past: Past
    """It has gaps if the file is not whole, or said before that it is not."""
    last: int
    """The number of the last row; 0: there is none; -1: nobody knows."""
    whole: bool
    """Whether every row that counts is there and could be read."""


def connect(database: str, *, uri: bool = False) -> sqlite3.Connection:
    """A connection for any one thread at a time, that commits when told to."""
    db = sqlite3.connect(
        database, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=uri
    )
    # A damaged row is one row that cannot be read, not the end of reading.
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


def folded(db: sqlite3.Connection, *, as_far_as_it_goes: bool = False) -> Folded:
    """The past, from the newest snapshot that can be read.

    `as_far_as_it_goes`: the rows after that snapshot may end where the file is damaged.
    """
    count = _count(db)  # before the rows: a station may be writing more of them
    past, last = _newest_snapshot(db)
    whole = True
    try:
        for record in db.execute(f"{RECORDS} WHERE number > ? ORDER BY number", (last,)):
            if record[0] != last + 1:
                past, whole = _with_gap(past), False
            last = record[0]
            try:
                past = _with(past, record)
            except UnreadableRowError:
                past, whole = _with_gap(replace(past, strange=past.strange + 1)), False
    except (sqlite3.DatabaseError, ValueError):
        if not as_far_as_it_goes:
            raise
        past, whole = _with_gap(past), False
    if last < count:
        past, whole = _with_gap(past), False
    return Folded(past, last, whole)


def _count(db: sqlite3.Connection) -> int:
    """The number of the last row that was ever written."""
    found = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'rows'").fetchone()[0]
    if found is None:
        return 0
    # SQLite lets anything stand there. Of what is no number one knows that rows may be missing.
    return found if isinstance(found, int) else MOST_ROWS


def remembered(past: Past, row: Row) -> Past:
    """As `remember`, whatever a damaged row may say."""
    try:
        return remember(past, row)
    except Exception:  # noqa: BLE001 - one senseless fact must not cost all the others
        return replace(past, strange=past.strange + 1)


def _newest_snapshot(db: sqlite3.Connection) -> tuple[Past, int]:
    # Backwards from the end, where one is found within a few hundred rows, whatever the journal's
    # length. One at a time: Python's cursors read a row ahead.
    newest = f"{RECORDS} WHERE kind IN (?, ?) AND number < ? ORDER BY number DESC LIMIT 1"
    before = MOST_ROWS
    while (record := db.execute(newest, (SNAPSHOT, BASIS, before)).fetchone()) is not None:
        before = record[0]
        try:
            found = entry(record)
        except UnreadableRowError:
            continue
        if isinstance(found, Snapshot):
            return found.past, before
    return Past(), 0


def _with(past: Past, record: Record) -> Past:
    if record[5] == SNAPSHOT:
        return past  # it says what the rows before it do
    found = entry(record)
    if isinstance(found, Snapshot):
        return found.past
    then = remembered(past, found)
    # A sound row that cannot have happened: something before it is missing.
    return _with_gap(then) if then.strange > past.strange else then


def _with_gap(past: Past) -> Past:
    """Something is missing here: what anybody answered before tells nothing of what came now."""
    return replace(past, gaps=True, answered=frozenset())


@contextmanager
def readable(path: Path) -> Iterator[sqlite3.Connection]:
    """A journal that is only to be read, maybe while a station writes to it.

    Raises sqlite3.Error or OSError. The file must exist. No other connection of this process may
    be open: closing a file anywhere in a process gives up its locks.
    """
    with ExitStack() as opened:
        yield _readable(path, opened)


def _readable(path: Path, opened: ExitStack) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    db = _for_reading(f"{uri}?mode=ro", opened)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        # SQLite must share a write-ahead log with others in a file beside it, which cannot be
        # made on a read-only or full disk. Nobody else can write there, so read it by ourselves.
        db = _private(path, opened)
    return db


def _private(path: Path, opened: ExitStack) -> sqlite3.Connection:
    log = beside(path, "-wal")
    uri = f"{path.absolute().as_uri()}?immutable=1"
    if log.exists() and log.stat().st_size:
        try:
            copy = Path(opened.enter_context(TemporaryDirectory(prefix="station-"))) / "journal.db"
            shutil.copyfile(path, copy)
            shutil.copyfile(log, beside(copy, "-wal"))
            uri = copy.as_uri()
        except OSError:
            pass  # no room for a copy: what came before the log is better than nothing
    return _for_reading(uri, opened)


def _for_reading(uri: str, opened: ExitStack) -> sqlite3.Connection:
    db = connect(uri, uri=True)
    opened.callback(db.close)
    # A table of contents that is damaged, or longer than the file, shall not hide the rows.
    db.execute("PRAGMA writable_schema = ON")
    return db


def beside(path: Path, ending: str) -> Path:
    """A file that SQLite keeps beside a database."""
    return path.with_name(path.name + ending)
