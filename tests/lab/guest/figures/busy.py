"""A clinic in a hurry: fingers at eight beds, and what the lines did in answer."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.clock import now, sleep_until
from tests.lab.guest.figures.beds import BUTTONS, BUZZERS, CYCLE, LAMPS, LONG, SHORT
from tests.lab.guest.lines import pull
from tests.lab.guest.tracer import Edge, Trace

DOWN: Final = 120.0
BETWEEN: Final = 500.0
"""Milliseconds from one press at the long beds to the next one's: a lamp inverts once a second."""
FORGIVEN: Final = 2000.0
"""Milliseconds after which an answer is none."""


@dataclass
class Fingers:
    """All that were pushed."""

    downs: list[tuple[float, int]] = field(default_factory=list)
    """When, and at which of the long beds."""


def work(until: float, chance: random.Random) -> Fingers:
    """Press at all beds until an instant."""
    fingers = Fingers()
    begun = now()
    for i in SHORT:
        _press(i)
    plan = sorted(
        [(begun + CYCLE * n + after + 40 * (i - 4), i) for n in range(1, _cycles(begun, until))
         for i in SHORT for after in (-450.0, 150.0)]
        + [(begun + 1000 + BETWEEN * k + chance.uniform(0, 100), LONG[k % 4])
           for k in range(int((until - begun - 2000) / BETWEEN))]
    )  # fmt: skip
    for instant, i in plan:
        sleep_until(instant)
        at = now()
        _press(i)
        if i in LONG:
            fingers.downs.append((at, i))
    return fingers


def _cycles(begun: float, until: float) -> int:
    return max(2, int((until - begun) / CYCLE))


def _press(bed: int) -> None:
    pull(BUTTONS[bed], up=False)
    sleep_until(now() + DOWN)
    pull(BUTTONS[bed], up=True)


def answers(fingers: Fingers, trace: Trace) -> list[float]:
    """From each finger to its lamp's first change, in milliseconds."""
    edges = trace.edges()
    return [
        first - at
        for at, bed in fingers.downs
        if (first := _first(edges.get(LAMPS[bed], ()), at)) is not None
    ]


def unseen(fingers: Fingers, trace: Trace) -> list[tuple[float, int]]:
    """Pushes that no lamp answered."""
    edges = trace.edges()
    return [(at, bed) for at, bed in fingers.downs if _first(edges.get(LAMPS[bed], ()), at) is None]


def latenesses(trace: Trace, since: float) -> list[float]:
    """From each alarm's deadline to its first pulse on the line, in milliseconds."""
    edges = trace.edges()
    found = []
    for fact in service.facts():
        if fact["kind"] in ("removal_due", "overdue") and fact["at"] > since:
            pin = BUZZERS[int(fact["bay"].removeprefix("bed-")) - 1]
            first = _first([edge for edge in edges.get(pin, ()) if edge.level], fact["at"] - 1)
            if first is not None:
                found.append(first - fact["at"])
    return found


def _first(edges: Sequence[Edge], since: float) -> float | None:
    return next((edge.at for edge in edges if since <= edge.at < since + FORGIVEN), None)
