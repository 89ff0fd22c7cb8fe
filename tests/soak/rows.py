"""A journal's rows as SQLite has them, read from a copy: nobody looks at the file itself.

Who opens a journal that a kill left behind mends it; the station must do that alone.
"""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

NO_FACTS = ("checkpoint", "snapshot", "basis")


@dataclass(frozen=True)
class Row:
    """One row."""

    number: int
    boot: str
    instant: int
    kind: str
    bay: str | None = None
    body: Mapping[str, object] = field(default_factory=dict)

    @property
    def fact(self) -> bool:
        """Whether it is one."""
        return self.kind not in NO_FACTS

    @property
    def at(self) -> int:
        """The fact's own instant, in milliseconds."""
        return self.whole("at")

    @property
    def acted(self) -> int:
        """When the station acted on it."""
        return self.whole("acted")

    @property
    def late(self) -> bool:
        """Whether it says that it is."""
        return self.body.get("late") is True

    def whole(self, name: str) -> int:
        """A number that it must have."""
        number = self.body.get(name)
        assert isinstance(number, int), f"row {self.number} has no {name}: {self}"
        return number


def copied(journal: Path, folder: Path) -> Path:
    """A copy of what a dead process has left."""
    folder.mkdir(exist_ok=True)
    for ending in ("", "-wal"):
        copy, left = folder / f"copy{ending}", Path(f"{journal}{ending}")
        copy.unlink(missing_ok=True)
        if left.exists():
            shutil.copyfile(left, copy)
    (folder / "copy-shm").unlink(missing_ok=True)
    return folder / "copy"


def read(path: Path) -> list[Row]:
    """All rows; none of a journal that was killed before it was made."""
    with closing(sqlite3.connect(path)) as db:
        if not db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'rows'").fetchone()[0]:
            return []
        found = db.execute(
            "SELECT number, boot, instant, kind, bay,"
            " CASE WHEN kind IN ('snapshot', 'basis') THEN '{}' ELSE coalesce(body, '{}') END"
            " FROM rows ORDER BY number"
        ).fetchall()
    return [
        Row(number, boot, instant, kind, bay, json.loads(body))
        for number, boot, instant, kind, bay, body in found
    ]


def integrity(path: Path) -> str:
    """What SQLite says of a whole database: `ok`."""
    with closing(sqlite3.connect(path)) as db:
        return "; ".join(str(said) for (said,) in db.execute("PRAGMA integrity_check"))
