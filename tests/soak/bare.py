"""A loop that only sleeps from scan to scan: how late this machine wakes anybody.

What a station's deviations are compared with. It runs beside it, in a process of its own, and
notes each scan's instant with how late it woke.
"""

import os
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.soak.wires import boot_us

SCAN = 10_000
"""Microseconds."""
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Sleeps:
    """What such a loop noted: scans, in microseconds, and how late it woke, in milliseconds."""

    scans: Sequence[int] = ()
    late: Sequence[float] = ()

    def at(self, instant: int) -> float:
        """How late it woke from the first scan at or after an instant."""
        index = bisect_left(self.scans, instant)
        return self.late[index] if index < len(self.late) else 0

    def stalled(self, begin: int, end: int, least: float) -> bool:
        """Whether it woke so late from a scan between two instants."""
        first, last = (bisect_left(self.scans, t) for t in (begin - SCAN, end + SCAN))
        return any(late >= least for late in self.late[first:last])


class Bare:
    """The loop, while it runs."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "bare"
        self._path.touch()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.bare", str(self._path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def end(self) -> Sleeps:
        """Stop it. What it noted."""
        self._process.kill()
        self._process.wait()
        lines = self._path.read_text().split("\n")[:-1]
        noted = [tuple(map(int, line.split())) for line in lines]
        return Sleeps([scan for scan, _ in noted], [late / 1000 for _, late in noted])


def loop(path: str) -> None:
    """Sleep to every scan, until killed."""
    with Path(path).open("w", buffering=1) as notes:
        while True:
            scan = (boot_us() // SCAN + 1) * SCAN
            time.sleep(max(0, scan - boot_us()) / 1e6)
            notes.write(f"{scan} {boot_us() - scan}\n")


if __name__ == "__main__":
    loop(sys.argv[1])
