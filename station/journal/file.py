"""The journal's file: opened, begun, appended to, and set aside if it is damaged."""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from station.core.change import replace
from station.core.past import Past
from station.journal.aside import asides, mark_taken_over, newest_of_use, set_aside
from station.journal.codec import Entry, Snapshot, columns, sealed
from station.journal.errors import (
    DamagedJournalError,
    JournalRefusedError,
    UnexpectedRowsError,
    code,
    damaged,
)
from station.journal.folder import make_folder
from station.journal.reading import Folded, beside, connect, folded, readable
from station.journal.room import short_of_room
from station.journal.schema import HEADER, MIGRATIONS, Migration, prepare, require_header
from station.machine.pace import after_you

MEMORY: Final = ":memory:"
LOG_LIMIT: Final = 4 * 2**20
"""Bytes that the write-ahead log is cut to once it has grown longer, as while others read."""
INSERT: Final = (
    "INSERT INTO rows (number, boot, instant, wall, trusted, kind, bay, body, crc)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


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
        """`path` may be `:memory:`. `synchronous="OFF"`: a power cut may cost anything.

        Only tests have other `migrations`, or another `utc`.
        """
        self.path: Final = Path(path)
        self._synchronous = synchronous
        self._migrations = migrations
        self._utc = utc
        self._db: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._last = 0
        """The last row that was read or written here; -1: it is not in the file that is there."""
        self._damaged = False
        """The file that is there was found so: the next to be written is another."""
        self._written = False
        """Whether the last row was written here, and to the file that is there."""
        self._told_others = False
        self._incidents: list[str] = []

    def past(self) -> Past:
        """Everything before now, as far as it can be read.

        What can be read of a damaged file is taken over, with `gaps`: cream that may have been
        wiped is better than cream that is forgotten. It stays where it is until another can be
        begun with all that; who dies between finds it set aside. If the file cannot be written, it
        is only read; if not even that, the past is empty. Raises JournalRefusedError if starting
        all the same would be wrong.
        """
        try:
            found = folded(self._opened())
            self._damaged = not found.whole
        except JournalRefusedError:
            raise
        except Exception as error:  # noqa: BLE001 - bits that changed may make Python say anything
            self.close()
            self._damaged = damaged(error) or not isinstance(error, (sqlite3.Error, OSError))
            found = self._read_only(self.path)
        self._last, self._written = found.last, False
        return found.past if found.last else self._before_all(found.past)

    def continues(self) -> bool:
        """Whether what is appended now follows upon the last row read or written here.

        Not if the file is damaged, was replaced, has rows of somebody else or that could not be
        read at the start, or was begun anew. Raises as `append`.
        """
        after_you()
        return not self._damaged and self._follows(_last_row(self._opened()))

    def append(self, entries: Sequence[Entry]) -> None:
        """Write all of these or none. On return they are on the disk for good.

        Unless a basis is the first: raises UnexpectedRowsError if they do not follow upon the
        last row read or written here. Raises sqlite3.Error, OSError or JournalRefusedError.
        """
        written = [columns(entry) for entry in entries]
        first = entries[0]
        based = isinstance(first, Snapshot) and first.basis
        if self._damaged:
            self._leave_damaged(based=based)
        db = self._opened()
        after_you()
        try:
            db.execute("BEGIN IMMEDIATE")
            last = self._end(db, based=based)
            db.executemany(INSERT, [sealed(n, said) for n, said in enumerate(written, last + 1)])
            after_you()
            db.execute("COMMIT")
        except Exception as error:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            # SQLite opens what it may not write to for reading only, and for as long as it is
            # open. After other errors it stays open: what a failed commit has left in the log
            # counts for nothing only as long as it does.
            if code(error) == sqlite3.SQLITE_READONLY:
                self.close()
            raise
        self._last, self._written = last + len(written), True
        if based and str(self.path) != MEMORY:
            mark_taken_over(self.path)

    def set_aside(self) -> Path:
        """Rename a damaged file and what belongs to it. The new name; OSError: it cannot be."""
        self.close()
        aside = set_aside(self.path, self._utc)
        self._last, self._damaged, self._written = -1, False, False
        self._incidents.append(f"corrupt: set aside as {aside.name}")
        return aside

    def short_of_room(self) -> str | None:
        """Why it may soon not be written any more; None: there is room, or nobody can tell."""
        if str(self.path) == MEMORY:
            return None
        try:
            return short_of_room(self.path)
        except OSError:
            return None

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
            self._last, self._written = -1, False
            self._incidents.append("removed or replaced while in use: begun again")
        if self._db is None:
            self._db = self._open()
            self._identity = self._found()
        return self._db

    def _follows(self, last: int) -> bool:
        """Whether the last row in the file is the one that was read or written here."""
        if last != self._last and self._written and not self._told_others:
            self._told_others = True
            self._incidents.append("something else has written to it: what it wrote is void")
        return last == self._last

    def _end(self, db: sqlite3.Connection, *, based: bool) -> int:
        """The last row in the file, to write after it; nobody else can until this is done."""
        last = _last_row(db)
        if not self._follows(last) and not based:
            raise UnexpectedRowsError
        return last

    def _leave_damaged(self, *, based: bool) -> None:
        if not based:
            raise UnexpectedRowsError
        try:
            self.set_aside()
        except OSError as error:
            raise DamagedJournalError("it cannot be set aside") from error

    def _open(self) -> sqlite3.Connection:
        if str(self.path) != MEMORY:
            _require_file(self.path)
            make_folder(self.path.parent)
            # SQLite does not say why it cannot open a file; the system does.
            _look_at(self.path)
            if not self.path.stat().st_size and _has_log(self.path):
                raise DamagedJournalError("empty, but with a write-ahead log")
        db = connect(str(self.path))
        try:
            db.execute(f"PRAGMA synchronous = {self._synchronous}")
            prepare(db, self.path, self._migrations)  # or refuse, before anything is changed
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT}")
        except (sqlite3.Error, OSError, JournalRefusedError):
            db.close()
            raise
        except Exception as error:
            db.close()
            raise DamagedJournalError(repr(error)) from error
        return db

    def _read_only(self, path: Path) -> Folded:
        """What a file that cannot be opened for writing, or is damaged, says."""
        unknown = Folded(Past(gaps=True), -1, whole=False)
        try:
            if not path.stat().st_size:
                # SQLite would delete its log, even if only asked to read.
                return unknown if _has_log(path) else Folded(Past(), 0, whole=True)
            with readable(path) as db:
                return folded(db, as_far_as_it_goes=True)
        except FileNotFoundError:
            return Folded(Past(), 0, whole=True)
        except Exception:  # noqa: BLE001 - as in `past`
            return unknown

    def _before_all(self, past: Past) -> Past:
        """The past of a journal without any row: if others were set aside, it is not the first."""
        if str(self.path) == MEMORY:
            return past
        try:
            others = asides(self.path)
            newest = newest_of_use(others)
        except OSError:
            return past
        if not others:
            return past
        self._last = -1
        # Whoever set it aside died before he could write what it had said.
        return replace(past if newest is None else self._read_only(newest).past, gaps=True)

    def _found(self) -> tuple[int, int] | None:
        if str(self.path) == MEMORY:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return found.st_dev, found.st_ino


def _last_row(db: sqlite3.Connection) -> int:
    return db.execute("SELECT max(number) FROM rows").fetchone()[0] or 0


def _look_at(path: Path) -> None:
    """Raises OSError if it cannot be opened or made, DamagedJournalError if it must not be."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        header = os.read(opened, HEADER)
    finally:
        os.close(opened)
    require_header(header)


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
