"""Rows for a journal, one at a time."""

from collections.abc import Iterable
from functools import reduce

from station.core.duration import MINUTE
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.past import Past, remember
from station.core.protocol import Terms
from station.core.stamp import Row, Stamp

NOON = 1_800_000_000_000
"""When the boot clock was at zero, in milliseconds since 1970."""
TERMS = Terms("numb520", contact=20 * MINUTE, removal=2 * MINUTE, effect=60 * MINUTE)


def past_of(rows: Iterable[Row]) -> Past:
    """What rows come to."""
    return reduce(remember, rows, Past())


def row(instant: int, fact: Fact | None = None, *, boot: str = "boot 1") -> Row:
    """A row that was acted on at an instant, by right clocks."""
    return Row(Stamp(boot, instant, NOON + instant, trusted=True), fact)


def started(instant: int = 0) -> Row:
    """The station starts."""
    return row(instant, Fact(FactKind.STARTED, instant, instant, elapsed=0, certain=True))


def applied(instant: int, bay: str = "bed-1", application: int = 1) -> Row:
    """Cream comes on."""
    fact = Fact(FactKind.APPLIED, instant, instant, bay=bay, application=application, terms=TERMS)
    return row(instant, fact)


def refused(instant: int, bay: str = "bed-1") -> Row:
    """A press changes nothing: as many of these as one likes are a story."""
    fact = Fact(
        FactKind.REFUSED, instant, instant, bay=bay, gesture=Gesture.PRESS, reason=Refusal.GUARD
    )
    return row(instant, fact)
