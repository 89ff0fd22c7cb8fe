"""The judge passes what a real station has written, and notices what is wrong with a journal."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from station.core.facts import Fact, FactKind
from station.core.protocol import Terms
from station.core.stamp import Row, Stamp
from station.journal.file import JournalFile
from station.readers.configfile import load
from tests.lab.powercut import expectation
from tests.lab.powercut.terms import terms_of
from tests.lab.powercut.verdict import BROKEN, FORGOT, LOST, WRONG, Judge
from tests.soak.law import Cream, Standing
from tests.soak.law import Terms as SoakTerms
from tests.soak.rows import read

CONFIG = load(Path(__file__).parent / "station/station.yaml")
WALL = 1_800_000_000_000
TERMS = Terms("wipes", contact=3000, removal=1500, effect=4000)
VISIT = [
    Fact(FactKind.STARTED, 1000, 1000, elapsed=0, certain=True),
    Fact(FactKind.APPLIED, 2000, 2150, bay="bed-1", application=1, today=1, terms=TERMS),
    Fact(FactKind.REMOVAL_DUE, 5000, 5000, bay="bed-1"),
    Fact(
        FactKind.REMOVED,
        5400,
        5600,
        bay="bed-1",
        application=1,
        contact=3400,
        overdue_by=0,
        certain=True,
    ),
    Fact(FactKind.APPLIED, 6000, 6150, bay="bed-2", application=1, today=1, terms=TERMS),
]


def journal_of(folder: Path, facts: Sequence[Fact]) -> Path:
    """A journal as the station leaves it."""
    path = folder / "journal.db"
    file = JournalFile(path)
    file.past()
    for fact in facts:
        file.append([Row(Stamp("boot", fact.acted, WALL + fact.acted, trusted=True), fact)])
    file.close()
    return path


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Who knows the whole visit."""
    folder = tmp_path / "whole"
    folder.mkdir()
    return Judge(CONFIG, read(journal_of(folder, VISIT)))


def kinds(judge: Judge, journal: Path | None, promised: int) -> set[str]:
    """What is wrong with it, whatever the dice say."""
    found = set()
    for seed in range(12):
        if journal is not None:  # who reads it may mend it
            folder = journal.parent / f"seed-{seed}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            copy = Path(shutil.copyfile(journal, folder / journal.name))
        else:
            copy = None
        found |= {kind for kind, _ in judge.judge(copy, promised, Random(seed)).complaints}
    return found


def test_a_whole_journal_is_well(tmp_path: Path, judge: Judge) -> None:
    assert kinds(judge, journal_of(tmp_path, VISIT), len(VISIT)) == set()


@pytest.mark.parametrize("count", range(1, len(VISIT)))
def test_a_journal_that_ends_after_all_that_was_shown_is_well(
    tmp_path: Path, judge: Judge, count: int
) -> None:
    assert kinds(judge, journal_of(tmp_path, VISIT[:count]), count) == set()


def test_a_row_that_was_shown_as_saved_and_is_missing_is_noticed(
    tmp_path: Path, judge: Judge
) -> None:
    assert kinds(judge, journal_of(tmp_path, VISIT[:-1]), len(VISIT)) == {LOST}


def test_a_journal_that_is_gone_is_noticed(judge: Judge) -> None:
    assert kinds(judge, None, 0) == set()
    assert kinds(judge, None, 1) == {LOST}


def _forget_a_row(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM rows WHERE number = 3")


def _change_a_row(db: sqlite3.Connection) -> None:
    db.execute("UPDATE rows SET body = replace(body, '2000', '2001')")


@pytest.mark.parametrize("harm", [_forget_a_row, _change_a_row])
def test_a_row_that_is_missing_or_changed_in_the_middle_is_noticed(
    tmp_path: Path, judge: Judge, harm: Callable[[sqlite3.Connection], None]
) -> None:
    path = journal_of(tmp_path, VISIT)
    with closing(sqlite3.connect(path)) as db:
        for (guard,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {guard}")
        harm(db)
        db.commit()
    assert {BROKEN, FORGOT} <= kinds(judge, path, 0)


@pytest.mark.parametrize("page", [0, 1, 3])
def test_a_torn_page_is_noticed(tmp_path: Path, judge: Judge, page: int) -> None:
    path = journal_of(tmp_path, VISIT)
    with path.open("r+b") as file:
        file.seek(4096 * page + (100 if page == 0 else 0))
        file.write(bytes(3900))
    assert BROKEN in kinds(judge, path, len(VISIT))


def test_a_phase_that_recovery_gets_wrong_is_noticed(
    tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleepy(*_: object) -> tuple[int, bool]:
        return 0, True  # as if no time had passed

    monkeypatch.setattr("station.core.recovery.elapsed_since", sleepy)
    assert kinds(judge, journal_of(tmp_path, VISIT), len(VISIT)) == {WRONG}


# What is expected: section 5 of the design


ON = Standing(SoakTerms(3000, 1500, 4000), Cream(1, 1000, "contact", 1000))
WIPING = Standing(SoakTerms(3000, 1500, 4000), Cream(1, 1000, "removal", 2000))
NUMB = Standing(SoakTerms(3000, 1500, 4000), windows={1: 9000})


@pytest.mark.parametrize(
    ("bay", "elapsed", "phase", "on_for"),
    [
        (ON, 1999, "contact", 2999),
        (ON, 2000, "removal", 3000),
        (ON, 3499, "removal", 4499),
        (ON, 3500, "overdue", 4500),
        (WIPING, 1499, "removal", 2499),
        (WIPING, 1500, "overdue", 2500),
        (NUMB, 6999, "numb", None),
        (NUMB, 7000, "ready", None),
    ],
)
def test_with_a_clock_that_is_trusted_time_has_gone_on(
    bay: Standing, elapsed: int, phase: str, on_for: int | None
) -> None:
    expected = expectation.time_known(bay, 2000, elapsed)
    assert (expected.phase, expected.certain, expected.on_for) == (phase, True, on_for)


@pytest.mark.parametrize(
    ("bay", "uptime", "phase", "certain"),
    [
        (ON, 100, "removal", False),
        (ON, 3499, "removal", False),
        (ON, 3500, "overdue", False),
        (WIPING, 100, "removal", False),
        (NUMB, 100, "numb", False),
        (NUMB, 7000, "ready", True),
    ],
)
def test_without_one_cream_is_to_be_wiped_from_now_on(
    bay: Standing, uptime: int, phase: str, *, certain: bool
) -> None:
    expected = expectation.time_unknown(bay, 2000, uptime)
    assert (expected.phase, expected.certain) == (phase, certain)


def test_every_bay_is_timed_as_its_protocol_says() -> None:
    assert set(terms_of(CONFIG)) == {"bed-1", "bed-2", "bed-3"}
    assert set(terms_of(CONFIG).values()) == {SoakTerms(3000, 1500, 4000)}
