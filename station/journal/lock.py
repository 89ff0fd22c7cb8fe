"""Who writes to a journal: one station at a time."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.journal.errors import JournalHeldError
from station.journal.folder import make_folder
from station.journal.reading import beside
from station.machine.process import process_named

if sys.platform != "win32":
    import fcntl

GLANCES: Final = 10
GLANCE: Final = 0.02
"""Seconds between attempts: somebody may only be looking whether the journal is in use."""


class JournalLock:
    """A journal kept for this process, until closed or until the process ends.

    Raises JournalHeldError if another has it. Where no lock can be kept, as on a read-only disk,
    nobody is kept out: a station that times is worth more than a journal.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        if sys.platform == "win32":
            return
        try:
            make_folder(path.parent)
            self._file = os.open(beside(path, ".lock"), os.O_RDWR | os.O_CREAT, 0o644)
            self._take(self._file)
        except JournalHeldError:
            self.close()
            raise
        except OSError:
            self.close()

    def close(self) -> None:
        """Let the journal go."""
        held, self._file = self._file, None
        if held is not None:
            os.close(held)

    def _take(self, lock: int) -> None:
        for _ in range(GLANCES):
            if _locked(lock):
                with suppress(OSError):  # full: then nobody learns who we are
                    os.truncate(lock, 0)
                    os.pwrite(lock, str(os.getpid()).encode(), 0)
                return
            time.sleep(GLANCE)
        raise JournalHeldError(
            self._path, f"is in use by {_holder(lock)}: stop it first, or name another journal"
        )


def is_running(path: Path) -> bool:
    """Whether a station writes to a journal now. False also if that cannot be told."""
    try:
        lock = os.open(beside(path, ".lock"), os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _locked(lock)
    except OSError:
        return False
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    """Take a lock if nobody has it."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: int) -> str:
    number = os.pread(lock, 20, 0).decode(errors="replace").strip()
    if not number.isdigit():
        return "another station"
    return process_named(int(number))
