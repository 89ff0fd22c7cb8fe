"""Restarts upon restarts: a few beds, and a cut, kill or other clock every few seconds.

The month has such spells, but seldom; what is known of the time is decided in them. Every story
is played against the oracle. `python -m tests.soak.restarts [--stories 200] [--seed 1]` plays
many and names those that differ.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from station.config import StationConfig
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.replay.scenario import Disk, Kill, PowerCut, Scenario, Trust, WallStep
from tests.soak.month import explain
from tests.soak.month_clinic import clinic
from tests.soak.month_faults import possible
from tests.soak.month_story import Story
from tests.soak.month_verdict import judge

BEDS = range(3, 8)
"""Those whose creams are timed in minutes."""
LENGTHS = (10 * MINUTE, 40 * MINUTE, 2 * HOUR, 6 * HOUR)
APART = (5 * SECOND, 40 * SECOND, 3 * MINUTE, 15 * MINUTE)
"""The most from one thing to the next, by story."""
STEPS = (900, 1000, 1100, 20 * SECOND, 3 * MINUTE, HOUR, 400 * DAY)


def restarts(config: StationConfig, seed: int) -> Scenario:
    """One story, drawn from its seed."""
    chance = Random(seed)
    story = Story(config, chance, chance.choice(LENGTHS))
    apart, beds = chance.choice(APART), BEDS[: chance.randint(1, len(BEDS))]
    now = SECOND
    while now < story.end:
        now += story.log_uniform(1, apart)
        if chance.random() < 0.3:
            now = -(-now // config.scan) * config.scan
        [what] = chance.choices(list(THINGS), list(THINGS.values()))
        now = what(story, now, chance.choice(beds))
    return Scenario(config, tuple(possible(story.events, story.end)), story.end)


def _press(story: Story, at: int, bed: int) -> int:
    story.press(bed, at)
    return at


def _hold(story: Story, at: int, bed: int) -> int:
    story.hold(bed, at)
    return at


def _cut(story: Story, at: int, _bed: int) -> int:
    longest = story.chance.choice([5 * SECOND, MINUTE, 10 * MINUTE, 90 * MINUTE])
    lasts = story.log_uniform(10, longest)
    story.events.append(PowerCut(at, lasts, story.chance.random() < 0.4))
    return at + lasts + 1


def _kill(story: Story, at: int, _bed: int) -> int:
    story.events.append(Kill(at))
    return at


def _trust(story: Story, at: int, _bed: int) -> int:
    story.events.append(Trust(at, story.chance.random() < 0.85))
    return at


def _step(story: Story, at: int, _bed: int) -> int:
    """The wall clock is put forward or back; sometimes it is found out."""
    by = story.chance.choice(STEPS) * story.chance.choice([1, -1])
    story.events.append(WallStep(at, by))
    if story.chance.random() < 0.4:
        story.events.append(WallStep(at + story.log_uniform(SECOND, 10 * MINUTE), -by))
    return at


def _disk(story: Story, at: int, _bed: int) -> int:
    state = story.chance.choice(["full", "readonly"])
    well = at + story.log_uniform(100, 5 * MINUTE)
    story.events += [Disk(at, "full" if state == "full" else "readonly"), Disk(well, "ok")]
    return at


THINGS: dict[Callable[[Story, int, int], int], int] = {
    _press: 8,
    _hold: 4,
    _cut: 10,
    _kill: 2,
    _trust: 7,
    _step: 2,
    _disk: 1,
}
"""How often each, in comparison."""


def main() -> int:
    """Play many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first; each has the next")
    parser.add_argument("--keep", type=Path, default=Path("restarts-scene"),
                        help="where to write the scenario of a difference")  # fmt: skip
    asked = parser.parse_args()
    facts, differ = 0, []
    with tempfile.TemporaryDirectory() as folder:
        config = clinic(Path(folder), buzzers=1)
    for seed in range(asked.seed, asked.seed + asked.stories):
        verdict = judge(restarts(config, seed))
        facts += len(verdict.told)
        if not verdict.good:
            differ.append(seed)
            print(explain(verdict, seed, asked.keep if len(differ) == 1 else None), file=sys.stderr)
    print(f"{asked.stories} stories, {facts:,} facts told; stories that differ: {differ or 'none'}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
