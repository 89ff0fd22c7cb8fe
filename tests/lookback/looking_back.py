"""Days at a clinic to look back at, and the plainest arithmetic of what they must look like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st
from msgspec import Struct

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.stamp import Row
from station.lookback.span import SpanKind
from station.lookback.timeline import BayDay, days
from station.lookback.told import Journalled, Told, from_rows
from tests.core.outage import NOON, Outages
from tests.core.ward import plan

STATION = "room-1"
CONTACT, REMOVAL, EFFECT = 20 * MINUTE, 2 * MINUTE, 60 * MINUTE
FOREVER = 10**15

Plain = tuple[str, int, int]
"""What, from when, to when."""


class Treatment(Struct, frozen=True):
    """One application, as it was planned: times in seconds."""

    pause: int
    """Before it."""
    wiped: int
    """After the removal alarm."""
    answered: int
    """After the removal alarm; before it is wiped."""
    early: int | None = None
    """Instead: wiping began so long before the alarm."""
    mistaken: bool = False
    """The bed's button was pressed by mistake before, and that was undone."""


treatments = st.builds(
    Treatment,
    pause=st.integers(40, 7200),
    wiped=st.integers(30, 900) | st.just(3800),
    answered=st.integers(1, 15),
    early=st.none() | st.integers(60, 900),
    mistaken=st.booleans(),
)
ON_TIME = Treatment(pause=60, wiped=60, answered=5)


@dataclass
class Worked:
    """A day that staff worked."""

    station: Outages
    expected: list[Plain] = field(default_factory=list)
    """The track by arithmetic."""
    numb: list[Plain] = field(default_factory=list)

    @property
    def told(self) -> tuple[Told, ...]:
        return told(self.station.rows).facts


def told(rows: Iterable[Row]) -> Journalled:
    return from_rows(STATION, rows)


def worked(day: Sequence[Treatment]) -> Worked:
    """Staff do all of it at one bed, with a real station."""
    station = Outages(plan())
    ward, work = station.ward, Worked(station)
    for treatment in day:
        ward.wait(treatment.pause * SECOND - ward.now % SECOND)
        if treatment.mistaken:
            ward.press()
            ward.wait(5 * SECOND)
            ward.hold()
            ward.wait(40 * SECOND - ward.now % SECOND)
        on = ward.now
        ward.press()
        due = on + CONTACT
        if treatment.early is not None:
            ward.until(due - treatment.early * SECOND)
            ward.hold()
            due = ward.now - 3 * 10  # a hold is at its release
            ward.wait(41 * SECOND)
        else:
            ward.until(due + treatment.answered * SECOND)
            ward.press()
            ward.until(due + treatment.wiped * SECOND)
            while ward.bay().cream is not None and ward.bay().sounding:
                ward.press()
                ward.wait(11 * SECOND)
        off = ward.now
        ward.press()
        work.expected += [
            ("contact", NOON + on, NOON + due),
            ("removal", NOON + due, NOON + min(off, due + REMOVAL)),
        ]
        if off > due + REMOVAL:
            work.expected.append(("overdue", NOON + due + REMOVAL, NOON + off))
        if off - due - REMOVAL <= HOUR:
            work.numb.append(("numb", NOON + off, NOON + off + EFFECT))
    ward.wait(2 * HOUR)
    station.keep()
    return work


def seen(facts: object, begin: int = 0, end: int = FOREVER, **how: object) -> BayDay:
    (day,) = days(facts, begin, end, **how)  # type: ignore[arg-type]  # as it has them
    return day


def plainly(spans: Iterable[object]) -> list[Plain]:
    return [(s.kind.value, s.begin, s.end) for s in spans]  # type: ignore[attr-defined]  # spans


def covered(span: Plain, truth: Iterable[Plain], slack: int) -> bool:
    """Whether a span is within those of its kind, but for so much."""
    kind, begin, end = span
    left = end - begin - sum(
        max(0, min(end, e) - max(begin, b)) for k, b, e in truth if k == kind
    )  # fmt: skip
    return kind == SpanKind.UNKNOWN.value or left <= slack


@st.composite
def any_told(draw: st.DrawFn) -> Told:
    """What nobody would tell."""
    number = st.integers(-(10**16), 10**16) | st.integers(0, 10**7)
    return Told(
        draw(st.sampled_from("ab")),
        draw(st.sampled_from("xy")),
        draw(st.sampled_from(FactKind)),
        at=draw(number),
        acted=draw(number),
        wall=draw(st.none() | number),
        trusted=draw(st.booleans()),
        bay=draw(st.sampled_from([None, "bed-1", "<script>"])),
        application=draw(st.none() | st.integers(-1, 3)),
        of=draw(st.none() | st.sampled_from(FactKind)),
        contact=draw(st.none() | number),
        overdue_by=draw(st.none() | number),
        certain=draw(st.none() | st.booleans()),
        late=draw(st.booleans()),
        elapsed=draw(st.none() | number),
    )
