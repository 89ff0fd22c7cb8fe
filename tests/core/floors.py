"""Floors whose properties are tried, and what is plain of their facts."""

from collections.abc import Iterable, Iterator, Sequence

from hypothesis import settings

from station.core.facts import Fact, FactKind
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from tests.core.button import DEFAULT, in_order, plain
from tests.oracle import Told

FEWER = settings(max_examples=settings().max_examples // 5)
"""For what looks at every scan, or at every picture."""
Raised = tuple[int, int] | None
"""Priority and since when, as facts have it; None: no alarm of the bay sounds."""
MEDIUM, HIGH = 3, 4


def planned(protocols: Sequence[Protocol], times: ButtonTimes = DEFAULT) -> Plan:
    """Bays with lamps, on one panel and one buzzer together, the last one on its own as well."""
    bays = tuple(
        PlannedBay(f"bed-{i + 1}", f"Bed {i + 1}", protocol, lamp=True)
        for i, protocol in enumerate(protocols)
    )
    every, last = tuple(range(len(bays))), (len(bays) - 1,)
    return Plan(bays, (every, last), (every, last), times)


def but_acted(facts: Iterable[Fact]) -> list[Told]:
    return in_order({**plain(fact), "acted": 0} for fact in facts)


def alarm_after(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Raised]]:
    """Each fact of one bay, and the alarm that is raised after it."""
    raised: Raised = None
    before: Raised = None
    for fact in facts:
        if fact.kind in (FactKind.APPLIED, FactKind.REMOVAL_STARTED, FactKind.REMOVED):
            before, raised = raised, None
        elif fact.kind is FactKind.UNDONE:
            raised = before
        elif fact.kind is FactKind.REMOVAL_DUE:
            raised = (MEDIUM, fact.at)
        elif fact.kind in (FactKind.OVERDUE, FactKind.RESOUNDED):
            raised = (HIGH, fact.at)
        elif fact.kind is FactKind.SILENCED:
            raised = None
        yield fact, raised
