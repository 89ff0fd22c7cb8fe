"""A journal that was damaged: set aside, never deleted; what could be wholly read is taken over."""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.round import JournalRound
from tests.journal.disks import past_in
from tests.journal.rows import applied, past_of, refused, started
from tests.journal.stories import eventful

PAGE = 4096
NEW_YEAR = time.gmtime(1_767_225_600)
ASIDE = "journal.db.corrupt-20260101T000000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def story(path: Path) -> list[Row]:
    """A journal of many pages, closed, with cream on both beds at the end."""
    rows = [*eventful(), *(refused(10**8 + n) for n in range(900))]
    file = JournalFile(path, synchronous="OFF")
    work = JournalRound(file)
    for n in range(0, len(rows), 7):
        work.write(rows[n : n + 7], 0)
        work.attend(0)
    file.close()
    assert path.stat().st_size > 30 * PAGE
    return rows


def spoil(path: Path, at: int, length: int = PAGE) -> None:
    """Overwrite part of a file as a dying disk does."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * length)


def page_of_rows(path: Path, which: str) -> int:
    """Where a page of the table's rows begins: the `first` or the `last`, or the tree's `root`."""
    db = sqlite3.connect(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'rows'").fetchone()
    db.close()
    if which == "root":
        return int(root - 1) * PAGE
    content = path.read_bytes()
    begin = (root - 1) * PAGE
    # An interior page: its right-most child is at 8; its cells, at 12 on, begin with a child.
    if which == "last":
        child = content[begin + 8 : begin + 12]
    else:
        cell = begin + int.from_bytes(content[begin + 12 : begin + 14])
        child = content[cell : cell + 4]
    return (int.from_bytes(child) - 1) * PAGE


def start_again(path: Path) -> tuple[Past, list[JournalReport | Saved]]:
    """The past as a station finds it at its start, and what it is told once it has written."""
    file = JournalFile(path, utc=lambda: NEW_YEAR)
    past = file.past()
    work = JournalRound(file, past)
    work.write([refused(10**9)], 0)
    assert work.attend(0) is None
    said = work.reports(0)
    file.close()
    return past, said


SET_ASIDE = [
    Saved(1),
    JournalReport(f"corrupt: set aside as {ASIDE}"),
    JournalReport(None),
]


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all, but a letter to the editor\n" * 500)


def headless(path: Path) -> None:
    spoil(path, 0)


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def in_the_last_rows(path: Path) -> None:
    spoil(path, page_of_rows(path, "last"))


def at_the_root_of_the_rows(path: Path) -> None:
    spoil(path, page_of_rows(path, "root"))


def empty_beside_its_log(path: Path) -> None:
    os.truncate(path, 0)
    path.with_name("journal.db-wal").write_bytes(b"\xa5" * 10_000)


@pytest.mark.parametrize(
    "damage",
    [
        garbage,
        headless,
        halved,
        in_the_last_rows,
        at_the_root_of_the_rows,
        empty_beside_its_log,
    ],
)
def test_one_of_which_not_all_that_counts_can_be_read_is_set_aside(
    path: Path, story: list[Row], damage: Callable[[Path], None]
) -> None:
    assert story
    damage(path)
    kept = path.read_bytes()
    past, said = start_again(path)
    assert past.gaps
    assert past.bays in ({}, past_of(story).bays)  # nothing, or what a snapshot still says
    assert said == SET_ASIDE
    assert path.with_name(ASIDE).read_bytes() == kept


def test_one_that_can_be_read_where_it_counts_is_not_even_noticed(
    path: Path, story: list[Row]
) -> None:
    spoil(path, page_of_rows(path, "first"))
    past, said = start_again(path)
    assert past == past_of(story)
    assert said == [Saved(1)]


def test_one_whose_contents_are_damaged_but_not_its_rows_is_taken_over(
    path: Path, story: list[Row]
) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_schema SET sql = 'CREATE nonsense' WHERE type = 'trigger'")
    db.commit()
    db.close()
    past, said = start_again(path)
    assert past == past_of(story)
    assert said == SET_ASIDE
    assert past_in(path) == past_of([*story, refused(10**9)])


def test_a_row_that_cannot_be_read_leaves_a_gap_of_which_the_past_tells(
    path: Path, story: list[Row]
) -> None:
    """Who knows what it said: maybe that the cream came off. To forget cream would be worse."""
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER no_update")
    db.execute("UPDATE rows SET body = '' WHERE number = (SELECT max(number) - 3 FROM rows)")
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_schema SET sql = 'CREATE nonsense' WHERE type = 'trigger'")
    db.commit()
    db.close()
    past, said = start_again(path)
    assert (past.gaps, said) == (True, SET_ASIDE)
    assert past.bays.keys() == past_of(story).bays.keys()


def test_an_empty_file_is_begun_without_ado(path: Path) -> None:
    path.touch()
    assert start_again(path) == (Past(), [Saved(1)])


def test_a_log_that_is_garbage_costs_only_what_was_in_it(path: Path, story: list[Row]) -> None:
    path.with_name("journal.db-wal").write_bytes(b"\xa5" * 50_000)
    past, said = start_again(path)
    assert past == past_of(story)
    assert said == [Saved(1)]


def test_a_log_that_ends_in_the_middle_gives_what_came_before(path: Path) -> None:
    file = JournalFile(path)
    for n in range(20):
        file.append([refused(n)])
    log = path.with_name("journal.db-wal").read_bytes()
    content = path.read_bytes()
    file.close()
    path.write_bytes(content)
    path.with_name("journal.db-wal").write_bytes(log[:-100])
    assert past_in(path) == past_of(refused(n) for n in range(19))


def test_two_set_aside_in_one_second_have_two_names(path: Path) -> None:
    for content in (b"first" * 500, b"second" * 500, b"third" * 500):
        path.write_bytes(content)
        start_again(path)
    names = {ASIDE: b"first", f"{ASIDE}-2": b"second", f"{ASIDE}-3": b"third"}
    assert {
        name: path.with_name(name).read_bytes()[: len(begin)] for name, begin in names.items()
    } == names


def test_damage_met_while_writing_sets_it_aside_too(path: Path, story: list[Row]) -> None:
    file = JournalFile(path, utc=lambda: NEW_YEAR)
    work = JournalRound(file, file.past())
    file.close()
    spoil(path, page_of_rows(path, "last"))
    work.write([applied(10**9, "bed-7")], 0)
    assert work.attend(0) is None
    assert work.reports(0) == SET_ASIDE
    file.close()
    assert past_in(path) == past_of([*story, applied(10**9, "bed-7")])
    assert path.with_name(ASIDE).stat().st_size > 30 * PAGE


def test_the_first_start_after_all_that_is_like_any_other(path: Path) -> None:
    garbage(path)
    start_again(path)
    file = JournalFile(path)
    work = JournalRound(file, file.past())
    work.write([started(), applied(5)], 0)
    work.attend(0)
    assert work.reports(0) == [Saved(2)]
    file.close()
