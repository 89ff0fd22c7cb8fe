"""The journal's tables, and how older ones are brought up to date.

`meta` says which station made which schema, and stays as it is in every later one, so that an
older station can say who reads a journal that it cannot.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.journal.errors import DamagedJournalError, JournalRefusedError, NewerJournalError
from station.machine.version import version_of

APPLICATION: Final = 0x53744A6E
"""`StJn`: the file belongs to a station, as `file` and others may tell from its header."""

HEADER: Final = 100
"""Bytes that any database begins with."""

Migration = Callable[[sqlite3.Connection], None]
"""Brings the tables from one schema to the next, in a transaction that is open."""


def _first(db: sqlite3.Connection) -> None:
    """Numbers count without a gap: nothing is ever deleted, and what fails takes none.

    AUTOINCREMENT has SQLite keep the last number in a page of its own: so rows are missed that
    the disk has cut off the end of the table.

    No index: the newest snapshot is among the last few hundred rows, so reading backwards finds
    it at once, and a commit touches fewer pages.
    """
    db.execute(
        "CREATE TABLE rows ("
        " number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " boot TEXT NOT NULL,"
        " instant INTEGER NOT NULL,"  # milliseconds of that boot's clock
        " wall INTEGER NOT NULL,"  # milliseconds since 1970
        " trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),"
        " kind TEXT NOT NULL,"  # a fact's, checkpoint, snapshot or basis
        " bay TEXT,"
        " body TEXT,"  # JSON
        " crc INTEGER NOT NULL"  # of all the others
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

    JournalRefusedError: the database is somebody else's. DamagedJournalError: it contradicts
    itself. A refusal keeps the station down for good, so one changed bit must not look like one.
    """
    schema = _number(db, "PRAGMA user_version")
    if _number(db, "PRAGMA application_id") != APPLICATION:
        _require_nobodys(db, path, schema)
        return 0
    made, station = _newest_made(db)
    if schema > newest and made > newest:
        raise NewerJournalError(path, station, schema, newest)
    if schema != made:
        raise DamagedJournalError(f"made as schema {made}, marked as {schema}")
    return schema


def _require_nobodys(db: sqlite3.Connection, path: Path, schema: int) -> None:
    """That a file without our mark is new."""
    tables = _number(db, "SELECT count(*) FROM sqlite_schema")
    pages = _number(db, "PRAGMA page_count")
    if not schema and not tables and pages <= 1:
        return
    ours = db.execute("SELECT name FROM pragma_table_info('rows')").fetchall()
    if {"number", "boot", "instant", "crc"} <= {name for (name,) in ours}:
        raise DamagedJournalError("a journal that is not marked as one")
    if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise DamagedJournalError("nobody knows whose it was")
    raise JournalRefusedError(
        path, "is another program's database, not a journal: name another file"
    )


def require_header(header: bytes) -> None:
    """Raises DamagedJournalError if a journal's header asks SQLite for what no station does.

    It would do it: write nothing to a file that says it is of a later format (at 18), and use
    pages of the rows for its own ends in one that is to become shorter by itself (at 52).
    """
    if header[68:72] == APPLICATION.to_bytes(4) and (
        not {header[18], header[19]} <= {1, 2} or any(header[52:56])
    ):
        raise DamagedJournalError("its header was changed")


def require_rows(db: sqlite3.Connection) -> None:
    """Raises DamagedJournalError if a journal has lost its table."""
    if not _number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'rows'"):
        raise DamagedJournalError("no table of rows")


def _make(db: sqlite3.Connection, number: int, migrate: Migration) -> None:
    if _number(db, "PRAGMA user_version") >= number:
        return  # another process did it while we waited for the lock
    db.execute("CREATE TABLE IF NOT EXISTS meta (schema INTEGER PRIMARY KEY, station TEXT) STRICT")
    migrate(db)
    db.execute("INSERT INTO meta VALUES (?, ?)", (number, version_of("station") or "unknown"))
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {number}")


def _newest_made(db: sqlite3.Connection) -> tuple[int, str]:
    """The newest schema that the file was brought to, and which station did."""
    row = db.execute("SELECT schema, station FROM meta ORDER BY schema DESC LIMIT 1").fetchone()
    if row is None:
        raise DamagedJournalError("nothing says who made it")
    return int(row[0]), str(row[1])


def _number(db: sqlite3.Connection, question: str) -> int:
    return int(db.execute(question).fetchone()[0])
