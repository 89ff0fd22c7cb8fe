"""The facts that the board has seen, kept in SQLite: for looking back at a day, and at alarms.

One thread writes, a batch at a time. It is a copy of what the stations' own journals keep: so the
queue is bounded, what does not fit is counted and dropped, and nobody waits for the disk; only who
ends it does, for as long as one last attempt takes.
"""

import contextlib
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from station.web.board.said import Fact, milliseconds

APPLICATION: Final = 0x53_42_4F_31
"""Marks the file as the board's ("SBO1")."""
KEPT: Final = 90 * 86_400_000
"""Milliseconds that a fact is kept."""
MOST_FACTS: Final = 5_000_000
"""About 1 GB; the oldest go first."""
MOST_WAITING: Final = 20_000
BATCH: Final = 2_000
ROUND: Final = 10.0
"""Seconds after which it is written that the board still listens, if no fact came."""
ASLEEP: Final = 2
"""Rounds: if one takes longer by the wall clock, the machine slept and heard nothing (or its disk
hung, or its clock was set: rather a gap too many than one that nobody is told of)."""
GATHERS: Final = 0.2
"""Seconds after a fact in which others come that are written with it."""
RESTS: Final = 1.0
"""Seconds after which it tries again what could not be written: the disk may be full for long."""
PARTING: Final = 10.0
"""Seconds that the last attempt may take: another program may lock the file for half of them."""
DEAF: Final = 30_000
"""Milliseconds: what is shorter is not told."""
TIDY: Final = 3600.0
"""Seconds from one pruning to the next."""
VERSION: Final = 1
"""Of the tables, as the file says it. 0: a fact's key had no panel."""
SCHEMA: Final = (
    """
    CREATE TABLE IF NOT EXISTS fact (
        id INTEGER PRIMARY KEY,
        station TEXT NOT NULL, boot TEXT NOT NULL, bay TEXT NOT NULL, kind TEXT NOT NULL,
        panel INTEGER NOT NULL DEFAULT -1, -- -1: of none
        at INTEGER NOT NULL,      -- ms of the boot clock
        time INTEGER NOT NULL,    -- ms since 1970: the fact's own, or when it was heard
        heard INTEGER NOT NULL,   -- ms since 1970
        told BLOB NOT NULL,       -- the fact as JSON
        UNIQUE (station, boot, bay, panel, kind, at)
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS heard (
        began INTEGER PRIMARY KEY, ended INTEGER NOT NULL  -- ms since 1970: listened to the broker
    ) STRICT
    """,
)
INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS fact_time ON fact (time)",
    "CREATE INDEX IF NOT EXISTS fact_bay ON fact (station, bay, time)",
)
TAKEN_OVER: Final = """
INSERT INTO fact
SELECT id, station, boot, bay, kind,
    coalesce(json_extract(CAST(told AS TEXT), '$.panel'), -1), at, time, heard, told
FROM fact_0 ORDER BY id
"""
"""From version 0, once: of MOST_FACTS it takes a minute or two, and as much room again."""


class RecordRefusedError(Exception):
    """The file cannot be the board's record. Says why, and what to do."""


class Kept(msgspec.Struct, frozen=True, gc=False):
    """A fact as it was kept."""

    station: str
    fact: Fact
    heard: int
    """When, in milliseconds since 1970."""


