"""Disks that fail, through the real edge: the station starts, goes on, and writes when it can."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.journal.errors import JournalRefusedError
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.round import JournalRound
from station.journal.writer import Journal
from tests.journal.disks import SteppingClock, back, every_row, heard, past_in
from tests.journal.mounted import DISKS
from tests.journal.rows import applied, past_of, refused, started
from tests.journal.stories import eventful

NOBODY = 65534
HERE = Path(__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that others may look into, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="station-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


# Full


@contextmanager
def longest_file(length: int) -> Iterator[None]:
    """As a disk that has no room for more. Works for anybody, anywhere."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_when_no_file_may_grow_rows_wait_until_one_may(path: Path) -> None:
    file = JournalFile(path)
    journal = Journal(file, file.past(), SteppingClock())
    journal.write(eventful()[:20])
    heard(journal, lambda said: Saved(20) in said)
    with longest_file(path.with_name("journal.db-wal").stat().st_size):
        journal.write(eventful()[20:])
        (lost,) = heard(journal, bool)
        assert lost == JournalReport("disk I/O error")
    journal.write([refused(10**9)])
    assert journal.close(20)
    assert journal.reports() == [Saved(len(eventful()) + 1), JournalReport(None)]
    assert past_in(path) == past_of([*eventful(), refused(10**9)])


def test_when_none_may_even_be_begun_the_station_starts(path: Path) -> None:
    file = JournalFile(path)
    with longest_file(0):
        past = file.past()
        work = JournalRound(file, past)
        work.write([started()], 0)
        work.attend(0)
    assert past == Past()
    assert [type(said) for said in work.reports(0)] == [JournalReport]
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport(None)]
    file.close()


def may_mount() -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and not subprocess.call(
        [unshare, "-rm", "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()],
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.skipif(not may_mount(), reason="no disks of our own: unshare -rm may not mount here")
@pytest.mark.parametrize("disk", DISKS)
def test_a_disk_that_is(disk: str, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, str(HERE / "mounted.py"), disk, str(folder)],  # noqa: S607 - where it is differs
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


# Read-only


def test_one_that_has_become_read_only_is_opened_again(path: Path) -> None:
    file = JournalFile(path)
    work = JournalRound(file, file.past())
    work.write([started()], 0)
    work.attend(0)
    assert file._db is not None
    file._db.execute("PRAGMA query_only = ON")
    work.write([applied(5)], 5)
    work.attend(5)
    assert work.reports(5) == [Saved(1), JournalReport("readonly")]
    work.attend(1005)
    assert work.reports(1005) == [Saved(2), JournalReport(None)]
    assert every_row(file) == past_of([started(), applied(5)])
    file.close()


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Without any right to what is ours. Root has every right until it is nobody."""
    if os.geteuid():
        pytest.skip("only root can be somebody else; see test_a_disk_that_is")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_one_that_we_may_only_read_is_read(public: Path) -> None:
    path = public / "journal.db"
    file = JournalFile(path)
    file.append(eventful())
    file.close()
    path.chmod(0o644)
    with as_somebody_else():
        past = file.past()
        work = JournalRound(file, past)
        work.write([refused(10**9)], 0)
        work.attend(0)
    assert past == past_of(eventful())
    assert work.reports(0) == [JournalReport("permission denied")]
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport(None)]
    assert every_row(file) == past_of([*eventful(), refused(10**9)])
    file.close()


def test_one_that_we_may_not_even_read_is_taken_up_when_we_may(public: Path) -> None:
    path = public / "journal.db"
    file = JournalFile(path)
    file.append([started(), applied(5)])
    file.close()
    path.chmod(0o600)
    file = JournalFile(path)
    with as_somebody_else():
        assert file.past() == Past(gaps=True)
        with pytest.raises(JournalRefusedError) as refusal:
            History(path)
    assert str(refusal.value) == (
        f"{path}: you may not read this journal: run it with sudo, or join the group station"
    )
    work = JournalRound(file)
    work.write([started(9), applied(10, "bed-2")], 0)
    work.attend(0)
    assert file.past() == past_of([started(9), applied(10, "bed-2")])
    file.close()


# Locked

HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(f"PRAGMA locking_mode = {sys.argv[2]}")
db.execute("BEGIN EXCLUSIVE")
print(db.execute("SELECT count(*) FROM rows").fetchone()[0], flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_somebody(path: Path, how: str = "NORMAL") -> Iterator[None]:
    """Another program has begun to write and does not end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield
        holder.communicate()


def test_while_another_program_holds_it_rows_wait(path: Path) -> None:
    file = JournalFile(path)
    work = JournalRound(file, file.past())
    work.write([started()], 0)
    work.attend(0)
    with held_by_somebody(path):
        work.write([applied(5)], 5)
        assert work.attend(5) == 1005
        assert work.reports(5) == [Saved(1), JournalReport("locked")]
    work.attend(1005)
    assert work.reports(1005) == [Saved(2), JournalReport(None)]
    file.close()


@pytest.mark.parametrize("how", ["NORMAL", "EXCLUSIVE"])
def test_one_that_is_held_at_the_start_is_read_all_the_same(path: Path, how: str) -> None:
    earlier = JournalFile(path)
    earlier.append(eventful())
    earlier.close()
    file = JournalFile(path)
    with held_by_somebody(path, how):
        past = file.past()
        assert past == past_of(eventful())
        work = JournalRound(file, past)
        work.write([refused(10**9)], 0)
        work.attend(0)
        assert work.reports(0) == [JournalReport("locked")]
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport(None)]
    assert every_row(file) == past_of([*eventful(), refused(10**9)])
    file.close()


def test_a_directory_put_in_its_place_is_told_and_taken_back(path: Path) -> None:
    file = JournalFile(path)
    journal = Journal(file, file.past(), SteppingClock())
    journal.write([started()])
    heard(journal, lambda said: Saved(1) in said)
    for part in path.parent.iterdir():
        part.unlink()
    path.mkdir()
    journal.write([applied(5)])
    (lost,) = heard(journal, bool)
    assert isinstance(lost, JournalReport)
    path.rmdir()
    assert journal.close(20)
    assert back(journal.reports())
    assert past_in(path) == past_of([started(), applied(5)])


def test_reading_for_long_does_not_keep_anybody_from_writing(path: Path) -> None:
    file = JournalFile(path)
    file.append(eventful())
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM rows").fetchone()
    work = JournalRound(file, file.past())
    for n in range(50):
        work.write([refused(n)], n)
        assert work.attend(n) is None
    reader.close()
    file.close()
