"""What a journal does on disks of its own: `unshare -rm python mounted.py full|readonly FOLDER`.

A program, because it mounts: in a mount namespace of its own, no root is needed for that.
"""

import os
import subprocess
import sys
from pathlib import Path

# Run as a program, it finds its neighbours from here.
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from station.core.past import Past
from station.core.reports import JournalReport, Saved
from station.journal.file import JournalFile
from station.journal.lock import JournalLock
from station.journal.round import JournalRound
from tests.journal.disks import every_row, past_in
from tests.journal.rows import past_of, refused
from tests.journal.stories import eventful

TIGHT = "the disk has 0 MB left"
"""What is told with each saved row on a disk of half a megabyte."""


def mount(*arguments: str) -> None:
    """As the command."""
    subprocess.run(["mount", *arguments], check=True)  # noqa: S607 - where it is differs


def fill(folder: Path) -> Path:
    """Leave no room for anything."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 512):
                pass
        except OSError:
            return filler
    raise AssertionError("an endless disk")


def leave_behind(path: Path, scratch: Path) -> None:
    """A journal as a power cut leaves it: with a log that is not yet in the database."""
    file = JournalFile(scratch)
    work = JournalRound(file)
    work.write(eventful(), 0)
    work.attend(0)
    for ending in ("", "-wal"):
        path.with_name(path.name + ending).write_bytes(
            scratch.with_name(scratch.name + ending).read_bytes()
        )
    file.close()


def full(folder: Path) -> None:
    """It fills up while the station runs; then there is room again."""
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder))
    file = JournalFile(folder / "journal.db")
    work = JournalRound(file, file.past())
    work.write(eventful()[:50], 0)
    work.attend(0)
    assert work.reports(0) == [Saved(50, TIGHT)]
    filler = fill(folder)
    now, said = 0, work.reports(0)
    while not said or isinstance(said[0], Saved):
        now += 10
        work.write([refused(now)] * 20, now)
        work.attend(now)
        said = work.reports(now)
    assert said == [JournalReport("full")]
    work.write(eventful()[50:], now)
    assert work.attend(now + 1000) == now + 3000
    filler.unlink()
    assert work.attend(now + 3000) is None
    assert work.reports(now + 3000)[-1] == JournalReport(None)
    assert file.past() == every_row(file)
    known = file.past()
    file.close()
    assert known == past_in(file.path)


def full_at_the_start(folder: Path) -> None:
    """There is no room even to open it: what it says is read all the same."""
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder))
    path = folder / "journal.db"
    leave_behind(path, folder.with_name("elsewhere.db"))
    filler = fill(folder)
    lock = JournalLock(path)
    file = JournalFile(path)
    past = file.past()
    assert past == past_of(eventful())
    work = JournalRound(file, past)
    work.write([refused(10**9)], 0)
    assert work.attend(0) == 1000
    said = work.reports(0)
    assert said == [JournalReport("full")], said
    filler.unlink()
    assert work.attend(1000) is None
    assert work.reports(1000) == [Saved(1, TIGHT), JournalReport(None)]
    assert every_row(file) == past_of([*eventful(), refused(10**9)])
    file.close()
    lock.close()


def readonly(folder: Path) -> None:
    """It can only be read at the start, and written later."""
    path = folder / "journal.db"
    leave_behind(path, folder.with_name("elsewhere.db"))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    mount("--bind", str(folder), str(folder))
    mount("-o", "remount,bind,ro", str(folder))
    assert not os.access(path, os.W_OK)
    lock = JournalLock(path)
    file = JournalFile(path)
    past = file.past()
    assert past == past_of(eventful())
    work = JournalRound(file, past)
    work.write([refused(10**9)], 0)
    assert work.attend(0) == 1000
    assert work.reports(0) == [JournalReport("readonly")]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    mount("-o", "remount,bind,rw", str(folder))
    assert work.attend(1000) is None
    assert work.reports(1000) == [Saved(1), JournalReport(None)]
    assert every_row(file) == past_of([*eventful(), refused(10**9)])
    file.close()
    lock.close()


def nothing_yet(folder: Path) -> None:
    """A read-only disk on which no station ever ran."""
    mount("-t", "tmpfs", "-o", "ro", "tmpfs", str(folder))
    file = JournalFile(folder / "station" / "journal.db")
    assert file.past() == Past()
    work = JournalRound(file)
    work.write([refused(5)], 0)
    work.attend(0)
    assert work.reports(0) == [JournalReport("readonly")]
    mount("-o", "remount,rw", str(folder))
    work.attend(1000)
    assert work.reports(1000) == [Saved(1), JournalReport(None)]
    file.close()


DISKS = {
    disk.__name__.replace("_", "-"): disk
    for disk in (full, full_at_the_start, readonly, nothing_yet)
}

if __name__ == "__main__":
    DISKS[sys.argv[1]](Path(sys.argv[2]))
