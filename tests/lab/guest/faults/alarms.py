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

EARLY: Final = 5
"""Milliseconds that an edge may seem to come before its time: clocks are rounded."""
LATE: Final = 190
"""The same of one that is late: more, and the shortest gap or pulse might be lost. Under emulation
the engine's turn alone takes some 10."""


def lateness(edges: Sequence[Edge], alarm: Alarm, begin: float, end: float) -> list[float]:
    """By how much each edge of an alarm was late that sounded from `begin` until `end`.

    Raises AssertionError if there are others than the alarm's, too few, or too many. The last
    300 ms are left out: an edge may be late, and what ends the alarm may be early.
    """
    wanted = alarm.until(end - 300 - begin)
    seen = [edge for edge in edges if begin - EARLY <= edge.at][: len(wanted)]
    told = [(round(edge.at - begin), edge.level) for edge in seen]
    assert [edge.level for edge in seen] == [1 - n % 2 for n in range(len(wanted))], told
    late = [edge.at - begin - at for edge, at in zip(seen, wanted, strict=True)]
    assert -EARLY < min(late) <= max(late) < LATE, f"{told} instead of {wanted}"
    return late
