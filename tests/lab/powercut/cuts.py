"""Many power cuts of one recorded run, on all cores."""

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.lab.powercut.disk import CutDisk
from tests.lab.powercut.recording import Story
from tests.lab.powercut.salvage import BrokenFileSystemError, salvage
from tests.lab.powercut.verdict import BROKEN, Judge, Verdict

QUICK = Path("/dev/shm")  # noqa: S108 - memory that is a file system; each cut has its own names
CHUNK = 32
"""Cuts that one process makes of one growing disk."""


@dataclass
class Tally:
    """What came of all cuts."""

    cuts: int = 0
    empty: int = 0
    """Before the station had begun its journal."""
    promised: int = 0
    """Before which a panel had shown something as saved."""
    ahead: int = 0
    """With more rows than the panels had shown as saved."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many had each kind of complaint."""
    complaints: list[str] = field(default_factory=list)

    def note(self, verdict: Verdict, name: str) -> None:
        """One more cut."""
        self.cuts += 1
        self.empty += not verdict.rows
        self.promised += verdict.promised > 0
        self.ahead += verdict.rows > verdict.promised
        self.kinds.update({kind for kind, _ in verdict.complaints})
        self.complaints += [f"{name}: {kind}: {why}" for kind, why in verdict.complaints]

    def add(self, other: "Tally") -> None:
        """Sum up."""
        self.cuts += other.cuts
        self.empty += other.empty
        self.promised += other.promised
        self.ahead += other.ahead
        self.kinds += other.kinds
        self.complaints += other.complaints


def cut_often(story: Story, cuts: int, seed: int) -> Tally:
    """So many cuts at random requests of a story, each with its own dice."""
    chance = Random(seed)
    points = sorted(chance.randint(1, len(story.requests)) for _ in range(cuts))
    chunks = [points[at : at + CHUNK] for at in range(0, cuts, CHUNK)]
    tally = Tally()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for part in pool.map(_cut, [story] * len(chunks), chunks, [seed] * len(chunks)):
            tally.add(part)
    return tally


def _cut(story: Story, points: Sequence[int], seed: int) -> Tally:
    tally, judge = Tally(), Judge(story.config, story.rows)
    with tempfile.TemporaryDirectory(prefix="station-cut-", dir=QUICK) as name:
        folder = Path(name)
        disk = CutDisk(story.blank, story.requests, folder / "medium.img")
        for number, count in enumerate(points):
            chance = Random(f"{seed} {count} {number}")
            disk.cut(count, chance, folder / "cut.img")
            verdict = _judged(judge, folder, story.promised(count), chance)
            tally.note(verdict, f"cut {number} at request {count}")
    return tally


def _judged(judge: Judge, folder: Path, promised: int, chance: Random) -> Verdict:
    try:
        return judge.judge(salvage(folder / "cut.img", folder / "left"), promised, chance)
    except BrokenFileSystemError as broken:
        return Verdict([(BROKEN, f"no file system: {broken}")], promised=promised)
