"""How fast a replay is, and that twice the work takes twice the time.

Busy days of one bay to sixteen, facts and pins told: what a bay's hour costs must not grow with
the number of bays. And a day of four bays beside sixteen in a row, with as many times the facts:
what a fact costs must not grow with all that were before. All are played by turns, and of each the
fastest counts: whatever else the machine does only makes one slower.
"""

import io
import tempfile
import time
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from station.core.duration import DAY
from station.replay.play import play
from station.replay.scenario import Scenario
from tests.bench.figure import Figure
from tests.bench.rig import ON_A_PANEL
from tests.replay.day import busy_day

SIZES: Final = (1, 2, 4, 8, 16)
DAYS: Final = (1, 16)
STAY: Final = 4
"""Bays of which several days are played."""
KINDS: Final = frozenset({"fact", "pin"})
ROUNDS: Final = 3
LINEAR: Final = 1.3
"""So many times what it costs in the smallest may a unit cost in the largest."""
Size = TypeVar("Size", bound=Hashable)


class Counting(io.TextIOBase):
    """Takes a replay's lines and keeps none."""

    def __init__(self) -> None:
        self.lines = 0

    def write(self, text: str) -> int:
        """Count it."""
        self.lines += 1
        return len(text)


def figures() -> list[Figure]:
    """What `make bench` tells."""
    wards = {bays: _day(bays) for bays in SIZES}
    stays = {days: _day(STAY, days) for days in DAYS}
    facts = {days: counted(stay) for days, stay in stays.items()}
    by_bays = fastest({bays: _player(ward) for bays, ward in wards.items()}, ROUNDS)
    by_days = fastest({days: _player(stay) for days, stay in stays.items()}, ROUNDS)
    return [*of_bays(by_bays), of_facts({facts[days]: took for days, took in by_days.items()})]


def of_bays(seconds: Mapping[int, float]) -> list[Figure]:
    """The figures of a day of so many bays."""
    return [
        *(
            Figure(
                f"replay, {_several(bays, 'bay')}",
                DAY / 1000 / took,
                "s a second of processor time",
            )
            for bays, took in seconds.items()
        ),
        growth("bay", seconds),
    ]


def of_facts(seconds: Mapping[int, float]) -> Figure:
    """The figure of so many facts, by their number."""
    return growth("fact", seconds)


def growth(unit: str, seconds: Mapping[int, float]) -> Figure:
    """What a unit costs among most of them, beside among the fewest."""
    few, many = min(seconds), max(seconds)
    return Figure(
        f"replay, processor time a {unit}, of {_several(many, unit)}",
        1000 * seconds[many] / many,
        "ms",
        1000 * seconds[few] / few,
        f"of {_several(few, unit)}",
        goal=LINEAR,
    )


def fastest(plays: Mapping[Size, Callable[[], object]], rounds: int) -> dict[Size, float]:
    """The least seconds of processor that each took, by turns."""
    took: dict[Size, list[float]] = {size: [] for size in plays}
    for _ in range(rounds):
        for size, once in plays.items():
            begun = time.process_time()
            once()
            took[size].append(time.process_time() - begun)
    return {size: min(each) for size, each in took.items()}


def counted(scenario: Scenario) -> int:
    """How many facts it tells."""
    out = Counting()
    play(scenario, out, only=frozenset({"fact"}), as_json=True)  # type: ignore[arg-type]
    return out.lines


def _player(scenario: Scenario) -> Callable[[], object]:
    return lambda: play(scenario, Counting(), only=KINDS, as_json=True)  # type: ignore[arg-type]


def _day(bays: int, days: int = 1) -> Scenario:
    with tempfile.TemporaryDirectory() as folder:
        return busy_day(Path(folder), -(-bays // ON_A_PANEL), bays=bays, days=days)


def _several(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
