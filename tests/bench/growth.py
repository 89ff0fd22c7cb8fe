"""Whether a station grows with the time that it has been running.

A simulated month of eight beds in which something fails every few minutes (tests/soak/month), in
one process of its own. The station in it is killed and started again some hundreds of times, and
all of them leave what they leave: memory and file descriptors after thirty days are held against
those after three, when everything has happened once.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from station.core.duration import DAY
from station.replay.play import play
from tests.bench.figure import Figure, Judged
from tests.bench.rig import program
from tests.soak.month import part

EARLY, LATE = 3, 30
"""Days."""
MEMORY: Final = 1.05
"""So many times as much memory may there be at the end."""
SEED: Final = 1
"""Of the month."""


@dataclass(frozen=True)
class Size:
    """What a process has."""

    kib: int
    """Memory that is in RAM."""
    descriptors: int


def figures() -> list[Figure]:
    """What `make bench` tells."""
    with program("tests.bench.growth", stdout=subprocess.PIPE) as month:
        said, _ = month.communicate()
    if month.returncode:
        raise RuntimeError("the month could not be played")
    sizes = [Size(*map(int, line.split())) for line in said.splitlines()]
    if len(sizes) != LATE:
        raise RuntimeError(f"the month ended after {len(sizes)} days")
    return told(sizes[EARLY - 1], sizes[-1])


def told(early: Size, late: Size) -> list[Figure]:
    """The figures of two days' ends."""
    after = f"after {EARLY} days"
    return [
        Figure(
            f"memory after {LATE} simulated days",
            late.kib / 1024,
            "MiB",
            early.kib / 1024,
            after,
            goal=MEMORY,
        ),
        Figure(
            f"file descriptors after {LATE} simulated days",
            late.descriptors,
            "",
            early.descriptors,
            after,
            goal=0,
            judged=Judged.ABOVE,
        ),
    ]


class Days:
    """Takes a replay's lines, keeps none, and calls at the end of each day."""

    def __init__(self, over: Callable[[], None]) -> None:
        self._over = over
        self._days = 0

    def write(self, text: str) -> int:
        """A line: it begins with its instant in seconds."""
        now = float(text.removeprefix('{"t": ').partition(",")[0]) * 1000
        while now >= (self._days + 1) * DAY:
            self._days += 1
            self._over()
        return len(text)


def size() -> Size:
    """What this process has now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return Size(kib, sum(1 for _ in Path("/proc/self/fd").iterdir()))


def month(days: int, out: TextIO) -> None:
    """Play so many days. At each one's end, a line with KiB and descriptors."""

    def over() -> None:
        now = size()
        out.write(f"{now.kib} {now.descriptors}\n")
        out.flush()

    with tempfile.TemporaryDirectory() as folder:
        # A while longer than the last day: its end is known by what comes after it.
        scenario, _ = part(Path(folder), SEED, days * DAY + DAY // 4, buzzers=1)
        play(scenario, Days(over), only=frozenset({"fact"}), as_json=True)  # type: ignore[arg-type]


if __name__ == "__main__":
    month(LATE, sys.stdout)