class Record:
    """One file, and the thread that writes it."""

    def __init__(self, path: Path, joined: Callable[[], bool]) -> None:
        """Opens or makes it. `joined`: whether the broker is heard. Raises RecordRefusedError."""
        self.path = path
        self.trouble: str | None = None
        """Why nothing is saved at present."""
        self.dropped = 0
        """Facts that are nowhere."""
        self._waiting: queue.Queue[tuple[str, Fact, int] | None] = queue.Queue(MOST_WAITING)
        self._joined = joined
        self._ended = threading.Event()
        _prepare(path)
        self._thread = threading.Thread(target=self._write, name="record", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what waits, if that can be done at once, and end."""
        self._ended.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)  # wakes it; and if it is full, it does not sleep
        self._thread.join(PARTING)

    def now_wrong(self) -> str | None:
        """Why nothing is saved at present; None: it is."""
        if self.trouble is None and self.dropped:
            return f"{self.dropped} facts came too fast"
        return self.trouble

    def keep(self, station: str, fact: Fact, heard: int) -> None:
        """Keep a fact, soon; twice the same is once. Never waits."""
        try:
            self._waiting.put_nowait((station, fact, heard))
        except queue.Full:
            self.dropped += 1

    def between(
        self, begin: int, end: int, where: tuple[str | None, str | None], most: int
    ) -> list[Kept]:
        """The facts of some time (ms since 1970), in order: of a station or all, of a bay or all.

        A station's own facts go with those of each of its bays. No more than the latest `most`.
        Raises OSError if the file cannot be read.
        """
        sql = (
            "SELECT station, told, heard FROM fact WHERE time >= :begin AND time < :end"
            " AND (:station IS NULL OR station = :station)"
            " AND (:bay IS NULL OR bay IN (:bay, ''))"
            " ORDER BY time DESC, id DESC LIMIT :most"
        )
        words = {"begin": begin, "end": end, "station": where[0], "bay": where[1], "most": most}
        rows = self._rows(sql, words)
        return [
            Kept(station, _FACTS.decode(told), heard) for station, told, heard in reversed(rows)
        ]

    def deaf(self, begin: int, end: int) -> list[tuple[int, int]]:
        """When between two instants (ms since 1970) the broker was not listened to.

        Raises OSError if the file cannot be read.
        """
        sql = "SELECT began, ended FROM heard WHERE ended > :begin AND began < :end ORDER BY began"
        gaps, until = [], begin
        for began, ended in self._rows(sql, {"begin": begin, "end": end}):
            if began > until + DEAF:
                gaps.append((until, began))
            until = max(until, ended)
        return [*gaps, (until, end)] if end > until + DEAF else gaps

    def _rows(self, sql: str, words: Mapping[str, object]) -> list[tuple[Any, ...]]:
        try:
            with _opened(self.path) as file:
                return file.execute(sql, words).fetchall()
        except sqlite3.Error as error:
            raise OSError(f"{self.path}: {error}") from None

    def _write(self) -> None:
        batch: list[tuple[str, Fact, int]] = []
        tidied = -TIDY
        began: int | None = None
        awake = _now()
        while True:
            ending = self._ended.is_set()
            self._fill(batch, 0 if batch or ending else ROUND)
            now = _now()
            if not self._joined():
                began = None
            elif began is None or now - awake > ASLEEP * 1000 * ROUND:
                began = now
            awake = now
            try:
                with _opened(self.path) as file:
                    file.executemany(_INSERT, [_row(*each) for each in batch])
                    if began is not None:
                        file.execute(_HEARD, (began, now))
                    if time.monotonic() - tidied > TIDY:
                        _prune(file, now)
                        tidied = time.monotonic()
                batch.clear()
                self.trouble = None
            except sqlite3.Error as error:
                self.trouble = str(error)
                if ending:
                    return
                self._ended.wait(RESTS)
            if ending and self._waiting.empty():
                return

    def _fill(self, batch: list[tuple[str, Fact, int]], timeout: float) -> None:
        """Wait so many seconds for the next, and take what comes soon after it."""
        until: float | None = None
        with contextlib.suppress(queue.Empty):
            while len(batch) < BATCH:
                following = self._waiting.get(timeout=timeout)
                if following is not None:
                    batch.append(following)
                until = until or time.monotonic() + GATHERS
                timeout = 0 if self._ended.is_set() else max(0, until - time.monotonic())


def _now() -> int:
    return time.time_ns() // 1_000_000


def _row(station: str, fact: Fact, heard: int) -> tuple[object, ...]:
    own = heard if fact.time is None else milliseconds(fact.time)
    told = msgspec.json.encode(fact)
    at = round(1000 * fact.at)
    panel = -1 if fact.panel is None else fact.panel
    return station, fact.boot, fact.bay or "", fact.fact, panel, at, own, heard, told


_INSERT: Final = (
    "INSERT OR IGNORE INTO fact (station, boot, bay, kind, panel, at, time, heard, told)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HEARD: Final = (
    "INSERT INTO heard VALUES (?, ?) ON CONFLICT DO UPDATE SET ended = max(ended, excluded.ended)"
)
_FACTS: Final = msgspec.json.Decoder(Fact)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    file = sqlite3.connect(path, timeout=5)
    try:
        with file:
            yield file
    finally:
        file.close()


def _prepare(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise RecordRefusedError(f"--history {path}: {error.strerror}: name another file") from None
    try:
        with _opened(path) as file:
            mark = file.execute("PRAGMA application_id").fetchone()[0]
            tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and mark != APPLICATION:
                raise RecordRefusedError(
                    f"--history {path}: this is somebody else's file: name one that is not there"
                )
            file.execute(f"PRAGMA application_id = {APPLICATION}")
            file.execute("PRAGMA journal_mode = WAL")
            _make(file, path)
    except sqlite3.Error as error:
        raise RecordRefusedError(
            f"--history {path}: {error}: move it away, or name another file"
        ) from None


def _make(file: sqlite3.Connection, path: Path) -> None:
    """The tables as they are now, from whatever there is: all of it or nothing."""
    file.execute("BEGIN IMMEDIATE")
    version = file.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise RecordRefusedError(f"--history {path}: made by a later board: name another file")
    table = "SELECT count(*) FROM sqlite_master WHERE name = 'fact'"
    older = version < VERSION and file.execute(table).fetchone()[0]
    if older:
        file.execute("ALTER TABLE fact RENAME TO fact_0")
    for statement in SCHEMA:
        file.execute(statement)
    if older:
        file.execute(TAKEN_OVER)
        file.execute("DROP TABLE fact_0")  # its indexes, whose names are wanted, go with it
    for statement in INDEXES:
        file.execute(statement)
    file.execute(f"PRAGMA user_version = {VERSION}")


def _prune(file: sqlite3.Connection, now: int) -> None:
    file.execute("DELETE FROM fact WHERE heard < ?", (now - KEPT,))
    file.execute("DELETE FROM heard WHERE ended < ?", (now - KEPT,))
    last = file.execute("SELECT max(id) FROM fact").fetchone()[0]
    if last is not None:
        file.execute("DELETE FROM fact WHERE id <= ?", (last - MOST_FACTS,))
