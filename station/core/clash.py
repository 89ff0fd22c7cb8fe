"""Two removals at once: what applying now would bring (section 2, "Clash")."""

from collections.abc import Sequence

from msgspec import Struct

from station.core.bay import Bay
from station.core.duration import SECOND
from station.core.phase import Phase


class Clash(Struct, frozen=True):
    """Applying now would have its removal at the same time as another bay's."""

    bay: str
    """With which: the id of the bay whose removal it meets first."""
    wait: int
    """How long to wait, in milliseconds, so that it meets nobody's."""


def removal_span(bay: Bay) -> tuple[int, int] | None:
    """The removal of a bay, expected or running, as [from, until); None if there is none."""
    cream = bay.cream
    if cream is None or cream.phase is Phase.OVERDUE:
        return None  # an overdue removal should be over: nothing says when it will be
    begins = cream.due if cream.phase is Phase.CONTACT else cream.since
    return begins, cream.limit


def foresee(bay: Bay, others: Sequence[Bay], now: int) -> Clash | None:
    """The clash that applying at this bay now would bring, if any."""
    spans = sorted(
        (span, other.id) for other in others if (span := removal_span(other)) is not None
    )
    begin = now + bay.protocol.contact
    first: str | None = None
    for (start, until), other in spans:
        if start < begin + bay.protocol.removal and begin < until:
            begin = until
            first = first or other
    if first is None:
        return None
    return Clash(first, begin - now - bay.protocol.contact)


def next_clash_change(bay: Bay, others: Sequence[Bay], now: int) -> int | None:
    """When the clash, or its wait in whole seconds rounded up, is next another."""
    shown = _shown(bay, others, now)
    at = _next_edge(bay, others, now)
    while at is not None and _shown(bay, others, at) == shown:
        at = _next_edge(bay, others, at)
    return at


def _shown(bay: Bay, others: Sequence[Bay], now: int) -> tuple[str, int] | None:
    clash = foresee(bay, others, now)
    return None if clash is None else (clash.bay, -(-clash.wait // SECOND))


def _next_edge(bay: Bay, others: Sequence[Bay], now: int) -> int | None:
    """When a clash can next begin, end, be another or be a second nearer."""
    clash = foresee(bay, others, now)
    edges = [] if clash is None else [now + (clash.wait - 1) % SECOND + 1]
    for other in others:
        span = removal_span(other)
        if span is not None:  # applying then would just begin to overlap, or just no longer
            edges += [
                span[0] - bay.protocol.contact - bay.protocol.removal + 1,
                span[1] - bay.protocol.contact,
            ]
    return min((t for t in edges if t > now), default=None)
