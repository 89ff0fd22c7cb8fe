"""The disk under a mock station's journal, which can be filled or made read-only at will."""

import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

from station.journal.codec import Entry
from station.journal.errors import JournalRefusedError, reason
from station.journal.file import JournalFile

DiskState: TypeAlias = Literal["full", "readonly", "ok"]
SQLITE: Final = b"SQLite format 3\0"
SAYS: Final[dict[DiskState, str]] = {
    "full": "database or disk is full",
    "readonly": "attempt to write a readonly database",
}
"""What SQLite itself says then."""


class MockDisk:
    """Where a mock station finds its journal at each start.

    Nothing waits for a real disk: what is written counts as saved, as section 6 has it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state: DiskState = "ok"

    def file(self) -> JournalFile:
        """The journal, as a station that starts now finds it."""
        return _FileOnDisk(self)


class _FileOnDisk(JournalFile):
    def __init__(self, disk: MockDisk) -> None:
        super().__init__(disk.path, synchronous="OFF")
        self._disk = disk

    def short_of_room(self) -> None:
        """Nothing: how full this machine's own disk is is not what is tried here."""

    def append(self, entries: Sequence[Entry]) -> None:
        if self._disk.state != "ok":
            raise sqlite3.OperationalError(SAYS[self._disk.state])
        super().append(entries)


def require_journal(path: Path) -> None:
    """Raises JournalRefusedError if something else than a journal is there: a slip of the hand.

    A station would set it aside as a damaged journal, and go on. Refused too is what can be none,
    or cannot be read.
    """
    if not path.name:
        raise JournalRefusedError(path, "names no file: name one")
    try:
        begins = _beginning(path)
    except FileNotFoundError:
        return  # it is yet to be made
    except OSError as error:
        raise JournalRefusedError(
            path, f"cannot be read: {reason(error)}: name another file"
        ) from error
    if begins not in (b"", SQLITE):
        raise JournalRefusedError(path, "is no journal: name another file")


def _beginning(path: Path) -> bytes:
    """Its first bytes. Raises OSError, or JournalRefusedError if it is no ordinary file."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise JournalRefusedError(path, "is a directory: name a file in it")
    if not stat.S_ISREG(mode):  # not even opened: a pipe would wait for somebody to write
        raise JournalRefusedError(path, "is no ordinary file: name another file")
    with path.open("rb") as file:
        return file.read(len(SQLITE))
