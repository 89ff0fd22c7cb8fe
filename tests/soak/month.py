"""A simulated month of eight beds in which something fails every few minutes, fact by fact.

`python -m tests.soak.month [--days 30] [--seed 1]` plays it against the oracle, tells how far it
is, and ends with a table of what was injected and what came of it. Panels come loose in some
further hours only: with them a replay must compose every screen, which takes six times as long.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from station.core.duration import DAY, HOUR
from station.replay.scenario import Disk, Kill, Plug, PowerCut, Scenario, Trust, WallStep
from tests.oracle import Told
from tests.soak.month_clinic import clinic
from tests.soak.month_faults import YEAR, story_of
from tests.soak.month_scene import smaller, write_scene
from tests.soak.month_verdict import Verdict, judge

PANEL_HOURS = 4
CONTEXT = 10


def part(
    folder: Path, seed: int, end: int, *, panels: bool = False, buzzers: int = 2
) -> tuple[Scenario, dict[str, int]]:
    """One scenario of the month, with panels that come loose or without."""
    return story_of(clinic(folder, buzzers=buzzers), seed, end, loose_panels=panels)


def injected(scenario: Scenario, drawn: dict[str, int]) -> Counter[str]:
    """What was done to the station, by kind."""
    count: Counter[str] = Counter()
    for kind in ("press", "hold", "gesture at an awkward instant", "bounce"):
        count[kind] = drawn.get(kind, 0)
    count["button stuck"] = drawn.get("button stuck", 0)
    count["button chatters"] = drawn.get("button chatters", 0)
    disk = "ok"
    for event in scenario.events:
        if isinstance(event, Disk):
            count[f"journal {event.state}"] += event.state != "ok"
            disk = event.state
        elif isinstance(event, Kill | PowerCut):
            count["kill or cut while the journal could not be written"] += disk != "ok"
        count["process killed"] += isinstance(event, Kill)
        if isinstance(event, PowerCut):
            count[f"power cut, then clock {'' if event.trusted else 'not '}trusted"] += 1
        elif isinstance(event, Trust):
            count["clock trusted again" if event.trusted else "clock no longer trusted"] += 1
        elif isinstance(event, Plug):
            count["panel unplugged"] += not event.plugged
        elif isinstance(event, WallStep):
            years = abs(event.by) >= 2 * YEAR
            count["wall clock stepped by ten years" if years else "wall clock stepped"] += 1
    return count


def explain(verdict: Verdict, seed: int, folder: Path | None) -> str:
    """Where station and oracle differ first, for people; the scenario is left in the folder."""
    lines = [f"seed {seed}: the station does not tell what the design demands", *verdict.complaints]
    at = verdict.differs_at
    if verdict.first is not None:
        begin = max(0, verdict.first - CONTEXT // 2)
        for name, facts in (("told", verdict.told), ("demanded", verdict.demanded)):
            lines.append(f"{name}:")
            shown = facts[begin : begin + CONTEXT]
            lines += [
                f"{'>' if begin + n == verdict.first else ' '} {_in_words(fact)}"
                for n, fact in enumerate(shown)
            ]
    if folder is not None and at is not None:
        small = smaller(verdict.scenario, at, lambda scenario: not judge(scenario).good)
        path = write_scene(small, folder)
        lines.append(f"{len(small.events)} steps are enough: station replay {path}")
    return "\n".join(lines)


def _in_words(fact: Told) -> str:
    acted, kind, bay = (fact.get(name, "") for name in ("acted", "kind", "bay"))
    rest = {k: v for k, v in fact.items() if k not in ("acted", "kind", "bay")}
    return f"{acted:>10} {bay:6} {kind:16} " + ", ".join(f"{k} {v}" for k, v in rest.items())


def table(kinds: Counter[str], verdicts: Iterable[Verdict]) -> str:
    """What was injected and what came of it, for the README."""
    verdicts = list(verdicts)
    missing, extra, late = (sum(v.counts()[n] for v in verdicts) for n in range(3))
    results = {
        "facts told": sum(len(v.told) for v in verdicts),
        "facts missing": missing,
        "facts extra": extra,
        "facts late": late,
        "panels told late or wrongly": sum(len(v.complaints) for v in verdicts),
    }
    lines = ["| injected | how often |", "| --- | ---: |"]
    lines += [f"| {kind} | {often:,} |" for kind, often in sorted(kinds.items())]
    lines += ["", "| result | |", "| --- | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {number:,} |" for name, number in results.items())])


class Progress:
    """Says which day it is."""

    def __init__(self, days: int) -> None:
        self.days = days
        self.day = -1

    def __call__(self, now: int) -> None:
        if now // DAY > self.day and now // DAY < self.days:
            self.day = now // DAY
            print(f"day {self.day + 1} of {self.days}", file=sys.stderr, flush=True)


def main() -> int:
    """Play the month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("month-scene"),
                        help="where to write the scenario of a difference")  # fmt: skip
    asked = parser.parse_args()
    kinds: Counter[str] = Counter()
    verdicts = []
    begun = time.process_time()
    for end, panels in ((asked.days * DAY, False), (PANEL_HOURS * HOUR, True)):
        with tempfile.TemporaryDirectory() as folder:
            scenario, drawn = part(Path(folder), asked.seed, end, panels=panels, buzzers=1)
        verdict = judge(scenario, progress=Progress(-(-end // DAY)))
        verdicts.append(verdict)
        kinds += injected(scenario, drawn)
        if not verdict.good:
            print(explain(verdict, asked.seed, asked.keep), file=sys.stderr)
    print(f"{asked.days} days and {PANEL_HOURS} h, seed {asked.seed},"
          f" {time.process_time() - begun:.0f} s of processor time\n")  # fmt: skip
    print(table(kinds, verdicts))
    return 0 if all(verdict.good for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
