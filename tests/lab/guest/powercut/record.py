"""Busy visits on a station whose disk is recorded; run in the guest: record.py SECONDS.

The state directory is on a disk of its own, /dev/vdb, mounted as a Pi mounts its card. The service
is stopped in the middle once and goes on: so the journal is closed, and its log folded into it,
under way. What was done is left in out/recorded.json.
"""

import json
import random
import sys
import time
from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.powercut.fingers import Fingers
from tests.lab.guest.powercut.witness import Oath, Witness
from tests.lab.guest.service import run

DISK: Final = Path("/dev/vdb")
OPTIONS: Final = "defaults,noatime"
"""Those of Raspberry Pi OS; of ext4's own, a commit every 5 s and data=ordered are the default."""
STATION: Final = Path(__file__).parents[2] / "powercut/station"
BEYOND: Final = 33 * 2**20
"""Where the file system has ended: tests/lab/powercut/recording.py says so too."""
BUTTONS: Final = {"bed-1": 17, "bed-2": 5, "bed-3": 13}
PANELS: Final = {0x3C: ("Bed 1",), 0x3D: ("Bed 2", "Bed 3")}
BAYS: Final = {"Bed 1": "bed-1", "Bed 2": "bed-2", "Bed 3": "bed-3"}
LOOK: Final = 0.005
"""Seconds from one look at the panels to the next."""


def record(seconds: float, seed: int = 1) -> dict[str, object]:
    """So many seconds of visits, and a restart halfway. What was done and seen."""
    fingers = Fingers(BUTTONS, random.Random(seed))
    witness, oath = Witness(PANELS, BAYS), Oath(DISK, BEYOND)
    sworn = 0
    service.start()
    for part in range(2):
        if part:
            service.stop()
            service.start()
        end = time.monotonic() + seconds / 2
        while time.monotonic() < end:
            fingers.act()
            for bay, phase, at in witness.news():
                oath.swear(bay, phase, at)
                sworn += 1
            time.sleep(LOOK)
        fingers.rest()
    service.stop()
    return {
        "touches": fingers.touches,
        "looks": witness.looks,
        "unsaved": witness.unsaved,
        "sworn": sworn,
        "facts": len(service.facts()),
    }


def main() -> None:
    """Mount, record, unmount."""
    protocols = {path.stem: path.read_text() for path in (STATION / "protocols").iterdir()}
    service.configure((STATION / "station.yaml").read_text(), **protocols)
    run("mount", "-t", "ext4", "-o", OPTIONS, str(DISK), str(service.JOURNAL.parent))
    mounted = run("findmnt", "--noheadings", "--output", "OPTIONS", str(DISK)).strip()
    done = record(float(sys.argv[1]))
    run("umount", str(DISK))
    Path("/host/out/recorded.json").write_text(json.dumps({**done, "mounted": mounted}))


if __name__ == "__main__":
    main()
