"""A journal as commands read it, with a station at work or without."""

import sqlite3
from pathlib import Path

import pytest

from station.core.stamp import Row
from station.journal.errors import JournalRefusedError
from station.journal.file import JournalFile
from station.journal.history import AT_ONCE, History, open_read_only
from station.journal.round import JournalRound
from tests.journal.rows import NOON, applied, past_of, refused, row, started
from tests.journal.stories import eventful


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def written(path: Path) -> JournalFile:
    """A journal of the eventful hours, still open."""
    file = JournalFile(path)
    work = JournalRound(file)
    work.write(eventful(), 0)
    work.attend(0)
    return file


def test_all_rows_are_read_while_a_station_writes(path: Path) -> None:
    file = written(path)
    with open_read_only(path) as history:
        assert list(history.rows(checkpoints=True)) == list(eventful())
        assert history.past() == past_of(eventful())
        file.append([refused(10**9)])
        assert history.past() == past_of([*eventful(), refused(10**9)])
    file.close()


def test_reading_changes_nothing_of_a_journal_that_nobody_writes(path: Path) -> None:
    written(path).close()
    before = path.read_bytes()
    with open_read_only(path) as history:
        assert list(history.rows(checkpoints=True)) == list(eventful())
    assert path.read_bytes() == before


def test_checkpoints_are_left_out_unless_wanted(path: Path) -> None:
    written(path).close()
    with open_read_only(path) as history:
        assert list(history.rows()) == [row for row in eventful() if row.fact]


def test_a_bay_is_told_of_alone(path: Path) -> None:
    written(path).close()
    with open_read_only(path) as history:
        found = list(history.rows(bay="bed-2"))
        assert list(history.rows(bay="bed-9")) == []
        assert history.bays() == {row.fact.bay for row in eventful() if row.fact and row.fact.bay}
    assert found == [row for row in eventful() if row.fact and row.fact.bay == "bed-2"]
    assert found


def test_so_is_what_happened_since(path: Path) -> None:
    file = JournalFile(path)
    file.append([started(), applied(5), refused(1000), refused(1001)])
    file.close()
    with open_read_only(path) as history:
        assert list(history.rows(since=NOON + 1000)) == [refused(1000), refused(1001)]
        assert list(history.rows(bay="bed-1", since=NOON + 1001)) == [refused(1001)]


def test_what_is_written_meanwhile_may_be_read_and_keeps_nobody_waiting(path: Path) -> None:
    file = JournalFile(path)
    file.append([refused(n) for n in range(3 * AT_ONCE)])
    seen: list[Row] = []
    with open_read_only(path) as history:
        for n, found in enumerate(history.rows()):
            seen.append(found)
            if n == AT_ONCE:
                file.append([refused(3 * AT_ONCE)])
    assert seen == [refused(n) for n in range(3 * AT_ONCE + 1)]
    file.close()


def test_rows_that_cannot_be_read_are_counted(path: Path) -> None:
    written(path).close()
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER no_update")
    db.execute("UPDATE rows SET body = '{' WHERE number IN (1, 2)")
    db.commit()
    db.close()
    with open_read_only(path) as history:
        assert list(history.rows(checkpoints=True)) == list(eventful())[2:]
        assert history.unreadable == 2


def refusal(path: Path) -> str:
    """Why a journal cannot be read."""
    with pytest.raises(JournalRefusedError) as refused, History(path) as history:
        list(history.rows())
    return str(refused.value)


def test_none_is_told_so(path: Path) -> None:
    assert refusal(path) == (
        f"{path}: no such journal: the station has not run yet, or keeps it elsewhere"
    )
    assert not path.exists()


def test_a_directory_is_told_so(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: is a directory, not a journal: name a file"


def test_an_empty_file_is_told_so(path: Path) -> None:
    path.touch()
    assert refusal(path) == f"{path}: has nothing in it yet: has its station run?"


def test_one_of_an_older_station_is_told_what_brings_it_up_to_date(path: Path) -> None:
    written(path).close()
    with pytest.raises(JournalRefusedError) as refused:
        History(path, schema=7)
    assert str(refused.value) == (
        f"{path}: written by an older station (schema 1; this version reads schema 7): start this"
        " station once, which brings it up to date"
    )


def test_another_programs_database_is_told_so(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (title)")
    db.close()
    assert refusal(path).endswith("is another program's database, not a journal: name another file")


def test_what_is_no_database_or_damaged_is_told_so(path: Path) -> None:
    path.write_text("a letter to the editor\n" * 100)
    assert refusal(path).startswith(f"{path}: is damaged, or no journal: the station sets")


def test_damage_in_the_middle_is_told_when_it_is_met(path: Path) -> None:
    file = JournalFile(path)
    file.append([row(n) for n in range(5000)])
    file.close()
    with path.open("r+b") as damaged:
        damaged.seek(path.stat().st_size // 2)
        damaged.write(b"\xa5" * 8192)
    with History(path) as history:
        rows = history.rows(checkpoints=True)
        assert next(rows) == row(0)
        with pytest.raises(JournalRefusedError, match="is damaged"):
            list(rows)
