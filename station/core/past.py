"""What the journal's rows say about every bay, and how far away that is (section 5 of the design).

All instants are of the boot clock of the latest row. A machine that comes up again has a clock
that starts anew: the `started` of that boot says how much later than the row before it is, exactly
or at least, and everything older is moved to the new clock by that.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from station.core import doubt
from station.core.bay import Bay
from station.core.change import replace
from station.core.facts import Fact, FactKind
from station.core.fold import ImpossibleFactError, fold
from station.core.protocol import Protocol
from station.core.shift import translated
from station.core.stamp import WALL_JITTER, Row, Stamp

GESTURES: Final = frozenset(
    {
        FactKind.APPLIED,
        FactKind.UNDONE,
        FactKind.REMOVAL_STARTED,
        FactKind.SILENCED,
        FactKind.REMOVED,
        FactKind.NEW_CLIENT,
        FactKind.REFUSED,
    }
)
"""What somebody did, be it refused."""
NO_PROTOCOL: Final = Protocol(id="", name="", source="", contact=0)
"""Of a bay in the past: which cream is to be used next is not the journal's to say."""


class Past(Struct, frozen=True):
    """Everything before a start: the fold of the journal's rows."""

    bays: Mapping[str, Bay] = field(default_factory=dict)
    last: Stamp | None = None
    """The latest row's; None: there is none."""
    wall_at_zero: int | None = None
    """What the wall clock showed when the latest row's boot clock was at zero, by the latest row
    at which it was to be trusted; None: none since the last interruption of unknown length."""
    gaps: bool = False
    """Rows are missing, or none could be read: what stands here may not be all."""
    answered: frozenset[str] = frozenset()
    """Bays at which somebody has done anything since: staff know how those stand."""
    strange: int = 0
    """How many facts cannot have happened, as in a damaged journal; they changed nothing."""


def remember(past: Past, row: Row) -> Past:
    """The past with one more row."""
    stamp, fact = row.stamp, row.fact
    if fact is not None and fact.kind is FactKind.STARTED:
        past = _woken(past, stamp, fact)
    elif past.last is not None and past.last.boot != stamp.boot:
        # The start of that boot is missing. It was up for so long at least.
        at = stamp.instant
        past = _woken(past, stamp, Fact(FactKind.STARTED, at, at, elapsed=at, certain=False))
    if fact is not None and fact.bay is not None:
        past = _told(past, fact.bay, fact)
    wall_at_zero = stamp.wall_at_zero if stamp.trusted else past.wall_at_zero
    return replace(past, last=stamp, wall_at_zero=wall_at_zero)


def elapsed_since(last: Stamp | None, now: Stamp) -> tuple[int, bool]:
    """How long ago the latest row was, in milliseconds, and whether exactly or at least.

    The table of section 5: by the boot clock if it is the same boot; by a wall clock that was to
    be trusted then and is now, unless it denies that the machine came up meanwhile; else at least
    as long as the machine has been up.
    """
    if last is None:
        return 0, True
    if now.boot == last.boot:
        # A clock that has run backwards within a boot is no clock: nothing is known.
        return max(0, now.instant - last.instant), now.instant >= last.instant
    by_the_wall = now.wall - last.wall
    if last.trusted and now.trusted and by_the_wall >= now.instant - WALL_JITTER:
        return max(by_the_wall, now.instant), True
    return now.instant, False


def _woken(past: Past, stamp: Stamp, started: Fact) -> Past:
    """The past on the clock of a new start, if that is another."""
    last = past.last
    if last is None or (last.boot == stamp.boot and started.certain):
        return past
    by = started.at - (started.elapsed or 0) - last.instant
    bays = {bay.id: translated(bay, by) for bay in past.bays.values()}
    if started.certain:  # by a wall clock that is to be trusted now: this row says what it shows
        return replace(past, bays=bays)
    wall_at_zero = None if past.wall_at_zero is None else past.wall_at_zero - by
    bays = {bay.id: _doubted(bay, started.at, wall_at_zero) for bay in bays.values()}
    return replace(past, bays=bays, wall_at_zero=None)


def _doubted(bay: Bay, until: int, wall_at_zero: int | None) -> Bay:
    """The bay after an interruption of unknown length."""
    if not bay.matters:
        return replace(bay, doubts=())
    doubts = doubt.interrupted(bay.doubts, until, wall_at_zero)
    # Nobody knows whether a hold, or a second press, still comes in time.
    return replace(bay, doubts=doubts, done=None, refused=None)


def _told(past: Past, name: str, fact: Fact) -> Past:
    bay = past.bays.get(name) or Bay(name, NO_PROTOCOL, rested=fact.at)
    try:
        bay = fold(bay, fact)
    except ImpossibleFactError:
        return replace(past, strange=past.strange + 1)
    answered = past.answered | {name} if past.gaps and fact.kind in GESTURES else past.answered
    return replace(past, bays={**past.bays, name: bay}, answered=answered)
