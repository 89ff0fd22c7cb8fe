"""A bare loop on a spare line: what this machine, as busy as it is, lets any program do.

It plays the overdue alarm through lgpio, as the station does: sleeps until an instant, sets the
line, and has nothing else to think of. Its edges are in the same trace as the station's, so what
the station may be late by is stated in terms of it.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.lab.guest.clock import now
from tests.lab.guest.meanwhile import Ended
from tests.lab.guest.patterns import TABLE, Due
from tests.lab.guest.tracer import Edge

LINE: Final = 10
CHIP: Final = 0
LONG: Final = 600_000
"""Milliseconds that it could play for."""


def loop(ended: Ended) -> list[float]:
    """Play until it is time to end. When each edge should have been."""
    import lgpio  # noqa: PLC0415 - only the guest has it, and others judge what came of it

    chip = lgpio.gpiochip_open(CHIP)
    lgpio.gpio_claim_output(chip, LINE, 0)
    should = []
    begin = now() + TABLE["overdue"].length
    for at, level in _edges(Due("overdue", begin, begin + LONG)):
        if ended():
            break
        if (left := at - now()) > 0:
            time.sleep(left / 1e3)
        lgpio.gpio_write(chip, LINE, level)
        should.append(at)
    lgpio.gpiochip_close(chip)
    return should


def _edges(due: Due) -> Iterator[tuple[float, int]]:
    for pulse in due.pulses():
        yield pulse.begin, 1
        yield pulse.end, 0


@dataclass(frozen=True)
class Bare:
    """How it did, in milliseconds."""

    late: Sequence[float]
    """Of each edge, from its instant."""
    lengths: Sequence[float]
    """Of each pulse and gap, from its length."""


def measured(edges: Sequence[Edge], should: Sequence[float]) -> Bare:
    """What the tracer saw of it. Raises AssertionError if that is not what it played."""
    edges = edges[1 - edges[0].level :]  # claiming a line sets it low
    late = [edge.at - at for edge, at in zip(edges, should, strict=False)]
    assert len(late) == len(should), "the tracer missed an edge of the bare loop"
    return Bare(late, [b - a for a, b in pairwise(late)])


def share(of: Sequence[float], part: float) -> float:
    """The figure below which so large a part of them is."""
    return sorted(of)[min(len(of) - 1, int(part * len(of)))]
