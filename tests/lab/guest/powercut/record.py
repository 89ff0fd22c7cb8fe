"""Busy visits on a station whose disk is recorded; run in the guest: record.py MARKS.

The state directory is on a disk of its own, /dev/vdb, mounted as a Pi mounts its card. The journal
is one that a station left when it was killed, with so much in its log that SQLite soon begins that
anew; and the service is stopped once and goes on, which folds the log into the file. What was done
is left in out/recorded.json.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from station.core.stamp import Row, Stamp
from station.hardware.clock import BootClock
from station.journal.file import JournalFile
from tests.lab.guest import service
from tests.lab.guest.powercut.ward import Ward, configure
from tests.lab.guest.powercut.witness import Oath
from tests.lab.guest.service import run

DISK: Final = Path("/dev/vdb")
OPTIONS: Final = "defaults,noatime"
"""Those of Raspberry Pi OS; of ext4's own, a commit every 5 s and data=ordered are the default."""
BEYOND: Final = 33 * 2**20
"""Where the file system has ended: tests/lab/powercut/recording.py says so too."""
LOG: Final = Path(f"{service.JOURNAL}-wal")
LONG: Final = 985 * (4096 + 24)
"""Bytes of a log to which few pages more may come: from 1000 on SQLite begins it anew."""


def record(marks: int) -> dict[str, object]:
    """Visits until the witness has sworn so often, with a restart halfway. What was seen."""
    ward = Ward(Oath(DISK, BEYOND).swear)
    before = begun_anew()
    service.start()
    ward.busy(lambda: ward.sworn >= marks / 2 and begun_anew() > before)
    begun = begun_anew() - before
    service.stop()
    service.start()
    ward.busy(lambda: ward.sworn >= marks)
    service.stop()
    return {**ward.done(), "facts": len(service.facts()), "log_begun_anew": begun}


def leave_a_long_log() -> None:
    """A journal without a fact, whose writer was killed."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os.sync()
        return
    clock = BootClock("trusted")
    whole = JournalFile(service.JOURNAL)
    whole.append([_alive(clock)])
    whole.close()
    # Quicker, and as safe: a log may lose its end, and the file is not written to.
    file = JournalFile(service.JOURNAL, synchronous="OFF")
    file.past()
    while not LOG.exists() or LOG.stat().st_size < LONG:
        file.append([_alive(clock)])
    os._exit(0)  # closed, the log would be gone


def _alive(clock: BootClock) -> Row:
    return Row(Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted()))


def begun_anew() -> int:
    """How often SQLite has, by the log's header (its file format, section 4.1)."""
    with LOG.open("rb") as log:
        return int.from_bytes(log.read(16)[12:])


def main() -> None:
    """Mount, record, unmount."""
    configure()
    run("mount", "-t", "ext4", "-o", OPTIONS, str(DISK), str(service.JOURNAL.parent))
    mounted = run("findmnt", "--noheadings", "--output", "OPTIONS", str(DISK)).strip()
    leave_a_long_log()
    done = record(int(sys.argv[1]))
    run("umount", str(DISK))
    Path("/host/out/recorded.json").write_text(json.dumps({**done, "mounted": mounted}))


if __name__ == "__main__":
    main()
