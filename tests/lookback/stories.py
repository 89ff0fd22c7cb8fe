"""A bay's story, as its facts tell it, and what is known of it when none is missing."""

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.core.facts import FactKind
from station.core.phase import Phase
from station.lookback.span import Application, Gap, Span, SpanKind
from station.lookback.told import Told
from station.lookback.visit import Visits
from tests.core.ward import NUMB520

K = FactKind
ON = 10 * MINUTE
DUE, LATE = ON + 20 * MINUTE, ON + 22 * MINUTE
OFF = DUE + MINUTE
LAST = 3 * HOUR
WIPED = Application(
    "room-1",
    "bed-1",
    application=1,
    today=3,
    applied=ON,
    removed=OFF,
    contact=21 * MINUTE,
    overdue_by=0,
    certain=True,
    over_limit=True,
    late=False,
    open=False,
    latest=OFF,
)
"""An application of which all is known."""
OPEN = replace(
    WIPED, removed=None, contact=None, overdue_by=None, certain=False, open=True, latest=LAST
)
"""Nobody told that it came off, and it was on when the station was last heard."""
LOST = replace(OPEN, open=False)
"""It must have come off, and nobody told when."""


def fact(kind: FactKind, at: int, **more: object) -> Told:
    return replace(
        Told("room-1", "boot", kind, at, at, at, trusted=True, bay="bed-1"),
        **more,  # type: ignore[arg-type]  # its own
    )


def applied(at: int = ON, **more: object) -> Told:
    all_of_it = {"application": 1, "today": 3, "over_limit": True, "terms": NUMB520.terms}
    return fact(K.APPLIED, at, **{**all_of_it, **more})


def removed(at: int = OFF, **more: object) -> Told:
    said = {"application": 1, "contact": at - ON, "overdue_by": 0, "certain": True}
    return fact(K.REMOVED, at, **{**said, **more})


def resumed(at: int, phase: Phase | None, *, certain: bool = True, **more: object) -> Told:
    return fact(K.RESUMED, at, phase=phase, certain=certain, **more)


DUE_TOLD, LATE_TOLD = fact(K.REMOVAL_DUE, DUE), fact(K.OVERDUE, LATE)


def story(*facts: Told, until: int = LAST, gaps: tuple[Gap, ...] = ()) -> Visits:
    visits = Visits(gaps, until)
    for each in facts:
        visits.take(each)
    visits.finish()
    return visits


def unknown(begin: int, end: int, application: int | None = 1, *, open_: bool = False) -> Span:
    return Span(SpanKind.UNKNOWN, begin, end, application, certain=False, open=open_)
