"""One station at a time writes to a journal; whoever comes second is told who was first."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.journal.errors import JournalHeldError
from station.journal.lock import JournalLock, is_running

ROOT = Path(__file__).parent.parent.parent
STATION = """
import sys
from pathlib import Path
from station.journal.lock import JournalLock
lock = JournalLock(Path(sys.argv[1]))
print(flush=True)
sys.stdin.read()
"""
ASKING = """
import sys
from pathlib import Path
from station.journal.lock import is_running
print(flush=True)
while True:
    is_running(Path(sys.argv[1]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station" / "journal.db"


@contextmanager
def station_on(
    path: Path, does: str = STATION, also: Sequence[bytes] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Another process has this journal."""
    with subprocess.Popen(
        [sys.executable, "-c", does, str(path), *also],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as station:
        assert station.stdout is not None
        station.stdout.readline()
        yield station
        station.kill()


def test_a_second_station_is_refused_and_told_who_has_it(path: Path) -> None:
    with station_on(path) as first, pytest.raises(JournalHeldError) as refusal:
        JournalLock(path)
    said = str(refusal.value)
    assert said.startswith(f"{path}: is in use by process {first.pid} ({sys.executable} -c")
    assert said.endswith(": stop it first, or name another journal")


def test_the_kernel_frees_it_when_a_station_dies(path: Path) -> None:
    with station_on(path) as first:
        assert is_running(path)
        first.send_signal(signal.SIGKILL)
        first.wait(20)
        assert not is_running(path)
        JournalLock(path).close()


def test_closing_frees_it(path: Path) -> None:
    for _ in range(3):
        lock = JournalLock(path)
        assert is_running(path)
        lock.close()
        lock.close()
        assert not is_running(path)


def test_nothing_runs_where_no_station_ever_was(path: Path) -> None:
    assert not is_running(path)


def test_looking_whether_one_runs_keeps_nobody_from_starting(path: Path) -> None:
    JournalLock(path).close()
    with station_on(path, ASKING):
        for _ in range(30):
            JournalLock(path).close()


@pytest.mark.parametrize("left", [b"", b"not a number", b"99999999999999"])
def test_one_that_does_not_say_who_it_is_has_it_all_the_same(path: Path, left: bytes) -> None:
    with station_on(path):
        path.with_name("journal.db.lock").write_bytes(left)
        with pytest.raises(JournalHeldError, match="is in use by"):
            JournalLock(path)


def test_one_whose_command_is_no_utf_8_is_named_all_the_same(path: Path) -> None:
    with station_on(path, also=[b"K\xe4se"]) as first, pytest.raises(JournalHeldError) as refusal:
        JournalLock(path)
    assert f"process {first.pid} ({sys.executable} -c" in str(refusal.value)
    assert "K\ufffdse" in str(refusal.value)


def test_where_no_lock_can_be_made_a_station_starts_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "a file, not a folder"
    folder.touch()
    first, second = JournalLock(folder / "journal.db"), JournalLock(folder / "journal.db")
    assert not is_running(folder / "journal.db")
    first.close()
    second.close()
