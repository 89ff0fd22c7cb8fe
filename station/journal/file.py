"""The journal's file: opened, begun, appended to, and set aside if it is damaged."""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from station.core.past import Past
from station.journal.codec import Entry, columns
from station.journal.errors import (
    DamagedJournalError,
    JournalRefusedError,
    code,
    damaged,
)
from station.journal.folder import make_folder, sync_folder
from station.journal.reading import Folded, beside, connect, folded, readable
from station.journal.schema import MIGRATIONS, Migration, prepare

MEMORY: Final = ":memory:"
LOG_LIMIT: Final = 4 * 2**20
"""Bytes that the write-ahead log is cut to once it has grown longer, as while others read."""
INSERT: Final = (
    "INSERT INTO rows (boot, instant, wall, trusted, kind, bay, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ALONGSIDE: Final = ("-journal", "-shm", "-wal")


class JournalFile:
    """One journal. For one thread at a time; opened when it is first needed, and again if lost."""

    def __init__(
        self,
        path: Path | str,
        *,
        synchronous: Literal["FULL", "OFF"] = "FULL",
        migrations: Sequence[Migration] = MIGRATIONS,
        utc: Callable[[], time.struct_time] = time.gmtime,
    ) -> None:
        """`path` may be `:memory:`. `synchronous="OFF"`: a power cut may cost anything."""
        self.path: Final = Path(path)
        self._synchronous = synchronous
        self._migrations = migrations
        self._utc = utc
        self._db: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._last = 0
        """The last row that was read or written here; -1: a file that is no longer there had it."""
        self._follows = False
        """Whether the last row in the file was written here, and the file not opened since."""
        self._incidents: list[str] = []

    def past(self) -> Past:
        """Everything before now, as far as it can be read.

        A damaged file is set aside, and what can be read of it taken over, `gaps` and all: cream
        that may have been wiped is better than cream that is forgotten. If the file cannot be
        written, it is only read; if not even that, the past is empty. Raises
        JournalRefusedError if starting all the same would be wrong.
        """
        try:
            return self._taken(folded(self._opened()))
        except (sqlite3.Error, OSError) as error:
            self.close()
            past = self._read_only()
            if damaged(error):
                with suppress(OSError):  # the writer will meet it again, and say so
                    self.set_aside()
            return past

    def fold_all(self) -> Past:
        """The past from the first row, without the help of snapshots."""
        return folded(self._opened(), snapshots=False).past

    def continues(self) -> bool:
        """Whether what is appended now follows upon the last row read or written here.

        Not if the file was replaced, has rows that could not be read at the start, or was begun
        anew. Raises as `append`.
        """
        db = self._opened()
        return self._follows or _last_row(db) == self._last

    def append(self, entries: Sequence[Entry]) -> None:
        """Write all of these or none. On return they are on the disk for good.

        Raises sqlite3.Error, OSError or JournalRefusedError.
        """
        written = [columns(entry) for entry in entries]
        db = self._opened()
        try:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(INSERT, written)
            last = _last_row(db)
            db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            # SQLite opens what it may not write to for reading only, and for as long as it is
            # open. After other errors it stays open: what a failed commit has left in the log
            # counts for nothing only as long as it does.
            if code(error) == sqlite3.SQLITE_READONLY:
                self.close()
            raise
        self._last, self._follows = last, True

    def set_aside(self) -> Path:
        """Rename a damaged file and what belongs to it. The new name; OSError: it cannot be."""
        self.close()
        aside = self._name_aside()
        # What is alongside goes first: SQLite deletes a log that has no database.
        for ending in (*_ALONGSIDE, ""):
            with suppress(FileNotFoundError):
                beside(self.path, ending).rename(beside(aside, ending))
        sync_folder(self.path.parent)
        self._last = -1
        self._incidents.append(f"corrupt: set aside as {aside.name}")
        return aside

    def incidents(self) -> list[str]:
        """What became of the file since the last call, in words."""
        said, self._incidents = self._incidents, []
        return said

    def close(self) -> None:
        """Leave a database without anything alongside. It is opened again when needed."""
        db, self._db = self._db, None
        if db is not None:
            with suppress(sqlite3.Error):
                db.close()

    def _opened(self) -> sqlite3.Connection:
        if self._db is not None and self._identity != self._found():
            self.close()
            self._incidents.append("removed or replaced while in use: begun again")
        if self._db is None:
            self._db, self._follows = self._open(), False
            self._identity = self._found()
        return self._db

    def _open(self) -> sqlite3.Connection:
        if str(self.path) != MEMORY:
            _require_file(self.path)
            make_folder(self.path.parent)
            # SQLite does not say why it cannot open a file; the system does.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644))
            if not self.path.stat().st_size and _has_log(self.path):
                raise DamagedJournalError("empty, but with a write-ahead log")
        db = connect(str(self.path))
        try:
            db.execute(f"PRAGMA synchronous = {self._synchronous}")
            prepare(db, self.path, self._migrations)  # or refuse, before anything is changed
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT}")
        except BaseException:
            db.close()
            raise
        return db

    def _taken(self, found: Folded) -> Past:
        self._last = found.last
        return found.past

    def _read_only(self) -> Past:
        """What a file that cannot be opened for writing, or is damaged, says."""
        try:
            if not self.path.stat().st_size:
                # SQLite would delete its log, even if only asked to read.
                return Past(gaps=_has_log(self.path))
            with readable(self.path) as db:
                found = folded(db, as_far_as_it_goes=True)
        except FileNotFoundError:
            return Past()
        except (sqlite3.Error, OSError):
            return Past(gaps=True)
        return replace(self._taken(found), gaps=not found.whole)

    def _found(self) -> tuple[int, int] | None:
        if str(self.path) == MEMORY:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return found.st_dev, found.st_ino

    def _name_aside(self) -> Path:
        name = time.strftime(f"{self.path.name}.corrupt-%Y%m%dT%H%M%SZ", self._utc())
        aside, number = self.path.with_name(name), 1
        while any(beside(aside, ending).exists() for ending in (*_ALONGSIDE, "")):
            number += 1
            aside = self.path.with_name(f"{name}-{number}")
        return aside


def _last_row(db: sqlite3.Connection) -> int:
    return db.execute("SELECT max(number) FROM rows").fetchone()[0] or 0


def _has_log(path: Path) -> bool:
    log = beside(path, "-wal")
    return log.exists() and log.stat().st_size > 0


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise JournalRefusedError(
            path, f"is a directory: name a file in it, like {path / 'journal.db'}"
        )
    if path.exists() and not path.is_file():
        raise JournalRefusedError(path, "is not a file: name one")
