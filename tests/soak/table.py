"""What came of a soak, as a table for people (GitHub's Markdown)."""

import math
from collections.abc import Iterator, Sequence

from tests.soak.bare import Sleeps
from tests.soak.judge import Deviation, Judge
from tests.soak.tally import Tally


def table(tally: Tally, judge: Judge, bare: Sleeps) -> str:
    """The table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in _rows(tally, judge, bare))


def _rows(tally: Tally, judge: Judge, bare: Sleeps) -> list[tuple[str, str, str]]:
    return [
        ("injected or held against the outside", "how often", "result"),
        ("---", "---:", "---"),
        *_kills(tally, judge),
        *_facts(judge),
        *_instants(judge, bare),
        (
            "databases checked, each as a kill left it",
            f"{tally.checked:,}",
            f"corrupt: {tally.corrupt} (of {tally.journals:,} journals)",
        ),
    ]


def _kills(tally: Tally, judge: Judge) -> Iterator[tuple[str, str, str]]:
    ready = [(life.ready - life.spawned) / 1000 for life in judge.lives if life.ready]
    again = f"ready again {centile(ready, 50):.0f} ms (median) to {max(ready):.0f} ms after a start"
    yield "`kill -9` of `station run`", f"{tally.aims.total():,}", f"{tally.verdict}; {again}"
    for phase, where in _WHERE.items():
        yield f"- {where}", f"{tally.phases[phase]:,}", ""
    yield "- before its last fact was saved", f"{tally.unsaved:,}", ""
    aims = ", ".join(f"{count} at {aim}" for aim, count in tally.aims.most_common())
    yield "- aimed", "", aims
    if tally.strangers:
        yield "starts refused: others had the pins", f"{tally.strangers:,}", "started again"


def _facts(judge: Judge) -> Iterator[tuple[str, str, str]]:
    measures, promises = judge.measures, judge.promises
    told = sum(held.unsaved for held in promises)
    through = sum(held.through for held in promises)
    slept = f" (but {measures.missed} that the machine slept through)" if measures.missed else ""
    yield (
        "facts marked saved when the process died",
        f"{sum(held.saved for held in promises):,}",
        f"lost: {sum(len(held.lost) for held in promises)}",
    )
    yield "facts told, not yet marked saved", f"{told:,}", f"{through:,} are there all the same"
    yield (
        "statuses without a mark",
        f"{sum(held.statuses for held in promises):,}",
        "phase and countdown as the facts and the boot clock say",
    )
    yield (
        "a button pushed, whole within a life",
        f"{measures.pushes:,}",
        f"each is one fact{slept}, {spread(measures.downs)} after the finger",
    )


def _instants(judge: Judge, bare: Sleeps) -> Iterator[tuple[str, str, str]]:
    measures = judge.measures
    yield (
        "deadlines while there was no station",
        f"{measures.late:,}",
        "told once, of their own instant, late, at once at the next start",
    )
    yield (
        "alarms of countdowns that a restart interrupted, on the pin",
        f"{len(measures.resumed):,}",
        f"{spread(measures.resumed)} after their instant; one scan is 10 ms",
    )
    yield (
        "- a bare loop that only sleeps, at the same instants",
        f"{len(measures.resumed):,}",
        spread(measures.resumed, bare=True),
    )
    yield "- the bare loop at all scans of the run", f"{len(bare.late):,}", _spread(bare.late)
    yield "all alarms, on the pin", f"{len(measures.alarms):,}", spread(measures.alarms)
    yield (
        "first sound after a start, on the pin",
        f"{len(measures.starts):,}",
        spread(measures.starts),
    )


_WHERE = {
    "starting": "before it said that it was ready",
    "ready": "ready at a bay",
    "contact": "contact at a bay",
    "removal": "removal at a bay",
    "overdue": "overdue at a bay",
    "numb": "numb at a bay",
}


def spread(found: Sequence[Deviation], *, bare: bool = False) -> str:
    """Median, 99th percentile and maximum."""
    return _spread([d.bare if bare else d.late for d in found])


def centile(figures: Sequence[float], percent: int) -> float:
    """Which of the figures so many percent are at most."""
    ordered = sorted(figures)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def _spread(figures: Sequence[float]) -> str:
    if not figures:
        return "-"
    return (
        f"median {centile(figures, 50):.1f}, p99 {centile(figures, 99):.1f},"
        f" max {max(figures):.1f} ms"
    )
