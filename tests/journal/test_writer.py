"""The thread that writes: nobody waits for it, and it forgets nothing."""

import threading
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.pace import CALM
from station.journal.writer import HANGS, Journal
from tests.journal.disks import (
    FailingDisk,
    HangingDisk,
    SteppingClock,
    heard,
    past_in,
    saved,
)
from tests.journal.rows import applied, past_of, refused, row, started
from tests.journal.stories import eventful
from tests.machine.hearing import HeardNews


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def disk(tmp_path: Path) -> HangingDisk:
    return HangingDisk(tmp_path / "journal.db")


def rows_in(path: Path) -> list[Row]:
    with History(path) as history:
        return list(history.rows(checkpoints=True))


def test_rows_are_saved_soon_and_the_file_is_left_alone_in_its_folder(
    disk: HangingDisk, clock: SteppingClock
) -> None:
    journal = Journal(disk, disk.past(), clock)
    journal.write([started(), applied(5)])
    heard(journal, saved(2))
    journal.write([row(60_000)])
    assert journal.close(20)
    assert journal.reports() == [Saved(3)]
    assert [file.name for file in disk.path.parent.iterdir()] == ["journal.db"]
    assert rows_in(disk.path) == [started(), applied(5), row(60_000)]


def test_there_is_news_once_rows_are_saved(disk: HangingDisk, clock: SteppingClock) -> None:
    news = HeardNews()
    journal = Journal(disk, disk.past(), clock, news)
    news.there = False
    journal.write([started()])
    told = journal.reports()
    while not told:  # the thread may just have turned to a round of its own, with nothing to write
        news.wait()
        news.there = False
        told = journal.reports()
    assert told == [Saved(1)]
    journal.close(20)


@pytest.mark.meets("JNL-4")
def test_while_the_disk_hangs_the_engine_is_only_told_that_it_does(
    disk: HangingDisk, clock: SteppingClock
) -> None:
    rows = eventful()
    journal = Journal(disk, disk.past(), clock)
    journal.write(rows[:1])
    heard(journal, saved(1))
    disk.hang()
    for n, one in enumerate(rows[1:]):
        clock.now = n * 100
        journal.write([one])
    assert disk.reached.wait(20)
    assert journal.reports() == [JournalReport("slow: nothing saved for 2 s")]
    assert journal.reports() == []
    disk.goes_on.set()
    heard(journal, saved(len(rows)))
    journal.write([refused(10**9)])  # in time, as this one is
    heard(journal, saved(len(rows) + 1))
    assert journal.reports() == []
    clock.now += CALM
    assert journal.reports() == [JournalReport(None)]
    assert journal.close(20)
    assert rows_in(disk.path) == [*rows, refused(10**9)]
    assert past_in(disk.path) == past_of([*rows, refused(10**9)])


def test_a_hang_is_no_progress_unless_a_restart_would_forget_something(
    disk: HangingDisk, clock: SteppingClock
) -> None:
    journal = Journal(disk, Past(), clock)
    assert journal.progress(clock.now)
    disk.hang()
    journal.write([started()])
    assert disk.reached.wait(20)
    assert journal.progress(HANGS - 1)
    assert journal.progress(100 * HANGS)
    disk.goes_on.set()
    heard(journal, saved(1))
    assert journal.progress(100 * HANGS)
    assert journal.close(20)
    assert not journal.progress(clock.now)  # its thread has ended


def test_a_hang_with_nothing_to_forget_is_for_the_watchdog(
    tmp_path: Path, clock: SteppingClock
) -> None:
    class HangsAfterwards(JournalFile):
        hangs, goes_on = threading.Event(), threading.Event()

        def incidents(self) -> list[str]:
            self.hangs.set()
            self.goes_on.wait(20)
            return super().incidents()

    disk = HangsAfterwards(tmp_path / "journal.db")
    journal = Journal(disk, Past(), clock)
    journal.write([started()])
    assert disk.hangs.wait(20)
    assert journal.progress(HANGS - 1)
    assert not journal.progress(HANGS)
    disk.goes_on.set()
    assert journal.close(20)


def test_closing_waits_no_longer_than_it_may(disk: HangingDisk, clock: SteppingClock) -> None:
    disk.hang()
    journal = Journal(disk, Past(), clock)
    journal.write([started()])
    assert disk.reached.wait(20)
    assert not journal.close(0.01)
    disk.goes_on.set()
    assert journal.close(20)
    assert rows_in(disk.path) == [started()]


def test_closing_writes_what_is_left_though_it_is_not_due(
    tmp_path: Path, clock: SteppingClock
) -> None:
    disk = FailingDisk(tmp_path / "journal.db")
    disk.error = ZeroDivisionError("never thought of")
    journal = Journal(disk, Past(), clock)
    journal.write([started()])
    heard(journal, lambda said: said == [JournalReport("ZeroDivisionError('never thought of')")])
    journal.write([applied(5)])
    disk.error = None
    assert journal.close(20)
    assert journal.reports() == [Saved(2), JournalReport(None)]
    assert rows_in(disk.path) == [started(), applied(5)]


def test_closing_tells_if_something_could_not_be_saved(
    tmp_path: Path, clock: SteppingClock
) -> None:
    disk = FailingDisk(tmp_path / "journal.db")
    disk.error = ZeroDivisionError("never thought of")
    journal = Journal(disk, Past(), clock)
    journal.write([started()])
    assert not journal.close(20)


def test_two_threads_at_once_lose_nothing(disk: HangingDisk, clock: SteppingClock) -> None:
    journal = Journal(disk, Past(), clock)
    handed_over = [started(), *(refused(n) for n in range(1, 3000))]
    for n in range(0, 3000, 3):
        journal.write(handed_over[n : n + 3])
    heard(journal, saved(3000))
    assert journal.close(20)
    assert rows_in(disk.path) == handed_over
