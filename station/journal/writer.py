"""The journal as the engine has it: rows go in, reports come out, and nobody waits for a disk."""

import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from station.core.duration import SECOND
from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.round import JournalRound
from station.machine.news import News
from station.machine.pace import Bell, step_back

_Done = TypeVar("_Done")
HANGS: Final = 30 * SECOND
"""A write that takes longer makes no progress."""


class Journal:
    """A thread that writes to a journal. It starts at once; all methods return at once but close.

    One thread hands over rows and asks for reports.
    """

    def __init__(
        self, file: JournalFile, past: Past, clock: Callable[[], int], news: News | None = None
    ) -> None:
        """`past`: what the file was read to say; `clock`: the boot clock, in milliseconds.

        `news` is set after each attempt to write.
        """
        self._file = file
        self._round = JournalRound(file, past)
        self._clock = clock
        self._wake = Bell()
        self._stopping = False
        self._busy_since: int | None = None
        self._all_saved = False
        self._news = news or News()
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    def write(self, rows: Sequence[Row]) -> None:
        """Take rows in order, to be written as soon as may be."""
        self._round.write(rows, self._clock())
        self._wake.ring()

    def reports(self) -> list[JournalReport | Saved]:
        """What has come of it since the last call.

        `Saved` counts rows from the start on; `JournalReport` tells each outage and its end once.
        """
        return self._round.reports(self._clock())

    def progress(self, now: int) -> bool:
        """Whether it does its work, for a watchdog. `now` in milliseconds of the boot clock.

        One that hangs in the kernel with rows in its hands is left alone: a restart would not
        mend the disk, but forget the rows. The panels say NOT SAVED meanwhile.
        """
        busy = self._busy_since
        hangs = busy is not None and now - busy >= HANGS
        return self._thread.is_alive() and (not hangs or self._round.unsaved)

    def close(self, timeout: float) -> bool:
        """Write what is left and close. Whether all is saved; it takes at most `timeout` seconds.

        The thread is a daemon: one that hangs in the kernel does not keep the process alive.
        """
        self._stopping = True
        self._wake.ring()
        self._thread.join(timeout)
        return not self._thread.is_alive() and self._all_saved

    def _work(self) -> None:
        step_back()
        while not self._stopping:
            due = self._attend(self._round.attend)
            if not self._stopping:
                left = None if due is None else max(0, due - self._clock()) / SECOND
                self._wake.wait(left)
        self._all_saved = self._attend(self._round.flush)
        self._file.close()

    def _attend(self, attend: Callable[[int], _Done]) -> _Done:
        now = self._clock()
        self._busy_since = now
        try:
            return attend(now)
        finally:
            self._busy_since = None
            self._news.there = True


class JournalAtOnce:
    """A journal that is written while the caller waits: for a replay, whose time stands still."""

    def __init__(self, file: JournalFile, past: Past, clock: Callable[[], int]) -> None:
        """As for Journal."""
        self._file = file
        self._round = JournalRound(file, past)
        self._clock = clock
        self.due: int | None = None
        """When a failed write will be tried again, in milliseconds; None: none has failed."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows, after those that are still to be written."""
        now = self._clock()
        self._round.write(rows, now)
        self.due = self._round.attend(now)

    def reports(self) -> list[JournalReport | Saved]:
        """What has come of it since the last call, and of what is due to be tried again."""
        now = self._clock()
        if self.due is not None and now >= self.due:
            self.due = self._round.attend(now)
        return self._round.reports(now)

    def progress(self, now: int) -> bool:  # noqa: ARG002 - as Journal's
        """Always: whoever asks does the work himself."""
        return True

    def close(self, timeout: float) -> bool:  # noqa: ARG002 - as Journal's
        """Write what is left and close. Whether all is saved."""
        saved = self._round.flush(self._clock())
        self._file.close()
        return saved
