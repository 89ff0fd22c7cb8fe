"""From the past and the clocks to a floor that goes on where it stopped (section 5 of the design).

1. `started` says how long the station was away: exactly, or at least.
2. Where the time is not known and cream is on, nothing is counted that nobody knows: the bay is
   overdue if it is even by the least time, else it is to be wiped from now on, with an alarm.
3. What fell due meanwhile fires at its own instant, at once, and says that it is late.
4. `resumed` says of each bay that was busy where it now stands.

When the wall clock becomes trusted, `confirm` computes the time: the bay is in contact again if
time is really left and nobody has answered since; else only its figures are mended.
"""

from collections.abc import Iterator

from station.core.bay import Bay
from station.core.change import replace
from station.core.doubt import found_out
from station.core.duration import DAY
from station.core.facts import Fact, FactKind
from station.core.floor import Absent, Floor
from station.core.fold import FORGOTTEN, answered_since, fold
from station.core.past import Past, elapsed_since, remember
from station.core.phase import Phase
from station.core.plan import Plan
from station.core.stamp import Row, Stamp
from station.core.step import advance, opened, refolded
from station.core.telling import one_line


def recover(plan: Plan, past: Past, now: Stamp) -> tuple[Floor, tuple[Fact, ...]]:
    """The floor of a station that starts now, and what it has to say at once, in order."""
    elapsed, certain = elapsed_since(past.last, now)
    started = Fact(FactKind.STARTED, now.instant, now.instant, elapsed=elapsed, certain=certain)
    past = remember(past, Row(now, started))
    floor = opened(plan, now.instant, past.bays)
    floor = replace(floor, asking=_asking(past, floor), absent=_absent(past, floor))
    busy = [place.bay.id for place in floor.places if place.bay.cream or place.bay.windows]
    unknown = [_resumed(bay, now.instant) for bay in _bays(floor, busy) if bay.unaware]
    floor = refolded(floor, unknown, now.instant)
    floor, late = advance(floor, now.instant)
    said = {fact.bay for fact in unknown}
    known = [_resumed(bay, now.instant) for bay in _bays(floor, busy) if bay.id not in said]
    return floor, (started, *unknown, *late, *known)


def recovered(
    plan: Plan, past: Past, now: Stamp
) -> tuple[Floor, tuple[Fact, ...], Exception | None]:
    """As `recover`, whatever the past may be: a station that does not start times nobody.

    Last, what is wrong with it, if anything: the journal keeps what it has, the panels ask staff.
    """
    try:
        return *recover(plan, past, now), None
    except Exception as error:  # noqa: BLE001 - it is the caller's to tell
        return *recover(plan, Past(last=past.last, gaps=True), now), error


def confirm(floor: Floor, now: Stamp) -> tuple[Floor, tuple[Fact, ...]]:
    """The floor once the wall clock is to be trusted, and what has come of it."""
    confirmed = [fact for place in floor.places if (fact := _confirmed(place.bay, now)) is not None]
    if not confirmed:
        return floor, ()
    floor, late = advance(refolded(floor, confirmed, now.instant), now.instant)
    return floor, (*confirmed, *late)


def confirmable(floor: Floor) -> bool:
    """Whether a trusted wall clock could tell more than the station knows."""
    doubts = (doubt for place in floor.places for doubt in place.bay.doubts)
    return any(doubt.wall_at_zero is not None for doubt in doubts)


def _asking(past: Past, floor: Floor) -> frozenset[str]:
    ids = frozenset(place.bay.id for place in floor.places)
    return ids - past.answered if past.gaps else frozenset()


def _absent(past: Past, floor: Floor) -> tuple[Absent, ...]:
    """Cream that nobody times, for as long as it may be on.

    Everybody is told until it is as long overdue as removal is believed, and for that long after
    a start at which it was; but a day later, which is as long as applications count, no more.
    """
    here = {place.bay.id for place in floor.places}
    found = []
    for bay in past.bays.values():
        cream = bay.cream
        if cream is None or bay.id in here:
            continue
        over = cream.over if cream.phase is Phase.OVERDUE else cream.limit
        until = min(max(over, floor.started) + FORGOTTEN, over + DAY)
        if until > floor.started:
            name = one_line(bay.id)  # no config has checked it
            found.append(Absent(name, cream.applied, bay.sure(cream.applied), until))
    return tuple(found)


def _bays(floor: Floor, names: list[str]) -> Iterator[Bay]:
    return (place.bay for place in floor.places if place.bay.id in names)


def _resumed(bay: Bay, now: int) -> Fact:
    """Never an earlier phase than before; with unknown time at least removal."""
    phase = bay.phase
    if bay.cream is not None and bay.unaware:
        over = phase is Phase.OVERDUE or bay.cream.over_by_the_least_time <= now
        phase = Phase.OVERDUE if over else Phase.REMOVAL
    return Fact(FactKind.RESUMED, now, now, bay=bay.id, phase=phase, certain=bay.certain)


def _confirmed(bay: Bay, now: Stamp) -> Fact | None:
    corrections = found_out(bay.doubts, now.wall_at_zero)
    if all(correction.at_least for correction in corrections):
        return None
    fact = Fact(
        FactKind.TIME_CONFIRMED,
        now.instant,
        now.instant,
        bay=bay.id,
        phase=bay.phase,
        corrections=corrections,
    )
    return replace(fact, phase=Phase.CONTACT) if _still_in_contact(bay, fact) else fact


def _still_in_contact(bay: Bay, confirmed: Fact) -> bool:
    """Whether time is really left, and nobody has acted on what the station said meanwhile."""
    if bay.cream is None or bay.cream.interrupted is None:
        return False
    answered = answered_since(bay, bay.cream.interrupted)
    true = fold(bay, replace(confirmed, phase=Phase.CONTACT)).cream
    in_contact = true is not None and true.interrupted is None and true.phase is Phase.CONTACT
    return in_contact and not answered
