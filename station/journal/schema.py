"""The journal's tables, and how older ones are brought up to date.

`meta` says which station made which schema, and stays as it is in every later one, so that an
older station can say who reads a journal that it cannot.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Final

from station.journal.errors import DamagedJournalError, JournalRefusedError, NewerJournalError

APPLICATION: Final = 0x53744A6E
"""`StJn`: the file belongs to a station, as `file` and others may tell from its header."""

Migration = Callable[[sqlite3.Connection], None]
"""Brings the tables from one schema to the next, in a transaction that is open."""


def _first(db: sqlite3.Connection) -> None:
    """Numbers count without a gap: nothing is ever deleted, and what fails takes none.

    No index: the newest snapshot is among the last few hundred rows, so reading backwards finds
    it at once, and a commit touches fewer pages.
    """
    db.execute(
        "CREATE TABLE rows ("
        " number INTEGER PRIMARY KEY,"
        " boot TEXT NOT NULL,"
        " instant INTEGER NOT NULL,"  # milliseconds of that boot's clock
        " wall INTEGER NOT NULL,"  # milliseconds since 1970
        " trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),"
        " kind TEXT NOT NULL,"  # a fact's, checkpoint, snapshot or basis
        " bay TEXT,"
        " body TEXT"  # JSON
        ") STRICT"
    )
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER no_{change.lower()} BEFORE {change} ON rows"
            " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


MIGRATIONS: Final[Sequence[Migration]] = (_first,)
"""In order; as many as the present schema's number. None is ever changed once released."""


def prepare(db: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    """Bring a journal up to date, or an empty file to begin with.

    Raises JournalRefusedError, or sqlite3.Error if it is damaged or cannot be written.
    """
    schema = known_schema(db, path, len(migrations))
    for number, migrate in enumerate(migrations[schema:], schema + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            _make(db, number, migrate)
            db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
    require_rows(db)


def known_schema(db: sqlite3.Connection, path: Path, newest: int) -> int:
    """The schema of a journal, 0 for an empty file. Raises NewerJournalError if it is newer.

    JournalRefusedError: the database is somebody else's.
    """
    schema = _number(db, "PRAGMA user_version")
    if _number(db, "PRAGMA application_id") != APPLICATION:
        if schema or _number(db, "SELECT count(*) FROM sqlite_schema"):
            raise JournalRefusedError(
                path, "is another program's database, not a journal: name another file"
            )
        return 0
    if schema > newest:
        raise NewerJournalError(path, _maker(db), schema, newest)
    return schema


def require_rows(db: sqlite3.Connection) -> None:
    """Raises DamagedJournalError if a journal has lost its table."""
    if not _number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'rows'"):
        raise DamagedJournalError("no table of rows")


def _make(db: sqlite3.Connection, number: int, migrate: Migration) -> None:
    if _number(db, "PRAGMA user_version") >= number:
        return  # another process did it while we waited for the lock
    db.execute("CREATE TABLE IF NOT EXISTS meta (schema INTEGER PRIMARY KEY, station TEXT) STRICT")
    migrate(db)
    db.execute("INSERT INTO meta VALUES (?, ?)", (number, _version()))
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {number}")


def _maker(db: sqlite3.Connection) -> str:
    with suppress(sqlite3.Error):
        row = db.execute("SELECT station FROM meta ORDER BY schema DESC LIMIT 1").fetchone()
        if row is not None:
            return str(row[0])
    return "of a later version"


def _number(db: sqlite3.Connection, question: str) -> int:
    return int(db.execute(question).fetchone()[0])


def _version() -> str:
    try:
        return metadata.version("station")
    except metadata.PackageNotFoundError:  # run from its source
        return "unknown"
