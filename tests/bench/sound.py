"""Pulses of alarms on the pins under load: how late their edges are, and how wrong their lengths.

A whole station in real time on mock pins: eight bays overdue, each with a buzzer, a lamp and its
place on a panel. Beside it a bare loop sleeps to the very same instants, in a process like it, and
for each core something burns it: once of the same priority as the station, and once so much less
urgent as whatever else runs on a Pi is than the service (its unit says Nice=-10; only root may
raise a priority, so here the load's is lowered).
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Final

from station.core.alarm import Playing, Sound
from station.core.facts import FactKind
from station.journal.errors import JournalRefusedError
from station.journal.history import open_read_only
from tests.bench.figure import Figure, Judged
from tests.bench.rig import (
    BUTTONS,
    BUZZERS,
    EQUAL,
    NICER,
    PATIENCE,
    Load,
    Process,
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
LENGTH: Final = 20_000
"""How long edges are looked at, in ms: some 550 of them."""
LATE: Final = "alarm edge late"
ABOVE: Final = 2.0
"""The p99 of an edge may be so many ms above the bare loop's."""
PRESS, BETWEEN = 0.15, 0.02
"""Seconds that a button is down, and from there to the next one's: no two alarms in step."""
SETTLE: Final = 1_500
"""Milliseconds that the load and the loop have to get going."""
PROTOCOL: Final = """\
protocol: short
name: short
source: of the bench, so that an alarm sounds soon
contact: 1s
removal: 1100ms
"""


@dataclass(frozen=True)
class Measured:
    """Of every edge in ms how late it was; of every whole pulse by how much its length is wrong."""

    late: Sequence[float]
    wrong: Sequence[float]


def figures() -> list[Figure]:
    """What `make bench` tells."""
    return [
        figure
        for load in (EQUAL, NICER)
        for figure in told(load.name, *measure(BAYS, LENGTH, load=load))
    ]


def told(load: str, station: Measured, bare: Measured) -> list[Figure]:
    """The figures of one measurement."""
    return [
        Figure(
            f"{what}, {load}: {name}",
            ours,
            "ms",
            loop,
            "a loop that only sleeps",
            goal=ABOVE if (what, name) == (LATE, "p99") else None,
            judged=Judged.ABOVE,
        )
        for what, of_station, of_loop in (
            (LATE, station.late, bare.late),
            ("alarm pulse wrong in length", station.wrong, bare.wrong),
        )
        for (name, ours), (_, loop) in zip(centiles(of_station), centiles(of_loop), strict=True)
    ]


def measure(bays: int, length: int, *, load: Load) -> tuple[Measured, Measured]:
    """A station of so many bays, and the bare loop beside it; `length` in ms.

    Raises RuntimeError if an edge is missing, or there is one more.
    """
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        wires = Wires(folder / "wires")
        opened.callback(wires.close)
        config = configured(folder, bays, "short", PROTOCOL)
        station = looked_after(wired_station(config, folder / "wires"), opened)
        starts = _ringing(wires, folder / "journal.db", bays, station)
        begin = boot_us() // 1000 + SETTLE
        wanted = {pin: edges(start, begin + length) for pin, start in starts.items()}
        burn(load, opened)
        instants = sorted({at for own in wanted.values() for at, _ in own if at >= begin})
        woke = _bare(instants)
        time.sleep(0.1)  # the last edges may be later than the loop
        found = {pin: [e for e in wires.edges() if e.pin == pin] for pin in starts}
    seen = {pin: [edge for edge in own if edge[0] >= begin] for pin, own in wanted.items()}
    ours = {pin: lateness(wanted[pin], found[pin], starts[pin]) for pin in starts}
    loop = {pin: {at: woke[at] for at, _ in seen[pin]} for pin in starts}
    return measured(seen, ours), measured(seen, loop)


def _ringing(wires: Wires, journal: Path, bays: int, station: Process) -> Mapping[int, int]:
    """When the overdue alarm of each buzzer began, in ms: once all of them sound."""
    sounded(wires, station)
    for button in BUTTONS[:bays]:
        wires.push(button, down=True)
        time.sleep(PRESS)
        wires.push(button, down=False)
        time.sleep(BETWEEN)
    until = boot_us() + PATIENCE
    while True:
        with suppress(JournalRefusedError), open_read_only(journal) as rows:
            began = {
                row.fact.bay: row.stamp.instant
                for row in rows.rows()
                if row.fact is not None and row.fact.kind is FactKind.OVERDUE
            }
            if len(began) == bays:
                return {BUZZERS[i]: began[f"bed-{i}"] for i in range(bays)}
        wait(until, station)


def edges(start: int, end: int) -> list[tuple[int, bool]]:
    """(instant, level) of every edge of an overdue alarm that began at `start`, up to `end`."""

    def all_edges() -> Iterator[tuple[int, bool]]:
        playing = Playing(Sound.OVERDUE, start)
        at = playing.next_edge(start - 1)
        while at is not None:
            yield at, playing.level(at)
            at = playing.next_edge(at)

    return list(takewhile(lambda edge: edge[0] < end, all_edges()))


def lateness(
    wanted: Sequence[tuple[int, bool]], found: Sequence[Edge], start: int
) -> Mapping[int, float]:
    """How late the edge of each instant was, in ms.

    Raises RuntimeError if one is missing, or there is one more.
    """
    found = [edge for edge in found if edge.at >= start * 1000][: len(wanted)]
    if [edge.level for edge in found] != [level for _, level in wanted]:
        raise RuntimeError(f"{len(wanted)} edges were to be, {len(found)} were, or in disorder")
    return {at: edge.at / 1000 - at for (at, _), edge in zip(wanted, found, strict=True)}


def _bare(instants: Sequence[int]) -> Mapping[int, float]:
    """How late a bare loop woke for each instant, in ms."""
    pipe = subprocess.PIPE
    with program("tests.bench.bare", stdin=pipe, stdout=pipe) as loop:
        said, _ = loop.communicate("".join(f"{at}\n" for at in instants).encode())
    late = [int(us) / 1000 for us in said.split()]
    return dict(zip(instants, late, strict=True))


def measured(
    seen: Mapping[int, Sequence[tuple[int, bool]]], late: Mapping[int, Mapping[int, float]]
) -> Measured:
    """What is told of these edges of each pin."""
    return Measured(
        [late[pin][at] for pin, own in seen.items() for at, _ in own],
        [
            abs(late[pin][end] - late[pin][begin])
            for pin, own in seen.items()
            for (begin, on), (end, _) in pairwise(own)
            if on
        ],
    )
