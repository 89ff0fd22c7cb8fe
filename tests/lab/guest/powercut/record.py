"""Busy visits on a station whose disk is recorded; run in the guest: record.py SECONDS.

The state directory is on a disk of its own, /dev/vdb, mounted as a Pi mounts its card. The service
is stopped in the middle once and goes on: so the journal is closed, and its log folded into it,
under way. What was done is left in out/recorded.json.
"""

import json
import sys
from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.powercut.ward import Ward, configure
from tests.lab.guest.powercut.witness import Oath
from tests.lab.guest.service import run

DISK: Final = Path("/dev/vdb")
OPTIONS: Final = "defaults,noatime"
"""Those of Raspberry Pi OS; of ext4's own, a commit every 5 s and data=ordered are the default."""
BEYOND: Final = 33 * 2**20
"""Where the file system has ended: tests/lab/powercut/recording.py says so too."""


def record(seconds: float) -> dict[str, object]:
    """So many seconds of visits, and a restart halfway. What was done and seen."""
    ward = Ward(Oath(DISK, BEYOND).swear)
    service.start()
    ward.busy(seconds / 2)
    service.stop()
    service.start()
    ward.busy(seconds / 2)
    service.stop()
    return {**ward.done(), "facts": len(service.facts())}


def main() -> None:
    """Mount, record, unmount."""
    configure()
    run("mount", "-t", "ext4", "-o", OPTIONS, str(DISK), str(service.JOURNAL.parent))
    mounted = run("findmnt", "--noheadings", "--output", "OPTIONS", str(DISK)).strip()
    done = record(float(sys.argv[1]))
    run("umount", str(DISK))
    Path("/host/out/recorded.json").write_text(json.dumps({**done, "mounted": mounted}))


if __name__ == "__main__":
    main()
