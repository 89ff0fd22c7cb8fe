"""A journal whose file is not as it was left: removed, moved, replaced, or not read before."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.reports import JournalReport
from station.journal.errors import UnexpectedRowsError
from station.journal.file import JournalFile
from station.journal.round import JournalRound
from tests.journal.disks import every_row, past_in
from tests.journal.rows import applied, past_of, refused, row, started
from tests.journal.stories import eventful


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def file(path: Path) -> Iterator[JournalFile]:
    file = JournalFile(path, synchronous="OFF")
    yield file
    file.close()


def test_one_that_was_removed_is_begun_again_with_all_that_counts(
    path: Path, file: JournalFile
) -> None:
    rows = eventful()
    work = JournalRound(file)
    work.write(rows[:50], 0)
    work.attend(0)
    for part in path.parent.iterdir():
        part.unlink()
    work.write(rows[50:], 0)
    work.attend(0)
    assert file.incidents() == []  # they were handed on to the reports
    assert "removed or replaced while in use: begun again" in str(work.reports(0))
    file.close()
    assert past_in(path) == past_of(rows)


def test_one_that_was_moved_away_keeps_what_it_had(path: Path, file: JournalFile) -> None:
    rows = eventful()
    work = JournalRound(file)
    work.write(rows[:50], 0)
    work.attend(0)
    away = path.parent / "away"
    away.mkdir()
    for part in path.parent.glob("journal.db*"):
        part.rename(away / part.name)
    work.write(rows[50:], 0)
    work.attend(0)
    file.close()
    assert past_in(path) == past_of(rows)
    assert past_in(away / path.name) == past_of(rows[:50])


def test_a_log_left_behind_by_one_that_was_removed_does_not_come_alive(
    path: Path, file: JournalFile
) -> None:
    rows = eventful()
    work = JournalRound(file)
    work.write(rows[:50], 0)
    work.attend(0)
    path.unlink()
    work.write(rows[50:], 0)
    work.attend(0)
    work.write([row(9)], 0)
    work.attend(0)
    assert not work.unsaved
    file.close()
    assert past_in(path) == past_of([*rows, row(9)])
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_one_that_was_put_in_its_place_is_not_mixed_up_with_it(
    path: Path, file: JournalFile, tmp_path: Path
) -> None:
    other = JournalFile(tmp_path / "other.db")
    other.append([started(), applied(5, "bed-9")])
    other.close()
    work = JournalRound(file)
    work.write([started(), applied(5)], 0)
    work.attend(0)
    shutil.copyfile(other.path, tmp_path / "copy.db")
    (tmp_path / "copy.db").rename(path)
    path.with_name("journal.db-wal").unlink()
    path.with_name("journal.db-shm").unlink()
    work.write([refused(9)], 0)
    work.attend(0)
    file.close()
    assert past_in(path) == past_of([started(), applied(5), refused(9)])


def test_rows_of_somebody_else_are_void_for_what_follows_and_told_once(
    path: Path, file: JournalFile
) -> None:
    """As of a second station: two states mixed would be neither's."""
    work = JournalRound(file)
    other = JournalFile(path)
    rows = [started(), applied(5), refused(9)]
    for n, one in enumerate(rows):
        work.write([one], 0)
        work.attend(0)
        other.past()
        other.append([applied(7 + n, f"bed-{7 + n}")])
    work.write([refused(11)], 0)
    work.attend(0)
    said = [told.reason for told in work.reports(0) if isinstance(told, JournalReport)]
    assert said == ["something else has written to it: what it wrote is void", None]
    assert file.past() == every_row(file) == past_of([*rows, refused(11)])
    other.close()


def test_even_if_they_come_at_the_last_moment(path: Path) -> None:
    class Late(JournalFile):
        def continues(self) -> bool:
            follows = super().continues()
            other = JournalFile(path)
            other.past()
            other.append([applied(7, "bed-7")])
            other.close()
            return follows

    file = Late(path, synchronous="OFF")
    work = JournalRound(file)
    for one in (started(), applied(5)):
        work.write([one], 0)
        work.attend(0)
    assert file.past() == every_row(file) == past_of([started(), applied(5)])
    file.close()


def test_without_a_basis_nothing_is_written_after_them(path: Path, file: JournalFile) -> None:
    file.append([started()])
    other = JournalFile(path)
    other.past()
    other.append([refused(9)])
    with pytest.raises(UnexpectedRowsError):
        file.append([applied(5)])
    assert other.past() == past_of([started(), refused(9)])
    other.close()


def test_rows_that_were_not_read_at_the_start_are_void_for_what_follows(
    path: Path, file: JournalFile
) -> None:
    """As when a file was locked then: what the panels said since is what counts."""
    earlier = JournalFile(path)
    earlier.append([started(), applied(5)])
    earlier.close()
    work = JournalRound(file)
    work.write([started(), applied(7, "bed-2")], 0)
    work.attend(0)
    assert file.past() == every_row(file) == past_of([started(), applied(7, "bed-2")])
