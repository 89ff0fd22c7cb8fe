"""How near the kernel saw a line come to one of the alarms, whatever troubles the station.

`patterns` judges a healthy bed, more strictly and all that it says; here things are made to fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from tests.lab.guest.patterns import TABLE, Sound
from tests.lab.guest.tracer import Edge


@dataclass(frozen=True)
class Alarm:
    """When pulses begin and end by turns, from the first; and from burst to burst. Milliseconds."""

    edges: tuple[float, ...]
    period: float

    def until(self, end: float) -> list[float]:
        """Its edges before `end`, counted from its beginning."""
        bursts = range(ceil(end / self.period))
        every = (n * self.period + edge for n in bursts for edge in self.edges)
        return [at for at in every if at < end]


def _alarm(sound: Sound) -> Alarm:
    burst = sound.burst(0)
    assert sound.pause is not None, "it sounds once: no alarm"
    edges = tuple(edge for pulse in burst for edge in (pulse.begin, pulse.end))
    return Alarm(edges, burst[-1].end + sound.pause)


OVERDUE: Final = _alarm(TABLE["overdue"])
REMOVAL: Final = _alarm(TABLE["removal"])
FAULT: Final = _alarm(TABLE["fault"])

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
