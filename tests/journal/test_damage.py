"""A journal that was damaged: set aside, never deleted; what could be wholly read is taken over."""

import os
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import Saved
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.round import JournalRound
from tests.journal.damage import (
    ASIDE,
    NEW_YEAR,
    PAGE,
    SET_ASIDE,
    changed_row,
    long_journal,
    page_of_rows,
    spoil,
    start_again,
)
from tests.journal.disks import past_in
from tests.journal.rows import applied, past_of, refused, started


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def story(path: Path) -> list[Row]:
    """A journal of many pages, closed, with cream on both beds at the end."""
    return long_journal(path)


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


@pytest.mark.meets("FLT-9")
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


@pytest.mark.parametrize("seq", ["1e999", "-1e999", "1.5", "'many'", "x'ff'"])
def test_a_count_of_rows_that_is_none_costs_no_row(path: Path, story: list[Row], seq: str) -> None:
    """Infinity is a number to SQLite, and none to count with: status told a traceback."""
    db = sqlite3.connect(path)
    db.execute(f"UPDATE sqlite_sequence SET seq = {seq}")  # noqa: S608 - of our own
    db.commit()
    db.close()
    with History(path) as history:
        assert history.past().bays == past_of(story).bays
    past, said = start_again(path)
    assert (past.bays, past.gaps, said) == (past_of(story).bays, True, SET_ASIDE)


@pytest.mark.parametrize(
    "change",
    [
        "body = ''",
        """body = replace(body, 'press', 'hold')""",
        "bay = 'bed-3'",
        "bay = NULL",
        "kind = 'removed'",
        "instant = instant + 1",
        "crc = 0",
    ],
)
def test_a_row_that_was_changed_leaves_a_gap_of_which_the_past_tells(
    path: Path, story: list[Row], change: str
) -> None:
    """Who knows what it said: maybe that the cream came off. To forget cream would be worse."""
    changed_row(path, change)
    past, said = start_again(path)
    assert (past.gaps, said) == (True, SET_ASIDE)
    assert past.bays.keys() == past_of(story).bays.keys()
    assert past_in(path).gaps  # until staff have said how each bed stands


def test_rows_cut_off_the_end_are_missed(path: Path, story: list[Row]) -> None:
    """The header of the last page counts its rows: one bit less of it, and they are gone."""
    assert story
    page = page_of_rows(path, "last")
    (count,) = struct.unpack_from(">H", path.read_bytes(), page + 3)
    with path.open("r+b") as file:
        file.seek(page + 3)
        file.write(struct.pack(">H", count - 1))
    past, said = start_again(path)
    assert (past.gaps, said) == (True, SET_ASIDE)


def test_a_sector_of_zeros_among_the_last_rows_is_missed(path: Path, story: list[Row]) -> None:
    assert story
    content = path.read_bytes()
    at = content.rindex(b"press", 0, page_of_rows(path, "last") + PAGE) // 512 * 512
    spoil(path, at, 512, b"\0")
    past, said = start_again(path)
    assert (past.gaps, said) == (True, SET_ASIDE)


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
