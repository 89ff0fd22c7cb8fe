"""The journal's file: append-only, read back as it was folded, refused or begun as it must be."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.facts import Fact, FactKind
from station.core.past import Past
from station.journal.codec import Snapshot
from station.journal.errors import JournalRefusedError, NewerJournalError
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.round import JournalRound
from station.journal.schema import MIGRATIONS
from tests.journal.disks import every_row, past_in
from tests.journal.rows import applied, past_of, refused, row, started
from tests.journal.stories import DEEDS, eventful, told


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def file(path: Path) -> Iterator[JournalFile]:
    file = JournalFile(path, synchronous="OFF")
    yield file
    file.close()


def write_story(file: JournalFile, *, batch: int = 7) -> None:
    """The eventful hours, as a station writes them."""
    work = JournalRound(file, file.past())
    rows = eventful()
    for n in range(0, len(rows), batch):
        work.write(rows[n : n + batch], 0)
        work.attend(0)
    file.close()


def changed(path: Path, *statements: str) -> None:
    """Have somebody do what no station does to a journal."""
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER IF EXISTS no_update")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


# Reading back


def test_a_new_journal_has_no_past(path: Path) -> None:
    assert past_in(path) == Past()


@pytest.mark.meets("JNL-6")
def test_the_past_is_what_all_rows_come_to(file: JournalFile) -> None:
    write_story(file)
    assert file.past() == every_row(file) == past_of(eventful())


@pytest.mark.meets("JNL-8")
@given(st.lists(DEEDS, max_size=25), st.integers(1, 60))
def test_snapshots_change_nothing_whatever_the_story(
    deeds: list[tuple[str, int]], batch: int
) -> None:
    rows = told([("restart", 0), *deeds])
    file = JournalFile(":memory:")
    work = JournalRound(file)
    for n in range(0, len(rows), batch):
        work.write(rows[n : n + batch], 0)
        work.attend(0)
    assert file.past() == every_row(file) == past_of(rows)
    file.close()


@pytest.mark.meets("JNL-8")
@pytest.mark.parametrize("which", ["the newest", "the oldest", "every"])
def test_snapshots_that_cannot_be_read_change_nothing_either(
    path: Path, file: JournalFile, which: str
) -> None:
    write_story(file)
    change = "UPDATE rows SET body = 'not a past' WHERE kind = 'snapshot'"
    numbers = {
        "the newest": " AND number = (SELECT max(number) FROM rows WHERE kind = 'snapshot')",
        "the oldest": " AND number = (SELECT min(number) FROM rows WHERE kind = 'snapshot')",
        "every": "",
    }
    changed(path, change + numbers[which])
    assert file.past() == past_of(eventful())


def test_a_row_that_cannot_be_read_is_strange_and_the_others_are_not(
    path: Path, file: JournalFile
) -> None:
    file.append([started(), applied(5), refused(9), applied(11, "bed-2")])
    file.close()
    changed(
        path, "UPDATE rows SET body = CAST(x'ff' AS TEXT), bay = 'bed-\N{SNOWMAN}' WHERE number = 3"
    )
    others = past_of([started(), applied(5), applied(11, "bed-2")])
    assert file.past() == replace(others, strange=1, gaps=True, answered=frozenset({"bed-2"}))


def test_neither_do_facts_that_make_no_sense(file: JournalFile) -> None:
    """The disk may change a word so that it can be read, and means nothing."""
    senseless = Fact(FactKind.PANEL_LOST, 9, 9, bay="bed-1")
    file.append([started(), applied(5), row(9, senseless), refused(11)])
    others = past_of([started(), applied(5), refused(11)])
    assert file.past() == replace(others, strange=1, gaps=True, answered=frozenset({"bed-1"}))


def test_a_basis_stands_for_everything_before_it(file: JournalFile) -> None:
    past = past_of([started(), applied(5, "bed-2")])
    assert past.last is not None
    file.append([started(), applied(5), Snapshot(past.last, past, basis=True), refused(9)])
    assert file.past() == every_row(file) == past_of([started(), applied(5, "bed-2"), refused(9)])


# Appending


def test_rows_come_all_or_none(file: JournalFile) -> None:
    file.append([started()])
    with pytest.raises(AttributeError):
        file.append([applied(5), None])  # type: ignore[list-item]  # what no station appends
    assert file.past() == past_of([started()])


@pytest.mark.meets("JNL-2")
@pytest.mark.parametrize("change", ["DELETE FROM rows", "UPDATE rows SET wall = 0"])
def test_nobody_takes_a_row_back(path: Path, file: JournalFile, change: str) -> None:
    file.append([started()])
    file.close()
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="the journal is append-only"):
        db.execute(change)
    db.close()


@pytest.mark.meets("JNL-3")
def test_every_commit_is_synced_in_a_write_ahead_log(path: Path) -> None:
    file = JournalFile(path)
    file.append([started()])
    assert file._db is not None
    settings = {
        name: file._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "wal_autocheckpoint")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "wal_autocheckpoint": 1000}
    file.close()


def test_the_log_is_emptied_again_and_again(path: Path, file: JournalFile) -> None:
    work = JournalRound(file)
    log = path.with_name("journal.db-wal")
    longest = 0
    for n in range(3000):
        work.write([refused(n)], n)
        work.attend(n)
        longest = max(longest, log.stat().st_size)
    assert longest < 5 * 2**20
    file.close()


def test_one_that_was_closed_is_opened_again(file: JournalFile) -> None:
    file.append([started()])
    file.close()
    file.append([applied(5)])
    assert file.continues()
    assert file.past() == past_of([started(), applied(5)])


# Refused, or made


def test_a_folder_is_made_for_it(tmp_path: Path) -> None:
    file = JournalFile(tmp_path / "var" / "lib" / "station" / "journal.db")
    file.append([started()])
    file.close()
    assert file.path.is_file()


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalRefusedError) as refusal:
        past_in(tmp_path)
    assert str(refusal.value) == (
        f"{tmp_path}: is a directory: name a file in it, like {tmp_path / 'journal.db'}"
    )


def test_what_is_no_file_is_refused() -> None:
    with pytest.raises(JournalRefusedError, match="/dev/null: is not a file: name one"):
        past_in(Path("/dev/null"))


def test_another_programs_database_is_refused_and_left_as_it_was(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (title)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalRefusedError, match="is another program's database, not a journal"):
        past_in(path)
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_station_is_refused_and_left_as_it_was(
    path: Path, file: JournalFile
) -> None:
    write_story(file)
    changed(
        path,
        "INSERT INTO meta VALUES (2, '3.1.4')",
        "PRAGMA user_version = 2",
        "ALTER TABLE rows RENAME TO lines",
    )
    before = path.read_bytes()
    for reading in (past_in, History):
        with pytest.raises(NewerJournalError) as refusal:
            reading(path)
        assert str(refusal.value) == (
            f"{path}: written by station 3.1.4 (schema 2); this version reads schema 1: install"
            " station 3.1.4 or newer, or name another journal"
        )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = 2",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 7",
        "UPDATE meta SET schema = 3",
        "DELETE FROM meta",
    ],
)
def test_one_that_contradicts_itself_is_damaged_and_read_all_the_same(
    path: Path, file: JournalFile, change: str
) -> None:
    """A refusal would keep the station down, whatever cream is on."""
    write_story(file)
    changed(path, change)
    assert past_in(path) == past_of(eventful())
    with pytest.raises(JournalRefusedError, match="is damaged"):
        History(path)
    work = JournalRound(file, file.past())
    work.write([refused(10**9)], 0)
    assert work.attend(0) is None
    assert "corrupt: set aside as journal.db.corrupt-" in str(work.reports(0))
    assert file.past() == past_of([*eventful(), refused(10**9)])


def test_an_older_journal_is_brought_up_to_date_with_all_its_rows(
    path: Path, file: JournalFile
) -> None:
    def moods(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE rows ADD COLUMN mood TEXT")

    write_story(file)
    newer = JournalFile(path, migrations=(*MIGRATIONS, moods))
    assert newer.past() == past_of(eventful())
    newer.append([row(10**7)])
    newer.close()
    db = sqlite3.connect(path)
    assert db.execute("SELECT schema FROM meta").fetchall() == [(1,), (2,)]
    assert db.execute("PRAGMA user_version").fetchone() == (2,)
    assert db.execute("SELECT mood FROM rows WHERE number = 1").fetchone() == (None,)
    db.close()
    with pytest.raises(NewerJournalError):
        past_in(path)


def test_a_second_schema_needs_a_way_back_first() -> None:
    """Before another migration is released, systemd/install.sh must be able to go back from it.

    It puts the old version back if the new one does not become ready; by then the new one may
    have migrated the journal, which the old one refuses, and systemd does not start that again.
    Have the installer keep a copy of a journal that is to be migrated, and put that back as well.
    """
    assert len(MIGRATIONS) == 1


def test_a_migration_that_fails_leaves_the_older_journal(path: Path, file: JournalFile) -> None:
    def halfway(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE rows ADD COLUMN mood TEXT")
        db.execute("ALTER TABLE rows ADD COLUMN mood TEXT")

    write_story(file)
    newer = JournalFile(path, migrations=(*MIGRATIONS, halfway))
    with pytest.raises(sqlite3.OperationalError, match="duplicate column"):
        newer.append([row(10**7)])
    newer.close()
    assert past_in(path) == past_of(eventful())
