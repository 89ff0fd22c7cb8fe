"""Damaged journals that were set aside: `journal.db.corrupt-<when>`, and whether they are of use.

What could be read of one is written anew at the head of the journal that follows it. Only then is
it marked as taken over: whoever dies before finds it unmarked, and reads it once more. One that is
marked says how it was long ago, and nothing of today.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.journal.folder import sync_folder
from station.journal.reading import beside

ASIDE: Final = ".corrupt-"
TAKEN_OVER: Final = ".taken-over"
"""Ends the name of the empty file that marks one."""
_ALONGSIDE: Final = ("-journal", "-shm", "-wal")


def asides(path: Path) -> list[Path]:
    """All that were set aside of the journal at `path`. Raises OSError."""
    return [
        other
        for other in path.parent.iterdir()
        if other.name.startswith(path.name + ASIDE)
        and not other.name.endswith((*_ALONGSIDE, TAKEN_OVER))
    ]


def newest_of_use(set_aside: list[Path]) -> Path | None:
    """The one that was written to last, of those that were not taken over. Raises OSError."""
    unknown = [aside for aside in set_aside if not beside(aside, TAKEN_OVER).exists()]
    return max(unknown, key=_written_last, default=None)


def mark_taken_over(path: Path) -> None:
    """Whatever was set aside of the journal at `path` says no more than that does now."""
    # Without the mark it is only read once more than need be.
    with suppress(OSError):
        for aside in asides(path):
            beside(aside, TAKEN_OVER).touch()


def set_aside(path: Path, utc: Callable[[], time.struct_time]) -> Path:
    """Rename a damaged file and what belongs to it. The new name. Raises OSError: it cannot be."""
    aside = _free_name(path, utc)
    # What is alongside goes first: SQLite deletes a log that has no database.
    for ending in (*_ALONGSIDE, ""):
        with suppress(FileNotFoundError):
            beside(path, ending).rename(beside(aside, ending))
    sync_folder(path.parent)
    return aside


def _free_name(path: Path, utc: Callable[[], time.struct_time]) -> Path:
    name = path.name + ASIDE + time.strftime("%Y%m%dT%H%M%SZ", utc())
    aside, number = path.with_name(name), 1
    while any(beside(aside, ending).exists() for ending in (*_ALONGSIDE, TAKEN_OVER, "")):
        number += 1
        aside = path.with_name(f"{name}-{number}")
    return aside


def _written_last(path: Path) -> int:
    """When a database or its log was last written, in ns of the wall clock."""
    there = [p for p in (path, beside(path, "-wal")) if p.exists()]
    return max((p.stat().st_mtime_ns for p in there), default=0)
