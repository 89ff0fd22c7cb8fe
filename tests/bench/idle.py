"""What an idle station costs the processor, beside a loop and beside the script one would write.

`station run` with ready panels, on mock pins and mock glass, of one bay and of eight. The loop
reads the buttons' pins through gpiozero every 10 ms and does nothing else; the script has gpiozero
Buttons that call back, and redraws its panels ten times a second with luma. The script's bus takes
bytes for nothing, ours moves them into the glass of a panel that can be looked at: on this side
the comparison is to the station's disadvantage.

All of them are started together and then stopped (SIGSTOP), and each in turn goes on for a few
seconds while the kernel counts what its threads use: nobody is measured in other company, nor at
another hour, than the others.
"""

import signal
import tempfile
import time
from collections.abc import Hashable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from tests.bench.figure import Figure
from tests.bench.rig import (
    BUTTONS,
    ON_A_PANEL,
    Process,
    configured,
    idle_station,
    looked_after,
    program,
)

BAYS: Final = (1, 8)
SETTLE: Final = 3.0
"""Seconds from all the starts to the first turn."""
TURNS: Final = 5
TURN: Final = 4.0
"""Seconds: a panel's words take turns in it, and each is checked four times."""
WARM: Final = 0.3
"""Seconds at the head of a turn that do not count: there is something to catch up."""
Name = TypeVar("Name", bound=Hashable)
LOOP, SCRIPT = 1.5, 1.0
"""So many times what the loop takes, or the script, may a station."""


@dataclass(frozen=True)
class Used:
    """Processor time of a process."""

    ns: int
    seconds: float
    """In so much real time."""


def percent(used: Used) -> float:
    """Of one core."""
    return used.ns / used.seconds / 1e7


def figures() -> list[Figure]:
    """What `make bench` tells."""
    with ExitStack() as opened:
        running = {
            (what, bays): looked_after(_started(what, bays, opened), opened)
            for bays in BAYS
            for what in ("station", "loop", "script")
        }
        time.sleep(SETTLE)
        used = in_turns(running, TURNS, TURN)
    return told({name: percent(each) for name, each in used.items()})


def told(shares: Mapping[tuple[str, int], float]) -> list[Figure]:
    """The figures, of percents of one core."""
    return [
        Figure(
            f"idle, {bays} bay{'s' * (bays > 1)}",
            shares["station", bays],
            "% of a core",
            shares[reference, bays],
            words,
            goal=goal,
        )
        for bays in BAYS
        for reference, words, goal in (
            ("loop", "a loop that reads the pins", LOOP),
            ("script", "callbacks, redrawn 10 times a second", SCRIPT),
        )
    ]


def in_turns(running: Mapping[Name, Process], turns: int, seconds: float) -> dict[Name, Used]:
    """What each uses while all others are stopped, in the middle one of its turns.

    Raises RuntimeError if one has ended.
    """
    used: dict[Name, list[Used]] = {name: [] for name in running}
    for process in running.values():
        process.send_signal(signal.SIGSTOP)
    for _ in range(turns):
        for name, process in running.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} has ended")
            process.send_signal(signal.SIGCONT)
            time.sleep(WARM)
            begun, before = time.monotonic(), processor_time(process.pid)
            time.sleep(seconds)
            ns = processor_time(process.pid) - before
            used[name].append(Used(ns, time.monotonic() - begun))
            process.send_signal(signal.SIGSTOP)
    return {name: sorted(own, key=percent)[len(own) // 2] for name, own in used.items()}


def processor_time(pid: int) -> int:
    """Nanoseconds of processor that all threads of a process had, those that ended included."""
    # clock_getcpuclockid(3) of another process, which Python does not have, as Linux numbers it.
    return time.clock_gettime_ns(~pid << 3 | 2)


def _started(what: str, bays: int, opened: ExitStack) -> Process:
    if what == "station":
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        return idle_station(configured(folder, bays))
    pins = [str(pin) for pin in BUTTONS[:bays]]
    if what == "loop":
        return program("tests.bench.reading", *pins)
    return program("tests.bench.script", str(ON_A_PANEL), *pins)
