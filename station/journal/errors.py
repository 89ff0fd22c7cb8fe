"""What can be wrong with a journal, in words for people."""

import errno
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Final

from station.core.telling import one_line
from station.machine.exitstatus import UsageError


class JournalRefusedError(Exception):
    """A journal that cannot be used, however often one tries. Names the path and the cure."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


class NewerJournalError(JournalRefusedError):
    """It was written by a station that is newer than this one."""

    def __init__(self, path: Path, station: str, schema: int, known: int) -> None:
        station = one_line(station)  # the file says so, and anybody may have written that
        super().__init__(
            path,
            f"written by station {station} (schema {schema}); this version reads schema {known}:"
            f" install station {station} or newer, or name another journal",
        )


class JournalHeldError(JournalRefusedError):
    """Another station writes to it now; says which process that is."""


class UnknownBayError(UsageError):
    """A bay that neither journal nor config knows; says which there are."""

    def __init__(self, bay: str, known: Collection[str]) -> None:
        there = one_line(", ".join(sorted(known)))
        cure = f"use one of {there}" if known else "the journal has none yet"
        super().__init__(f"--bay '{bay}': there is no such bay; {cure}")


class DamagedJournalError(sqlite3.DatabaseError):
    """The file is no whole database, which SQLite itself would not notice."""


class UnexpectedRowsError(Exception):
    """The file does not end where it was left: what is written next needs a basis in front."""


_PRIMARY: Final = 0xFF
"""The part of SQLite's codes that says the kind; the rest only details it."""
_DAMAGE: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        # All statements are always the same: what cannot be said of this file could be of a
        # sound one.
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_TOOBIG,
    }
)
_WORDS: Final = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
}
_ERRNO_WORDS: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "readonly",
}
_OWN_WORDS: Final = {
    "is full": sqlite3.SQLITE_FULL,
    "readonly": sqlite3.SQLITE_READONLY,
    "locked": sqlite3.SQLITE_BUSY,
    "malformed": sqlite3.SQLITE_CORRUPT,
}


def code(error: BaseException) -> int:
    """Which of SQLite's primary codes an error has; 0: none."""
    if isinstance(error, DamagedJournalError):
        return sqlite3.SQLITE_CORRUPT
    if not isinstance(error, sqlite3.Error):
        return 0
    known: int | None = getattr(error, "sqlite_errorcode", None)
    if known is not None:
        return known & _PRIMARY
    # One that SQLite did not raise itself, as a replay does, has only its words.
    return next((number for words, number in _OWN_WORDS.items() if words in str(error)), 0)


def damaged(error: BaseException) -> bool:
    """Whether the file itself is at fault, and writing to it again can only make it worse."""
    # SQLite quotes the damage in what it says, which may then be no text at all.
    return code(error) in _DAMAGE or isinstance(error, UnicodeDecodeError)


def reason(error: BaseException) -> str:
    """Why a journal cannot be written or read."""
    if isinstance(error, OSError):
        said = error.strerror or str(error)
        return _ERRNO_WORDS.get(error.errno or 0, said[:1].lower() + said[1:])
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE:
        return "full"  # the file that a log is shared by cannot be made longer
    if isinstance(error, sqlite3.Error):
        return _WORDS.get(code(error), str(error))
    if isinstance(error, UnicodeDecodeError):
        return "corrupt"
    return str(error) if isinstance(error, JournalRefusedError) else repr(error)
