"""The rules by which rows are written: in order, again and again, and never forgotten.

`JournalRound` has the rules and no thread: whoever attends it writes, and may wait for a disk as
long as it takes. `writer` has a thread that does, and one who does it at once.
"""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from threading import Lock
from typing import Final

from msgspec import Struct

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.codec import Entry, Snapshot
from station.journal.errors import UnexpectedRowsError, damaged, reason
from station.journal.file import JournalFile
from station.journal.pace import SLOW, Pace
from station.journal.reading import remembered
from station.machine.pace import taking

FIRST_RETRY: Final = 1 * SECOND
LAST_RETRY: Final = 5 * SECOND
"""From a failure to the next attempt, doubled each time up to the last."""
MOST_WAITING: Final = 10_000
"""Rows kept for a disk that fails: some days' worth. Of more, only what they come to is kept."""
MOST_AT_ONCE: Final = 500
"""Rows in one commit."""
SNAPSHOT_EVERY: Final = 200
"""Rows that a start may have to fold. A snapshot is a few kilobytes; so is every commit."""
ASIDE_AGAIN: Final = 10 * MINUTE
"""A disk that damages one file after the other must not be filled with them."""


class _Batch(Struct, frozen=True):
    """Rows to be written next, and what is to be known of those before them."""

    before: int
    """How many rows there were before them since the start."""
    past: Past
    """What all those come to."""
    lossy: bool
    """Whether some of those never came to the file."""
    rows: Sequence[Row]


