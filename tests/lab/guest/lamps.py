"""What a lamp should show: section 3 of the design, written out once more. In milliseconds."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.lab.guest.patterns import pulses
from tests.lab.guest.tracer import Edge

LIGHTS: Final = {
    "ready": (0, 1000),
    "contact": (1000, 1000),
    "removal": (1000, 2000),
    "overdue": (250, 500),
    "numb": (100, 2000),
}
"""Lit for so long, on first, of a period of so long."""
INVERTED: Final = 100
SECOND: Final = 1000
MOST_FLASHES: Final = 3


@dataclass(frozen=True)
class Phase:
    """A bay's phase, counted from its `since`, as it shows from `shown` on."""

    name: str
    since: float
    shown: float


@dataclass(frozen=True)
class Lamp:
    """A lamp that should follow these phases, and invert when its button's down counts."""

    phases: Sequence[Phase]
    downs: Sequence[float]

    def lit(self, at: float) -> bool | None:
        """Whether it should be; None where the design leaves that open.

        It asks for an inversion, and for no more than three flashes a second: when a down falls
        within a second of where the fastest pattern begins or ends, both cannot be had. Nor can
        what is left of numbness's first flash where that ends.
        """
        phase = next(p for p in reversed(self.phases) if p.shown <= at)
        on, period = LIGHTS[phase.name]
        lit = (at - phase.since) % period < on
        if phase.name == "numb" and phase.shown in self._fast() and at - phase.since < on:
            return None
        down = next((d for d in reversed(self.downs) if d <= at), None)
        if down is None or at - down >= INVERTED:
            return lit
        if any(abs(down - fast) < SECOND for fast in self._fast()):
            return None
        return not lit

    def changes(self, end: float) -> Iterator[float]:
        """All instants at which it may change, and some more."""
        for down in self.downs:
            yield from (down, down + INVERTED)
        for phase, over in zip(
            self.phases, [*(p.shown for p in self.phases[1:]), end], strict=True
        ):
            on, period = LIGHTS[phase.name]
            yield phase.shown
            at = phase.since
            while at < over:
                yield from (at, at + on)
                at += period

    def _fast(self) -> list[float]:
        """Where the fastest pattern begins or ends."""
        return [b.shown for a, b in pairwise(self.phases) if "overdue" in (a.name, b.name)]


def disagreements(
    lamp: Lamp, edges: Sequence[Edge], begin: float, end: float, late: float
) -> list[str]:
    """Where a line was not what the lamp should be for longer than `late`, between two instants."""
    wrong: list[str] = []
    levels = deque(edges)
    level, since = 0, begin
    times = sorted({*lamp.changes(end), *(edge.at for edge in edges), begin, end})
    for at, following in pairwise(t for t in times if begin <= t <= end):
        while levels and levels[0].at <= at:
            level = levels.popleft().level
        should = lamp.lit(at)
        if should is None or should == bool(level):
            since = following
        elif following - since > late:
            wrong.append(f"{'lit' if level else 'dark'} from {since:.0f} to {following:.0f}")
    return wrong


def flashes(edges: Sequence[Edge]) -> int:
    """The most that begin and end within any second: a flash is a pair of changes (WCAG 2.3.1)."""
    lit = pulses(edges)
    seconds = ((a.begin, a.begin + SECOND) for a in lit)
    return max((sum(s <= b.begin and b.end < e for b in lit) for s, e in seconds), default=0)
