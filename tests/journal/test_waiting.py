"""More rows than can be kept: what they come to is, and is written when it can be."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.codec import Entry
from station.journal.file import JournalFile
from station.journal.reading import remembered
from station.journal.round import JournalRound
from tests.journal.disks import FailingDisk, every_row, in_file, kinds
from tests.journal.rows import applied, past_of, refused, started
from tests.journal.stories import eventful

FULL = sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FailingDisk]:
    disk = FailingDisk(tmp_path / "journal.db", synchronous="OFF")
    yield disk
    disk.close()


@pytest.mark.meets("FLT-7")
def test_of_more_rows_than_can_wait_what_they_come_to_is_kept(disk: FailingDisk) -> None:
    rows = eventful()
    work = JournalRound(disk, most_waiting=10)
    disk.error = FULL
    for row in rows:
        work.write([row], 0)
        work.attend(0)
    assert len(work._waiting) == 10
    disk.error = None
    work.attend(1000)
    assert work.reports(1000)[0] == Saved(len(rows))
    assert in_file(disk) == list(rows[-10:])
    assert kinds(disk)[0] == "basis"
    assert disk.past() == every_row(disk) == past_of(rows)
    disk.close()


class BusyEngine(JournalFile):
    """While it writes for the first time, ever more rows come."""

    work: JournalRound
    more: Sequence[Row] = ()

    def append(self, entries: Sequence[Entry]) -> None:
        coming, self.more = self.more, ()
        self.work.write(coming, 0)
        super().append(entries)


def test_rows_let_go_while_the_disk_has_them_in_hand_are_neither_lost_nor_doubled(
    tmp_path: Path,
) -> None:
    rows = eventful()
    disk = BusyEngine(tmp_path / "journal.db", synchronous="OFF")
    work = disk.work = JournalRound(disk, most_waiting=25)
    disk.more = rows[20:]
    work.write(rows[:20], 0)
    work.attend(0)
    assert work.reports(0) == [Saved(len(rows))]
    assert in_file(disk) == [*rows[:20], *rows[-25:]]
    assert disk.past() == every_row(disk) == past_of(rows)
    disk.close()


def test_those_of_them_that_the_disk_took_need_no_basis(tmp_path: Path) -> None:
    rows = eventful()
    disk = BusyEngine(tmp_path / "journal.db", synchronous="OFF")
    work = disk.work = JournalRound(disk, most_waiting=25)
    disk.more = rows[20:30]
    work.write(rows[:20], 0)
    work.attend(0)
    assert work.reports(0) == [Saved(30)]
    assert in_file(disk) == list(rows[:30])
    assert "basis" not in kinds(disk)
    assert disk.past() == past_of(rows[:30])
    disk.close()


@pytest.mark.meets("JNL-4")
@pytest.mark.parametrize("more", [1, 10, 60])
def test_nothing_is_folded_afterwards_while_the_engine_may_have_to_wait(
    tmp_path: Path, more: int
) -> None:
    class Watched(BusyEngine):
        done = False

        def append(self, entries: Sequence[Entry]) -> None:
            super().append(entries)
            self.done = True

    def watched(past: Past, row: Row) -> Past:
        assert not (disk.done and work._lock.locked())
        return remembered(past, row)

    rows = eventful()
    disk = Watched(tmp_path / "journal.db", synchronous="OFF")
    work = disk.work = JournalRound(disk, most_waiting=25, remember=watched)
    disk.more = rows[20 : 20 + more]
    work.write(rows[:20], 0)
    work.attend(0)
    assert work.reports(0) == [Saved(20 + more)]
    assert disk.past() == past_of(rows[: 20 + more])
    disk.close()


def test_rows_that_are_gone_and_unsaved_count_as_waiting(disk: FailingDisk) -> None:
    work = JournalRound(disk, most_waiting=1)
    work.write([started(), applied(5)], 0)
    assert work.unsaved
    work.write([refused(3000)], 3000)
    assert work.reports(3000) == [JournalReport("slow: nothing saved for 2 s")]
