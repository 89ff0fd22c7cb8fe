"""How far away a bay's past is: which of its instants are known only at least (section 5).

An interruption of unknown length puts everything before it in doubt. Doubts stand in order and
without gaps: the first covers all of the past until it ends, each later one what comes after the
one before. What comes after the last is known.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from station.core.change import replace
from station.core.facts import Correction
from station.core.stamp import WALL_JITTER


class Doubt(Struct, frozen=True):
    """The instants up to `until`, and after the doubt before, may have been earlier."""

    until: int
    """When the interruption ended; included, for it may have taken no time."""
    wall_at_zero: int | None = None
    """What a wall clock that was to be trusted in these instants showed when the present boot
    clock was at zero, had the interruption taken no longer than known; None: there was none."""
    settled: bool = False
    """It has been found out since, while an earlier one has not."""


def in_doubt(doubts: Iterable[Doubt], instant: int) -> bool:
    """Whether an instant is known only at least."""
    doubt = next((doubt for doubt in doubts if instant <= doubt.until), None)
    return doubt is not None and not doubt.settled


def interrupted(doubts: Iterable[Doubt], until: int, wall_at_zero: int | None) -> tuple[Doubt, ...]:
    """The doubts after one more interruption of unknown length.

    What had been found out is as far from now as what came after; what was still in doubt stays
    so by its own clock.
    """
    latest = Doubt(until, wall_at_zero)
    before = (replace(latest, until=d.until) if d.settled else d for d in doubts)
    return _joined([*before, latest])


def found_out(doubts: Sequence[Doubt], wall_at_zero: int) -> tuple[Correction, ...]:
    """What a wall clock that is to be trusted now says of each doubt, in their order.

    From the latest back: what is known of one is the least for all before it, and a clock that
    says less is wrong.
    """
    least = 0
    found: list[Correction] = []
    for doubt in reversed(doubts):
        then = doubt.wall_at_zero
        tells = then is not None and wall_at_zero - then >= least - WALL_JITTER
        if then is not None and tells:
            least = max(least, wall_at_zero - then)
        found.insert(0, Correction(doubt.until, least, at_least=not tells))
    return tuple(found)


def corrected(doubts: Iterable[Doubt], corrections: Sequence[Correction]) -> tuple[Doubt, ...]:
    """The doubts that are left, of the instants as they now are."""
    later = [correction.by for correction in corrections[1:]] + [0]
    return _joined(
        _corrected(doubt, correction, by)
        for doubt, correction, by in zip(doubts, corrections, later, strict=True)
    )


def translated(doubts: Iterable[Doubt], by: int) -> tuple[Doubt, ...]:
    """The same on a clock that shows so much more."""
    return tuple(
        replace(doubt, until=doubt.until + by, wall_at_zero=_less(doubt.wall_at_zero, by))
        for doubt in doubts
    )


def _corrected(doubt: Doubt, correction: Correction, later: int) -> Doubt:
    """`later`: by how much what came after was earlier; there this doubt now ends."""
    until = doubt.until - later
    if doubt.settled or not correction.at_least:
        return Doubt(until, settled=True)
    return Doubt(until, _less(doubt.wall_at_zero, -correction.by))


def _less(wall_at_zero: int | None, by: int) -> int | None:
    return None if wall_at_zero is None else wall_at_zero - by


def _joined(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Neighbours of which one clock tells alike are one; what is known needs no word at the end."""
    alike = groupby(doubts, key=lambda doubt: (doubt.wall_at_zero, doubt.settled))
    left = [list(group)[-1] for _, group in alike]
    if left and left[-1].settled:
        left.pop()
    return tuple(left)
