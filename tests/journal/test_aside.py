"""A damaged journal is set aside when what it said can be written; who dies between finds it."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import Saved
from station.core.stamp import Row
from station.journal.errors import UnexpectedRowsError
from station.journal.file import JournalFile
from station.journal.round import JournalRound
from tests.journal.damage import ASIDE, NEW_YEAR, changed_row, long_journal, start_again
from tests.journal.disks import past_in
from tests.journal.rows import applied, past_of, refused, started


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def story(path: Path) -> list[Row]:
    """A journal of many pages, closed, with cream on both beds at the end."""
    return long_journal(path)


def test_it_is_left_where_it_is_until_what_it_said_is_written(path: Path, story: list[Row]) -> None:
    changed_row(path, "body = ''")
    known = past_in(path)
    assert known.gaps
    assert known.bays.keys() == past_of(story).bays.keys()
    assert past_in(path) == known  # whoever read it died
    assert [file.name for file in path.parent.iterdir()] == ["journal.db"]


@pytest.mark.parametrize("written", ["nothing", "an empty file"])
def test_who_dies_once_it_is_set_aside_finds_the_cream_there(
    path: Path, story: list[Row], written: str
) -> None:
    changed_row(path, "body = ''")
    with closing(JournalFile(path)) as file:
        known = file.past()
        older = path.with_name(f"{path.name}.corrupt-20010101T000000Z")
        older.write_bytes(b"whatever")
        os.utime(older, (0, 0))
        file.set_aside()
    if written == "an empty file":
        path.touch()
    assert known.bays.keys() == past_of(story).bays.keys()
    assert past_in(path) == known
    past, said = start_again(path)
    assert (past, said) == (known, [Saved(1)])
    assert past_in(path).bays.keys() == known.bays.keys()


@pytest.mark.parametrize("begun", ["not at all", "empty", "without rows"])
def test_one_set_aside_by_who_died_before_he_could_write_is_missed(path: Path, begun: str) -> None:
    path.with_name(ASIDE).write_bytes(b"whatever")
    if begun == "empty":
        path.touch()
    if begun == "without rows":
        with closing(JournalFile(path)) as file:
            file._opened()
    past, said = start_again(path)
    assert (past, said) == (Past(gaps=True), [Saved(1)])
    assert past_in(path).gaps


@pytest.mark.usefixtures("story")
def test_one_that_was_taken_over_tells_no_more_of_today(path: Path) -> None:
    """Half a year later somebody deletes the journal: the cream of spring is on nobody's skin."""
    changed_row(path, "body = ''")
    start_again(path)
    assert past_in(path).bays
    path.unlink()
    past, _ = start_again(path)
    assert past == Past(gaps=True), "every bay is asked, and nothing is made up"


@pytest.mark.usefixtures("story")
def test_a_second_damage_asks_anew(path: Path) -> None:
    """What staff answered after the first says nothing of what the second has cost."""
    changed_row(path, "body = ''")
    start_again(path)
    with closing(JournalFile(path)) as file:
        file.past()
        file.append([refused(10**9, "bed-1"), refused(10**9, "bed-2")])
    assert past_in(path).answered == {"bed-1", "bed-2"}
    with closing(JournalFile(path)) as file:
        file.past()
        lost = applied(10**9 + 1)
        file.append([lost, *(refused(10**9 + n, "bed-2") for n in (2, 3, 4))])
    changed_row(path, "body = ''")
    past, _ = start_again(path)
    assert past.gaps
    assert past.answered == {"bed-2"}


def test_one_set_aside_long_ago_is_not(path: Path) -> None:
    path.with_name(ASIDE).write_bytes(b"whatever")
    with closing(JournalFile(path)) as file:
        file.append([started(), applied(5)])
    assert past_in(path) == past_of([started(), applied(5)])


def test_what_is_set_aside_has_its_rows_in_the_new_one_in_the_same_commit(
    path: Path, story: list[Row]
) -> None:
    changed_row(path, "body = ''")
    file = JournalFile(path, utc=lambda: NEW_YEAR)
    work = JournalRound(file, past := file.past())
    assert not file.continues()
    with pytest.raises(UnexpectedRowsError):
        file.append([refused(10**9)])
    assert not path.with_name(ASIDE).exists()
    work.write([refused(10**9)], 0)
    work.attend(0)
    file.close()
    assert path.with_name(ASIDE).exists()
    found = past_in(path)
    assert (found.gaps, found.bays.keys()) == (True, past.bays.keys())
    assert story
