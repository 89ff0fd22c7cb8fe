"""How long a button is down before its tick sounds and its lamp answers.

A whole station in real time on wired mock pins, eight bays, each with a lamp and a buzzer of its
own. Buttons go down one after the other at random phases of the scan; an answer is there once both
edges are, of the lamp and of the buzzer. Beside it a bare loop samples the same wires every 10 ms
and writes an edge when 30 ms of equal samples have passed: nothing that debounces so is faster.
"""

import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from station.core.plan import ButtonTimes
from tests.bench.figure import Figure, Judged
from tests.bench.rig import (
    BUTTONS,
    BUZZERS,
    EQUAL,
    LAMPS,
    NICER,
    PATIENCE,
    QUIET,
    Load,
    burn,
    centiles,
    configured,
    looked_after,
    program,
    sounded,
    wait,
    wired_station,
)
from tests.soak.wires import Edge, Wires, boot_us

BAYS: Final = 8
PRESSES: Final = 200
"""Of each measurement: half a minute."""
SCAN: Final = 10
SLACK: Final = 2
"""Milliseconds beyond scan and debounce."""
DOWN: Final = 300_000
"""Microseconds that a button is down: longer than a busy machine makes anybody wait, or a press is
lost that was shorter."""
APART: Final = 1_300_000
"""From one press of a button to its next: what the last one made sound is over, and 200 ms of
silence are between. Each bay has its turn meanwhile."""
CHANCE: Final = 20_000
"""Up to so many later, so that presses meet the scans at any phase."""
LOST: Final = 1_000_000
"""Microseconds after which an answer is none any more."""


@dataclass(frozen=True)
class Down:
    """A button went down, at or just after an instant."""

    at: int
    """Microseconds of the boot clock."""
    bay: int


def figures() -> list[Figure]:
    """What `make bench` tells."""
    return [
        figure
        for load in (QUIET, NICER, EQUAL)
        for figure in told(load.name, *measure(BAYS, PRESSES, load=load))
    ]


def told(load: str, station: Sequence[float], loop: Sequence[float]) -> list[Figure]:
    """The figures of one measurement."""
    most = ButtonTimes().debounce + SCAN + SLACK
    return [
        Figure(
            f"button down to tick and lamp, {load}: {name}",
            ours,
            "ms",
            its,
            "a loop that only samples",
            goal=most if name == "p99" else None,
            judged=Judged.OURS,
        )
        for (name, ours), (_, its) in zip(centiles(station), centiles(loop), strict=True)
    ]


def measure(bays: int, presses: int, *, load: Load) -> tuple[Sequence[float], Sequence[float]]:
    """Of each press, in ms, how long the station took and how long the loop.

    Raises RuntimeError if one of them missed a press.
    """
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        wires, notes = Wires(folder / "wires"), Wires(folder / "notes")
        opened.callback(wires.close)
        opened.callback(notes.close)
        station = looked_after(wired_station(configured(folder, bays), folder / "wires"), opened)
        sounded(wires, station)
        pins = [str(pin) for pin in BUTTONS[:bays]]
        loop = program("tests.bench.sampling", str(folder / "wires"), str(folder / "notes"), *pins)
        looked_after(loop, opened)
        until = boot_us() + PATIENCE
        while len(notes.edges()) < bays:
            wait(until, loop)
        burn(load, opened)
        time.sleep(0.2)
        downs = _presses(wires, bays, presses)
        time.sleep(LOST / 1e6)
        return answers(downs, wires.edges(), STATION), answers(downs, notes.edges(), LOOP)


Wanted = Mapping[int, set[tuple[int, bool | None]]]
STATION: Final[Wanted] = {i: {(LAMPS[i], None), (BUZZERS[i], True)} for i in range(BAYS)}
LOOP: Final[Wanted] = {i: {(BUTTONS[i], False)} for i in range(BAYS)}
"""By bay, the edges that make an answer: pin and level, or either level."""


def answers(
    downs: Sequence[Down],
    edges: Sequence[Edge],
    wanted: Wanted,
) -> list[float]:
    """Milliseconds to the answer of each: until the last of its edges is there.

    Raises RuntimeError if one has none.
    """
    return [
        max(_first(down, edges, pin, level) - down.at for pin, level in wanted[down.bay]) / 1000
        for down in downs
    ]


def _first(down: Down, edges: Sequence[Edge], pin: int, level: bool | None) -> int:
    for edge in edges:
        if edge.pin == pin and level in (None, edge.level) and edge.at >= down.at:
            if edge.at - down.at < LOST:
                return edge.at
            break
    raise RuntimeError(f"a press of bay {down.bay + 1} changed nothing on pin {pin}")


def _presses(wires: Wires, bays: int, presses: int) -> list[Down]:
    chance = Random(1)
    begin = boot_us()
    planned = [
        (begin + number * APART // bays + chance.randrange(CHANCE), number % bays)
        for number in range(presses)
    ]
    moves = sorted((at + by, bay, not by) for at, bay in planned for by in (0, DOWN))
    downs = []
    for at, bay, down in moves:
        time.sleep(max(0, at - boot_us()) / 1e6)
        now = boot_us()  # before: who is interrupted here seems later, not sooner
        wires.push(BUTTONS[bay], down=down)
        if down:
            downs.append(Down(now, bay))
    return downs
