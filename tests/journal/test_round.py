"""The rules of writing, in virtual time: again and again, in order, and nothing forgotten."""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.journal.codec import SNAPSHOT, Entry
from station.journal.file import JournalFile
from station.journal.round import SNAPSHOT_EVERY, JournalRound
from station.journal.writer import JournalAtOnce
from tests.journal.disks import FailingDisk, SteppingClock, every_row, in_file, kinds
from tests.journal.rows import applied, past_of, refused, started
from tests.journal.stories import eventful

FULL = sqlite3.OperationalError("database or disk is full")
MALFORMED = sqlite3.DatabaseError("database disk image is malformed")
SECOND = 1000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FailingDisk]:
    disk = FailingDisk(tmp_path / "journal.db", synchronous="OFF")
    yield disk
    disk.close()


@pytest.mark.meets("JNL-1")
def test_what_is_handed_over_is_saved_in_order_and_told_once(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    work.write([started(), applied(5)], 5)
    work.write([refused(9)], 9)
    assert work.reports(9) == []
    assert work.attend(9) is None
    assert work.reports(9) == [Saved(3)]
    assert work.reports(10) == []
    assert in_file(disk) == [started(), applied(5), refused(9)]


def test_a_disk_that_is_nearly_full_is_told_with_what_is_saved(tmp_path: Path) -> None:
    class Tight(JournalFile):
        def short_of_room(self) -> str:
            return "the disk has 3 MB left"

    disk = Tight(tmp_path / "journal.db", synchronous="OFF")
    work = JournalRound(disk)
    work.write([started()], 5)
    work.attend(5)
    assert work.reports(5) == [Saved(1, "the disk has 3 MB left")]
    disk.close()


def test_a_start_ends_with_a_snapshot_and_so_does_every_so_many_rows(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    work.write([started(), applied(5)], 5)
    work.attend(5)
    for n in range(2 * SNAPSHOT_EVERY):
        work.write([refused(10 + n)], 10 + n)
        work.attend(10 + n)
    found = kinds(disk)
    assert [n for n, kind in enumerate(found) if kind == SNAPSHOT] == [
        2,
        2 + SNAPSHOT_EVERY + 1,
        2 + 2 * (SNAPSHOT_EVERY + 1),
    ]
    assert disk.past() == every_row(disk)


@pytest.mark.meets("FLT-8")
def test_a_failure_is_told_once_and_tried_again_ever_less_often(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    disk.error = FULL
    work.write([started()], 0)
    tries, told, now = [0], [], 0
    while now < 20 * SECOND:
        due = work.attend(now)
        told += work.reports(now)
        assert due is not None
        now = due
        tries.append(now)
    waits = [b - a for a, b in pairwise(tries)]
    assert waits[:5] == [1000, 2000, 4000, 5000, 5000]
    assert told == [JournalReport("full")]
    disk.error = None
    assert work.attend(now) is None
    assert work.reports(now) == [Saved(1), JournalReport(None)]
    assert work.reports(now) == []


def test_before_it_is_due_nothing_is_tried(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    disk.error = FULL
    work.write([started()], 0)
    work.attend(0)
    work.write([applied(5)], 5)
    assert [work.attend(now) for now in (5, 400, 999)] == [1000, 1000, 1000]
    assert disk.tried == 1


def test_an_outage_between_two_looks_is_told_with_its_end(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    disk.error = FULL
    work.write([started()], 0)
    work.attend(0)
    disk.error = None
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport("full"), JournalReport(None)]


def test_a_second_outage_is_another_and_waits_as_the_first_did(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    for begin in (0, 100_000):
        disk.error = FULL
        work.write([refused(begin)], begin)
        assert work.attend(begin) == begin + 1000
        disk.error = None
        work.attend(begin + 1000)
        assert [type(said) for said in work.reports(begin + 1000)] == [
            *(Saved, JournalReport, JournalReport)
        ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("attempt to write a readonly database"), "readonly"),
        (sqlite3.OperationalError("database is locked"), "locked"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.EROFS, "Read-only file system"), "readonly"),
        (OSError(errno.EACCES, "Permission denied"), "permission denied"),
        (ZeroDivisionError("never thought of"), "ZeroDivisionError('never thought of')"),
    ],
)
def test_every_failure_has_words_and_none_ends_the_work(
    disk: FailingDisk, error: Exception, said: str
) -> None:
    work = JournalRound(disk)
    disk.error = error
    work.write([started()], 0)
    work.attend(0)
    assert work.reports(0) == [JournalReport(said)]
    disk.error = None
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport(None)]


@pytest.mark.meets("FLT-5")
def test_a_row_that_waits_two_seconds_is_told_though_nothing_failed(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    work.write([started()], 0)
    assert work.reports(2 * SECOND) == []
    assert work.reports(2 * SECOND + 1) == [JournalReport("slow: nothing saved for 2 s")]
    assert work.reports(3 * SECOND) == []
    work.attend(9 * SECOND)
    assert work.reports(9 * SECOND) == [Saved(1)]
    assert work.reports(32 * SECOND) == []
    assert work.reports(33 * SECOND) == [JournalReport(None)]


class LongCommits(JournalFile):
    """The engine looks on while every commit takes `takes` milliseconds of virtual time."""

    work: JournalRound
    now = 0
    takes = 0

    def append(self, entries: Sequence[Entry]) -> None:
        super().append(entries)
        told: list[JournalReport | Saved] = []
        for _ in range(0, self.takes, 10):
            told += self.work.reports(self.now)
            self.now += 10
        self.told += [said for said in told if isinstance(said, JournalReport)]

    def __init__(self, path: Path) -> None:
        super().__init__(path, synchronous="OFF")
        self.told: list[JournalReport] = []

    def works(self, until: int, *, every: int) -> None:
        """A row comes every so often, and one for each thing that is told, as the engine does."""
        while self.now < until:
            known = len(self.told)
            self.work.write([refused(self.now)], self.now)
            while self.work.unsaved:
                self.work.attend(self.now)
                new, known = self.told[known:], len(self.told)
                self.work.write([refused(self.now) for _ in new], self.now)
            next_row = self.now + every
            while self.now < next_row:
                reports = self.work.reports(self.now)
                new = [said for said in reports if isinstance(said, JournalReport)]
                self.told += new
                self.now += 10
                if new:
                    break


@pytest.mark.parametrize("every", [5 * SECOND, 60 * SECOND])
def test_a_disk_that_is_slow_for_good_is_told_once_and_its_end_once(
    tmp_path: Path, every: int
) -> None:
    disk = LongCommits(tmp_path / "journal.db")
    work = disk.work = JournalRound(disk)
    disk.takes = 2500
    disk.works(20 * 60 * SECOND, every=every)
    lost = JournalReport("slow: nothing saved for 2 s")
    assert disk.told == [lost]
    disk.takes = 20
    disk.works(25 * 60 * SECOND, every=every)
    assert disk.told == [lost, JournalReport(None)]
    assert not work.unsaved
    disk.close()


def test_an_outage_that_was_told_for_another_reason_is_over_at_once(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    disk.error = FULL
    work.write([started()], 0)
    work.attend(0)
    assert work.reports(0) == [JournalReport("full")]
    assert work.reports(20 * SECOND) == []
    disk.error = None
    work.attend(20 * SECOND)
    assert work.reports(20 * SECOND) == [Saved(1), JournalReport(None)]


def test_idle_is_not_slow(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    work.write([started()], 0)
    work.attend(0)
    assert [work.reports(now) for now in (0, 10**9)] == [[Saved(1)], []]


class DamagingDisk(FailingDisk):
    """A file on it is damaged once it has an error; a new one is fine."""

    def set_aside(self) -> Path:
        self.error = None
        return super().set_aside()


def test_a_file_found_damaged_is_set_aside_and_begun_anew_with_all_that_counts(
    tmp_path: Path,
) -> None:
    rows = eventful()
    disk = DamagingDisk(tmp_path / "journal.db", synchronous="OFF")
    work = JournalRound(disk)
    work.write(rows[:50], 0)
    work.attend(0)
    work.reports(0)
    disk.error = MALFORMED
    work.write(rows[50:], 10)
    assert work.attend(10) is None
    (aside,) = tmp_path.glob("journal.db.corrupt-*Z")
    assert work.reports(10) == [
        Saved(len(rows)),
        JournalReport(f"corrupt: set aside as {aside.name}"),
        JournalReport(None),
    ]
    assert in_file(disk) == list(rows[50:])
    assert disk.past() == every_row(disk) == past_of(rows)
    disk.close()
    assert in_file(JournalFile(aside)) == list(rows[:50])


def test_a_disk_that_damages_every_file_is_not_filled_with_them(disk: FailingDisk) -> None:
    work = JournalRound(disk)
    disk.error = MALFORMED
    now = 0
    while now < 9 * 60 * SECOND:
        disk.path.write_bytes(b"whatever")
        work.write([refused(now)], now)
        due = work.attend(now)
        assert due is not None
        now = due
    (aside,) = disk.path.parent.glob("journal.db.corrupt-*Z")
    assert work.reports(now) == [JournalReport(f"corrupt: set aside as {aside.name}")]


def test_one_that_cannot_be_set_aside_is_told_so(disk: FailingDisk) -> None:
    class Stuck(FailingDisk):
        def set_aside(self) -> Path:
            raise OSError(errno.EROFS, "Read-only file system")

    stuck = Stuck(disk.path)
    stuck.error = MALFORMED
    work = JournalRound(stuck)
    work.write([started()], 0)
    assert work.attend(0) == 1000
    assert work.reports(0) == [JournalReport("corrupt, and cannot be set aside: readonly")]
    stuck.close()


def test_at_once_writes_while_one_waits_and_tries_again_when_it_is_due(disk: FailingDisk) -> None:
    clock = SteppingClock()
    journal = JournalAtOnce(disk, Past(), clock)
    journal.write([started()])
    assert (journal.reports(), journal.due) == ([Saved(1)], None)
    disk.error = FULL
    journal.write([applied(5)])
    assert (journal.reports(), journal.due) == ([JournalReport("full")], 1000)
    disk.error = None
    clock.now = 999
    assert journal.reports() == []
    clock.now = 1000
    assert journal.reports() == [Saved(2), JournalReport(None)]
    assert journal.progress(10**9)
    assert journal.close(1)
    assert in_file(disk) == [started(), applied(5)]
