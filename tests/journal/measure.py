"""What the journal costs: `python tests/journal/measure.py [rows]`. About half a minute.

Every figure stands beside the one it is to be compared with, from the same run.
"""

import math
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

# Run as a program, it finds its neighbours from here.
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from station.journal.codec import Snapshot, columns, sealed
from station.journal.file import INSERT, JournalFile
from station.journal.reading import beside
from station.journal.round import SNAPSHOT_EVERY, JournalRound
from station.journal.writer import Journal
from tests.journal.disks import HangingDisk
from tests.journal.rows import applied, past_of, refused, row, started

MILLION = 1_000_000
STARTS = 9
COMMITS = 500
STALL = 5.0
"""Seconds for which the disk hangs."""
EVERY = 0.001
"""Seconds from one row to the next: hundreds of times as often as staff press."""


def centile(figures: Iterable[float], percent: int) -> float:
    """Which of the figures so many percent are at most."""
    ordered = sorted(figures)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def full_journal(path: Path, rows: int) -> None:
    """A journal of so many rows, killed when a start costs most: just before the next snapshot."""
    file = JournalFile(path, synchronous="OFF")
    file.append([started()])
    file.close()
    db = sqlite3.connect(path)
    boot, _, wall, trusted, kind, bay, body = columns(refused(1))
    said = ((boot, n, wall + n, trusted, kind, bay, body) for n in range(1, rows))
    db.executemany(INSERT, (sealed(n, one) for n, one in enumerate(said, 2)))
    # What so many refusals come to is quicker known than folded.
    snapshot = Snapshot(refused(rows).stamp, past_of([started(), refused(1), refused(rows)]))
    db.execute(INSERT, sealed(rows + 1, columns(snapshot)))
    db.commit()
    db.close()
    work = JournalRound(file, file.past())
    work.write([started(rows), *(applied(rows, f"bed-{n}") for n in range(8))], 0)
    work.attend(0)
    for n in range(SNAPSHOT_EVERY - 1):
        work.write([refused(rows + n, f"bed-{n % 8}")], 0)
        work.attend(0)
    _leave_as_killed(file)


def empty_journal(path: Path) -> None:
    """One in which nothing has happened yet."""
    file = JournalFile(path, synchronous="OFF")
    file.append([row(0)])
    _leave_as_killed(file)


def _leave_as_killed(file: JournalFile) -> None:
    """With a log beside it that is not yet in the database: more work for the next start."""
    shutil.copyfile(beside(file.path, "-wal"), beside(file.path, "-kept"))
    file.close()


def start(path: Path) -> float:
    """Milliseconds to open a journal after a kill and know its past."""
    shutil.copyfile(beside(path, "-kept"), beside(path, "-wal"))
    begun = time.perf_counter()
    file = JournalFile(path)
    file.past()
    took = time.perf_counter() - begun
    file.close()
    return took * 1000


def starts(full: Path, empty: Path) -> tuple[float, float]:
    """Milliseconds, the middle of several in turn: with all those rows, and without."""
    times = [(start(full), start(empty)) for _ in range(STARTS)]
    return centile((a for a, _ in times), 50), centile((b for _, b in times), 50)


def commits(path: Path) -> list[float]:
    """Milliseconds of commits of one row each, on the disk for good."""
    file = JournalFile(path)
    file.append([started()])
    times = []
    for n in range(COMMITS):
        begun = time.perf_counter()
        file.append([refused(n)])
        times.append((time.perf_counter() - begun) * 1000)
    file.close()
    return times


def engine_side(path: Path, seconds: float, *, stalled: bool) -> list[float]:
    """Microseconds that the engine spends on a row, while the disk is well or hangs."""
    disk = HangingDisk(path)
    journal = Journal(disk, disk.past(), lambda: time.monotonic_ns() // 1_000_000)
    if stalled:
        disk.hang()
    pace = threading.Event()
    times: list[float] = []
    ends = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < ends:
        journal.write([refused(len(times))])
        journal.reports()
        times.append((time.perf_counter() - begun) * 1e6)
        pace.wait(EVERY)
    disk.goes_on.set()
    if not journal.close(30):
        raise RuntimeError("rows were lost")
    return times


def main(rows: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="station-measure-") as name:
        folder = Path(name)
        full_journal(folder / "full.db", rows)
        empty_journal(folder / "empty.db")
        size = (folder / "full.db").stat().st_size / 2**20
        full, empty = starts(folder / "full.db", folder / "empty.db")
        print(f"start, empty journal          {empty:8.1f} ms")
        print(
            f"start, {rows:9,} rows        {full:8.1f} ms, {full - empty:+.1f} ms ({size:.0f} MB)"
        )
        found = commits(folder / "commits.db")
        print(f"commit of one row, p50        {centile(found, 50):8.2f} ms")
        print(f"commit of one row, p99        {centile(found, 99):8.2f} ms")
        well = engine_side(folder / "well.db", STALL, stalled=False)
        hung = engine_side(folder / "hung.db", STALL, stalled=True)
        for percent in (50, 99):
            one, other = centile(well, percent), centile(hung, percent)
            print(f"engine, disk well, p{percent}        {one:8.1f} us")
            print(f"engine, disk hung, p{percent}        {other:8.1f} us, {other / one:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)
