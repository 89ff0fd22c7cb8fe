"""When a station is killed, drawn before the run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.soak.life import Life
from tests.soak.staff import MS

ANY, START, COMMIT, SAVED = "any instant", "its start", "a commit", "just saved"
MAKING = "the making of its journal"
AIMS = {ANY: 55, START: 12, COMMIT: 18, SAVED: 15}
"""What kills are aimed at, and how often in a hundred; the first with each journal is at MAKING."""
SPANS = {ANY: (0, 2200), START: (0, 450), COMMIT: (300, 1100), SAVED: (300, 1100)}
"""Between how many milliseconds from the start; those at a commit wait for one from then on."""
AFTER_COMMIT, AFTER_MAKING = 20, 40
"""Within how many milliseconds a kill follows upon what it is aimed at."""
PATIENCE = 1000 * MS
"""How long a kill waits for what it is aimed at."""
DAYS = (1,) * 6 + (2,) * 4 + (6, 6, 20, 40, 60, 300)
"""How many kills a journal may have: the first may hit the making of it, later ones a long one."""


@dataclass(frozen=True)
class Plan:
    """When to kill, in microseconds: drawn before the run, whatever time makes of it."""

    aim: str
    after: int
    then: int
    pause: int
    """From the kill to the next start."""

    def due(self, life: Life, now: int) -> int:
        """When to kill this life, as far as is known."""
        after = life.spawned + self.after
        if self.aim in (ANY, START):
            return after
        if (mark := self._mark(life, after)) is not None:
            return mark
        latest = after + PATIENCE
        return min(latest, now + MS) if self.aim == MAKING else latest

    def _mark(self, life: Life, after: int) -> int | None:
        """What it is aimed at, once it was there."""
        if self.aim == MAKING:
            return None if life.began is None else life.began + self.then
        marked = False
        for status in life.statuses:
            if self.aim == COMMIT and not status.saved and status.at >= after:
                return status.at + self.then
            if self.aim == SAVED and marked and status.saved and status.at >= after:
                return status.at
            marked = not status.saved
        return None


def plans(kills: int, chance: random.Random) -> Iterator[list[Plan]]:
    """As many kills, in their order, with one journal after the other."""
    while kills > 0:
        day = min(kills, chance.choice(DAYS))
        aims = chance.choices(list(AIMS), list(AIMS.values()), k=day - 1)
        yield [_plan(aim, chance) for aim in (MAKING, *aims)]
        kills -= day


def _plan(aim: str, chance: random.Random) -> Plan:
    begin, end = SPANS.get(aim, (0, 0))
    after = chance.uniform(begin, end)
    then = chance.uniform(0, AFTER_MAKING if aim == MAKING else AFTER_COMMIT)
    pause = chance.choice((0, 0, chance.uniform(0, 300)))
    return Plan(aim, int(after * MS), int(then * MS), int(pause * MS))