class JournalRound:
    """Rows that wait to be written.

    One thread attends. Another hands over rows and asks for reports, and never waits: the lock
    is held only while rows are counted, never while the disk is at work.
    """

    def __init__(
        self,
        file: JournalFile,
        past: Past | None = None,
        *,
        most_waiting: int = MOST_WAITING,
        remember: Callable[[Past, Row], Past] = remembered,
    ) -> None:
        """`past`: what the file was read to say.

        Only tests have fewer rows wait, or `remember` (the past with one more row) in another way.
        """
        self._file = file
        self._remember = remember
        self._most_waiting = most_waiting
        self._lock = Lock()
        self._waiting: deque[tuple[int, Row]] = deque()
        """With the instant at which each was handed over."""
        self._past = Past() if past is None else past
        """What all rows that no longer wait come to."""
        self._gone = 0
        """How many no longer wait: they are saved, or too many to be kept."""
        self._saved = 0
        """How many rows' worth is on the disk."""
        self._short_of_room: str | None = None
        """What the file said of the disk when they were."""
        self._gone_since: int | None = None
        """When the first row was handed over that is gone and not saved."""
        self._since_snapshot = 0
        self._retry = 0
        """From the last failure to the next attempt; 0: the last attempt did not fail."""
        self._retry_at = 0
        self._aside_at: int | None = None
        self._troubles: deque[str] = deque()
        self._told_saved = 0
        self._told_lost = False
        self._told_slow = False
        """Whether slowness was the reason told."""
        self._pace = Pace()
        self._attempts = 0
        self._under_way = 0
        """Which attempt is; 0: none."""
        self._succeeded = 0
        """The last attempt that has."""

    # For the engine

    def write(self, rows: Sequence[Row], now: int) -> None:
        """Take rows in order. `now` in milliseconds of the boot clock."""
        with taking(self._lock):
            self._waiting.extend((now, row) for row in rows)
            while len(self._waiting) > self._most_waiting:
                self._let_go()

    def reports(self, now: int) -> list[JournalReport | Saved]:
        """What has come of it since the last call: one loss and one return for each outage."""
        said: list[JournalReport | Saved] = []
        with taking(self._lock):
            saved, since, short = self._saved, self._unsaved_since(), self._short_of_room
            under_way, succeeded = self._under_way, self._succeeded
        if saved > self._told_saved:
            self._told_saved = saved
            said.append(Saved(saved, short))
        troubles = [self._troubles.popleft() for _ in range(len(self._troubles))]
        slow = self._pace.look(under_way, since, now)
        if not self._told_lost and (troubles or slow):
            self._told_lost, self._told_slow = True, not troubles
            words = f"slow: nothing saved for {SLOW // SECOND} s"
            said.append(JournalReport(troubles[0] if troubles else words))
        well = not self._told_slow or self._pace.well(succeeded, now)
        if self._told_lost and since is None and not self._retry and well:
            self._told_lost = False
            said.append(JournalReport(None))
        return said

    @property
    def unsaved(self) -> bool:
        """Whether anything is not on the disk yet."""
        with taking(self._lock):
            return self._unsaved_since() is not None

    # For who attends

    def attend(self, now: int) -> int | None:
        """Write what waits; when to attend again, or None if only once there is more."""
        if now < self._retry_at:
            return self._retry_at
        while (batch := self._next_batch()) is not None:
            going_on = self._written(batch, now)
            self._troubles.extend(self._file.incidents())
            if not going_on:
                return self._retry_at
        self._retry = 0
        return None

    def flush(self, now: int) -> bool:
        """Attend once more, whatever the last failure. Whether all is saved."""
        self._retry_at = now
        self.attend(now)
        with self._lock:  # this thread is not the engine's, to which `unsaved` belongs
            return self._unsaved_since() is None

    def _written(self, batch: _Batch, now: int) -> bool:
        """Try to write a batch; whether to go on at once."""
        with self._lock:
            self._attempts += 1
            self._under_way = self._attempts
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the rows must be written
            return self._failed(error, now)
        finally:
            with self._lock:
                self._under_way = 0
        return True

    def _next_batch(self) -> _Batch | None:
        with self._lock:
            if self._unsaved_since() is None:
                return None
            rows = [row for _, row in islice(self._waiting, MOST_AT_ONCE)]
            return _Batch(self._gone, self._past, self._gone > self._saved, rows)

    def _commit(self, batch: _Batch) -> None:
        based = batch.lossy or not self._file.continues()
        try:
            self._append(batch, based=based)
        except UnexpectedRowsError:
            # Somebody else has written to it. What the panels have said is what counts.
            self._append(batch, based=True)

    def _append(self, batch: _Batch, *, based: bool) -> None:
        entries: list[Entry] = []
        past, since_snapshot = batch.past, self._since_snapshot + len(batch.rows)
        if based:
            entries.append(Snapshot(past.last or batch.rows[0].stamp, past, basis=True))
            since_snapshot = len(batch.rows)
        for row in batch.rows:
            past = self._remember(past, row)
        entries += batch.rows
        if past.last and (since_snapshot >= SNAPSHOT_EVERY or any(map(_starts, batch.rows))):
            entries.append(Snapshot(past.last, past))
            since_snapshot = 0
        self._file.append(entries)
        self._since_snapshot = since_snapshot
        self._note_saved(batch, past)

    def _note_saved(self, batch: _Batch, past: Past) -> None:
        """A batch is saved; `past` is what all rows up to its last come to."""
        short = self._file.short_of_room()
        with self._lock:
            self._short_of_room = short
            self._saved = batch.before + len(batch.rows)
            self._succeeded = self._under_way
            # Some of these were let go meanwhile, maybe even rows after them. Nothing is folded
            # here, where the engine may be waiting.
            if self._gone <= self._saved:
                for _ in range(self._saved - self._gone):
                    self._waiting.popleft()
                self._gone, self._past, self._gone_since = self._saved, past, None

    def _let_go(self) -> None:
        """The oldest row no longer waits. The lock is held."""
        handed_over, row = self._waiting.popleft()
        self._past = self._remember(self._past, row)
        self._gone += 1
        if self._gone_since is None and self._gone > self._saved:
            self._gone_since = handed_over

    def _unsaved_since(self) -> int | None:
        """When the oldest row was handed over that is not saved. The lock is held."""
        if self._gone_since is not None:
            return self._gone_since
        return self._waiting[0][0] if self._waiting else None

    def _failed(self, error: Exception, now: int) -> bool:
        """After a failure; whether to go on at once, with another file."""
        why = reason(error)
        if damaged(error) and (self._aside_at is None or now - self._aside_at >= ASIDE_AGAIN):
            try:
                self._file.set_aside()
            except OSError as refused:
                why = f"corrupt, and cannot be set aside: {reason(refused)}"
            else:
                self._aside_at = now
                return True
        if not self._retry:
            self._troubles.append(why)
        self._retry = min(2 * self._retry, LAST_RETRY) if self._retry else FIRST_RETRY
        self._retry_at = now + self._retry
        return False


def _starts(row: Row) -> bool:
    return row.fact is not None and row.fact.kind is FactKind.STARTED
