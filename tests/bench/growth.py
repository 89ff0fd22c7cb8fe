"""Whether a station grows with the time that it has been running.

A simulated month of eight busy beds in one process of its own. The station in it is killed every
hour and loses its power every five, and each leaves what it leaves: memory and file descriptors
after thirty days are held against those after three, when everything has happened once.

The long form is the month of tests/soak/month, in which something fails every few minutes. Its
story alone fills more memory than the station does, and takes ten times as long to play.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE
from station.replay.play import play
from station.replay.scenario import Event, Kill, PowerCut, Scenario
from tests.bench.figure import Figure, Judged
from tests.bench.rig import program
from tests.replay.day import busy_day
from tests.soak.month import part

EARLY, LATE = 3, 30
"""Days."""
MEMORY: Final = 1.05
"""So many times as much memory may there be at the end."""
SEED: Final = 1
"""Of the month of faults."""
FAULTS: Final = "faults"
BUSY: Final = "busy"
DARK: Final = 3 * MINUTE


@dataclass(frozen=True)
class Size:
    """What a process has."""

    kib: int
    """Memory that is in RAM."""
    descriptors: int


def figures() -> list[Figure]:
    """What `make bench` tells."""
    return played(BUSY)


def of_faults() -> list[Figure]:
    """What `make bench LONG=1` tells as well."""
    return played(FAULTS)


def played(kind: str) -> list[Figure]:
    """The figures of a month of one kind or the other."""
    with program("tests.bench.growth", kind, stdout=subprocess.PIPE) as process:
        said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the month could not be played")
    sizes = [Size(*map(int, line.split())) for line in said.splitlines()]
    if len(sizes) != LATE:
        raise RuntimeError(f"the month ended after {len(sizes)} days")
    return told(kind, sizes[EARLY - 1], sizes[-1])


def told(kind: str, early: Size, late: Size) -> list[Figure]:
    """The figures of two days' ends."""
    after, month = f"after {EARLY} days", f"{LATE} simulated days ({kind})"
    return [
        Figure(
            f"memory after {month}",
            late.kib / 1024,
            "MiB",
            early.kib / 1024,
            after,
            goal=MEMORY,
        ),
        Figure(
            f"file descriptors after {month}",
            late.descriptors,
            "",
            early.descriptors,
            after,
            goal=0,
            judged=Judged.ABOVE,
        ),
    ]


class Days:
    """Takes a replay's lines, keeps none, and calls at the end of each of so many days."""

    def __init__(self, most: int, over: Callable[[], None]) -> None:
        self._most = most
        self._over = over
        self._days = 0

    def write(self, text: str) -> int:
        """A line: it begins with its instant in seconds."""
        now = float(text.removeprefix('{"t": ').partition(",")[0]) * 1000
        while self._days < self._most and now >= (self._days + 1) * DAY:
            self._days += 1
            self._over()
        return len(text)


def size() -> Size:
    """What this process has now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return Size(kib, sum(1 for _ in Path("/proc/self/fd").iterdir()))


def month(kind: str, days: int, out: TextIO) -> None:
    """Play so many days. At each one's end, a line with KiB and descriptors."""

    def over() -> None:
        now = size()
        out.write(f"{now.kib} {now.descriptors}\n")
        out.flush()

    # A while longer than the last day: its end is known by what comes after it.
    with tempfile.TemporaryDirectory() as folder:
        if kind == FAULTS:
            scenario, _ = part(Path(folder), SEED, days * DAY + DAY // 4, buzzers=1)
        else:
            scenario = with_deaths(busy_day(Path(folder), days=days + 1))
        listener = Days(days, over)
        play(scenario, listener, only=frozenset({"fact"}), as_json=True)  # type: ignore[arg-type]


def with_deaths(scenario: Scenario) -> Scenario:
    """The station is killed every hour, and the machine's power is cut every five."""
    hours = range(HOUR, scenario.end - HOUR, HOUR)
    deaths: list[Event] = [Kill(at + 17 * MINUTE) for at in hours]
    deaths += [PowerCut(at + 37 * MINUTE, DARK, trusted=True) for at in hours[::5]]
    dark = [event.at for event in deaths if isinstance(event, PowerCut)]
    lit = [e for e in scenario.events if not any(at <= e.at < at + DARK for at in dark)]
    return replace(scenario, events=tuple(sorted([*lit, *deaths], key=lambda event: event.at)))


if __name__ == "__main__":
    month(sys.argv[1], LATE, sys.stdout)
