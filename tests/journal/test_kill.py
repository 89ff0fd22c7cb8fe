"""A writing process is killed at random instants: what it called saved is there, in order."""

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from station.core.past import Past
from station.journal.file import JournalFile
from station.journal.history import History
from tests.journal.disks import every_row
from tests.journal.rows import past_of

KILLS = 20
ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sys
from pathlib import Path

from station.core.reports import Saved
from station.journal.file import JournalFile
from station.journal.writer import Journal
from tests.journal.rows import refused, started

file = JournalFile(Path(sys.argv[1]))
past = file.past()
at = past.last.instant + 1 if past.last else 0
journal = Journal(file, past, lambda: 0)
journal.write([started(at)])
written = 1
while True:
    for said in journal.reports():
        if isinstance(said, Saved):
            print(at + said.rows - 1, flush=True)
            for _ in range(3):
                journal.write([refused(at + written)])
                written += 1
"""


def saved_until_killed(path: Path, lines: int) -> int:
    """The instant of the last row that a writer called saved before it died, after so many."""
    last = b""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None
        for _ in range(lines):
            last = writer.stdout.readline()
        writer.kill()
        # What it said before it died counts too, but not half a line.
        said = [
            line for line in writer.stdout.read().splitlines(keepends=True) if line[-1:] == b"\n"
        ]
    assert writer.returncode == -signal.SIGKILL
    return int([last, *said][-1])


@pytest.mark.meets("FLT-18")
def test_nothing_that_was_called_saved_is_ever_missing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    chance = random.Random(3)
    for _ in range(KILLS):
        saved = saved_until_killed(path, chance.randrange(1, 60))
        db = sqlite3.connect(path)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
        with History(path) as history:
            rows = list(history.rows())
        assert rows[-1].stamp.instant >= saved
        # Not one is missing before it, nor twice there.
        assert [row.stamp.instant for row in rows] == list(range(rows[-1].stamp.instant + 1))
        file = JournalFile(path)
        assert file.past() == every_row(file) == past_of(rows) != Past()
        file.close()


@pytest.mark.parametrize("ending", ["-wal", "-shm", ""])
def test_it_leaves_the_kernel_to_free_what_it_held(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "journal.db"
    saved_until_killed(path, 3)
    assert path.with_name(path.name + ending).exists()
    file = JournalFile(path)
    file.past()
    file.close()
    assert [part.name for part in tmp_path.iterdir()] == ["journal.db"]
