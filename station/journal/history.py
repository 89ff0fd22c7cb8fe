"""A journal as others read it, while a station writes to it or when none does."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station.core.past import Past
from station.core.stamp import Row
from station.journal.codec import BASIS, CHECKPOINT, SNAPSHOT, UnreadableRowError, entry
from station.journal.errors import JournalRefusedError, damaged, reason
from station.journal.reading import RECORDS, folded, readable
from station.journal.schema import MIGRATIONS, known_schema, require_rows

AT_ONCE: Final = 1_000
"""Rows read in one go. While one reads, the writer's log cannot be emptied: not for long."""

_EFFECTIVE: Final = os.access in os.supports_effective_ids


class History:
    """A journal that is only read. Close it, or use it in a `with`.

    Any method raises JournalRefusedError if the file cannot be read, or no further; because of a
    FileNotFoundError if there is none.
    """

    def __init__(self, path: Path, schema: int = len(MIGRATIONS)) -> None:
        """`schema`: the one that is to be read."""
        self.path = path
        self._schema = schema
        self.unreadable = 0
        """How many rows `rows` has left out because they are damaged."""
        self._opened = ExitStack()
        try:
            with self._in_words():
                self._db = self._open()
        except BaseException:
            self.close()
            raise

    def past(self) -> Past:
        """What the station would know if it started now."""
        with self._in_words():
            return folded(self._db).past

    def rows(
        self, *, bay: str | None = None, since: int | None = None, checkpoints: bool = False
    ) -> Iterator[Row]:
        """Its rows as they were written.

        `bay`: only this bay's facts. `since`: only from that wall time on, in milliseconds since
        1970. Rows that come to be written meanwhile may or may not be among them.
        """
        without = (SNAPSHOT, BASIS) if checkpoints else (SNAPSHOT, BASIS, CHECKPOINT)
        wishes = [f"kind NOT IN ({', '.join('?' * len(without))})"]
        values: list[object] = [*without]
        if bay is not None:
            wishes.append("bay = ?")
            values.append(bay)
        if since is not None:
            wishes.append("wall >= ?")
            values.append(since)
        wanted = f"{RECORDS} WHERE number > ? AND {' AND '.join(wishes)} ORDER BY number LIMIT ?"
        last = 0
        while True:
            with self._in_words():
                records = self._db.execute(wanted, (last, *values, AT_ONCE)).fetchall()
            for record in records:
                try:
                    found = entry(record)
                except UnreadableRowError:
                    self.unreadable += 1
                    continue
                if isinstance(found, Row):
                    yield found
            if len(records) < AT_ONCE:
                return
            last = records[-1][0]

    def bays(self) -> set[str]:
        """Every bay that a row names, also one that the station no longer has."""
        with self._in_words():
            found = self._db.execute("SELECT DISTINCT bay FROM rows WHERE bay IS NOT NULL")
            return {str(bay) for (bay,) in found}

    def close(self) -> None:
        """Read no more."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection:
        if self.path.is_dir():
            raise JournalRefusedError(self.path, "is a directory, not a journal: name a file")
        # The system says why it cannot be read; SQLite would not. To open it and close it again
        # would give up the locks of a writer in this process.
        if self.path.stat() and not os.access(self.path, os.R_OK, effective_ids=_EFFECTIVE):
            raise PermissionError
        db = self._opened.enter_context(readable(self.path))
        schema = known_schema(db, self.path, self._schema)
        if not schema:
            raise JournalRefusedError(self.path, "has nothing in it yet: has its station run?")
        if schema < self._schema:
            raise JournalRefusedError(
                self.path,
                f"written by an older station (schema {schema}; this version reads schema"
                f" {self._schema}): start this station once, which brings it up to date",
            )
        require_rows(db)
        return db

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as missing:
            raise JournalRefusedError(
                self.path, "no such journal: the station has not run yet, or keeps it elsewhere"
            ) from missing
        except PermissionError:
            raise JournalRefusedError(
                self.path,
                "you may not read this journal: run it with sudo, or join the group station",
            ) from None
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise JournalRefusedError(self.path, _unreadable(error)) from error


def open_read_only(path: Path) -> History:
    """A journal to be read. Raises JournalRefusedError."""
    return History(path)


def _unreadable(error: Exception) -> str:
    if damaged(error) or not isinstance(error, (sqlite3.Error, OSError)):
        return (
            "is damaged, or no journal: the station sets a damaged one aside when it starts, and"
            " begins another"
        )
    return f"cannot be read: {reason(error)}"
