"""The alarms of the design's section 3, and how near the kernel saw a line come to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from tests.lab.guest.tracer import Edge


@dataclass(frozen=True)
class Alarm:
    """When pulses begin and end by turns, from the first; and from burst to burst. Milliseconds."""

    edges: tuple[int, ...]
    period: int

    def until(self, end: float) -> list[int]:
        """Its edges before `end`, counted from its beginning."""
        found: list[int] = []
        for burst in count(0, self.period):
            found += [burst + edge for edge in self.edges if burst + edge < end]
            if burst >= end:
                return found
        raise AssertionError("unreachable")


OVERDUE: Final = Alarm(
    (
        *(0, 150, 250, 400, 500, 650, 1000, 1150, 1250, 1400),
        *(1900, 2050, 2150, 2300, 2400, 2550, 2900, 3050, 3150, 3300),
    ),
    period=3300 + 2500,
)
REMOVAL: Final = Alarm((0, 200, 400, 600, 800, 1000), period=1000 + 5000)
FAULT: Final = Alarm((0, 200, 400, 600), period=600 + 30_000)

NEAR: Final = 100
"""Milliseconds. Under emulation, with other guests beside it, an engine's turn may take some 50."""
MOST: Final = 0.9
"""The share of edges that must be near: a guest that the host lets wait for a moment is none of the
station's doing, but an alarm that stutters is."""


def lateness(edges: Sequence[Edge], alarm: Alarm, begin: float, end: float) -> list[float]:
    """By how much each edge of an alarm was late that sounded from `begin` until `end`; sorted.

    Raises AssertionError if there are others than the alarm's, or if too many of its own are
    missing or late. The last 300 ms are left out: what ends the alarm may be early.
    """
    wanted = alarm.until(end - 300 - begin)
    seen = [e for e in edges if -NEAR <= e.at - begin <= wanted[-1] + NEAR]
    told = f"{[(round(e.at - begin), e.level) for e in seen]} instead of {wanted}"
    assert 0 < len(seen) <= len(wanted), told
    late = sorted(
        min((e.at - begin - at for e in seen if e.level == 1 - n % 2), key=abs, default=NEAR + 1)
        for n, at in enumerate(wanted)
    )
    near = [by for by in late if abs(by) <= NEAR]
    assert len(near) >= MOST * len(wanted), told
    return late
