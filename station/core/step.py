"""How a floor changes: what comes in, what becomes of it, and the facts of it.

`advance` lets time pass, `scan` takes one sample of every button, `report` takes word from an
edge; each gives the floor after it and the facts that happened, in the order in which the station
acted.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Final

from station.core import buzzer as buzzers
from station.core.alarm import Sound
from station.core.bay import Bay
from station.core.buzzer import Buzzer
from station.core.change import replace
from station.core.deadlines import next_deadline, pass_deadline
from station.core.facts import Fact, FactKind
from station.core.floor import Floor, Place
from station.core.fold import fold
from station.core.gesture import (
    Button,
    Event,
    Feel,
    Touch,
    Trouble,
    elapse,
    next_event,
    sample,
    unread,
    unseen,
)
from station.core.plan import Plan
from station.core.reports import CheckReport, JournalReport, PanelReport, Report, Saved
from station.core.rules import decide, standing
from station.core.selfcheck import FIRST, SelfCheck
from station.core.sounding import confirm, notice, restless, settle


def opened(plan: Plan, now: int, known: Mapping[str, Bay] | None = None) -> Floor:
    """A floor that begins now; every buzzer gives its sign of life.

    `known`: what is known of bays, by id; the others are ready.
    """
    known = known or {}
    bays = [known.get(bay.id) or Bay(bay.id, bay.protocol, rested=now) for bay in plan.bays]
    sign = buzzers.notify(Buzzer(), Sound.STARTED, now)
    floor = Floor(
        plan,
        places=tuple(
            Place(replace(bay, protocol=planned.protocol))
            for bay, planned in zip(bays, plan.bays, strict=True)
        ),
        buzzers=tuple(sign for _ in plan.buzzers),
        started=now,
        lost_panels=tuple(None for _ in plan.panels),
        check=SelfCheck(now + FIRST),
    )
    return settle(floor, now)


def advance(floor: Floor, now: int) -> tuple[Floor, tuple[Fact, ...]]:
    """Let time pass up to now: every deadline fires at its own instant, in order."""
    if (due := next_change_of_state(floor)) is None or due > now:
        return (settle(floor, now) if restless(floor, now) else floor), ()
    facts: list[Fact] = []
    places = []
    for place in floor.places:
        passed, told = _pass_time(place, floor, now)
        places.append(passed)
        facts += told
    facts.sort(key=lambda fact: fact.at)
    absent = tuple(gone for gone in floor.absent if gone.until > now)
    before, floor = floor, replace(floor, places=tuple(places), absent=absent)
    floor = settle(reduce(notice, facts, floor), now)
    for index, (old, new) in enumerate(zip(before.places, places, strict=True)):
        if new.button.held and not old.button.held:
            floor = confirm(floor, index, Sound.TICK, now)
    return _checking(floor, now), tuple(facts)


def scan(floor: Floor, levels: Sequence[bool | None], now: int) -> tuple[Floor, tuple[Fact, ...]]:
    """Let time pass up to now, then take one sample of every button.

    True is down; a button that cannot be read (None) stays as it was.
    """
    floor = _unread(floor, levels, now)
    floor, passed = advance(floor, now)
    facts = list(passed)
    for index, down in enumerate(levels):
        if down is None:
            continue
        place = floor.places[index]
        button, events = sample(
            place.button, floor.plan.times, down=down, now=now, seen=standing(place.bay)
        )
        if button is place.button:
            continue
        floor = floor.with_place(index, replace(place, button=button))
        for event in events:
            floor, told = _take(floor, index, event, now)
            facts += told
    return floor, tuple(facts)


def overlooked(floor: Floor, since: int) -> Floor:
    """The floor after an instant from which on nobody looked at any button."""
    return _looked(floor, [unseen(place.button, since) for place in floor.places])


def _unread(floor: Floor, levels: Sequence[bool | None], now: int) -> Floor:
    if None not in levels:
        return floor
    return _looked(
        floor,
        [
            unread(place.button, now) if down is None else place.button
            for place, down in zip(floor.places, levels, strict=True)
        ],
    )


def _looked(floor: Floor, buttons: Sequence[Button]) -> Floor:
    for index, button in enumerate(buttons):
        place = floor.places[index]
        if button is not place.button:
            floor = floor.with_place(index, replace(place, button=button))
    return floor


def report(floor: Floor, said: Report, now: int) -> tuple[Floor, tuple[Fact, ...]]:
    """Take word from an edge: what failed or is well again, or what has been saved."""
    facts: tuple[Fact, ...] = ()
    match said:
        case Saved(rows, short):
            return (floor if rows == floor.saved else _saved(floor, rows, short)), ()
        case CheckReport():
            return replace(floor, check=floor.check.answered(said)), ()
        case PanelReport(panel, reason):
            kind = FactKind.PANEL_LOST if reason is not None else FactKind.PANEL_RESTORED
            facts = (Fact(kind, now, now, panel=panel, reason=reason),)
            lost = list(floor.lost_panels)
            lost[panel] = None if reason is None else now
            floor = replace(floor, lost_panels=tuple(lost))
        case JournalReport(reason):
            kind = FactKind.JOURNAL_LOST if reason is not None else FactKind.JOURNAL_RESTORED
            why = reason or floor.journal_reason
            facts = (Fact(kind, now, now, reason=why),)
            lost_since = None if reason is None else now
            floor = replace(floor, journal_lost=lost_since, journal_reason=why)
        case _:
            pin = {(said.part, said.index)}
            if said.reason is None:
                check = floor.check.mended((said.part, said.index), now)
                floor = replace(floor, dead=floor.dead - pin, check=check)
            else:
                floor = replace(floor, dead=floor.dead | pin)
    return settle(floor, now), facts


def written(floor: Floor, facts: Sequence[Fact], rows: int) -> Floor:
    """Note that these facts went to the journal, of which `rows` is the last row."""
    told = {fact.bay for fact in facts}
    places = tuple(
        replace(place, written=rows) if place.bay.id in told else place for place in floor.places
    )
    return replace(floor, places=places)


def refolded(floor: Floor, facts: Sequence[Fact], now: int) -> Floor:
    """The floor after facts that neither a button nor a deadline made."""
    indexes = {place.bay.id: index for index, place in enumerate(floor.places)}
    for fact in facts:
        index = indexes[fact.bay or ""]
        place = floor.places[index]
        floor = floor.with_place(index, _folded(place, fold(place.bay, fact), now))
    return settle(floor, now)


def next_change_of_state(floor: Floor) -> int | None:
    """When the next deadline is, or the next thing that time makes of a button."""
    instants = [next_event(place.button, floor.plan.times) for place in floor.places] + [
        deadline.at if (deadline := next_deadline(p.bay)) else None for p in floor.places
    ]
    instants.append(floor.check.next_event(cream_on=floor.cream_on))
    instants += [gone.until for gone in floor.absent]
    return min((t for t in instants if t is not None), default=None)


def _checking(floor: Floor, now: int) -> Floor:
    """The floor once its check of itself, if it is due or has taken too long, has gone on."""
    due = floor.check.next_event(cream_on=floor.cream_on)
    if due is None or due > now:
        return floor
    check, said = floor.check, floor.check.said
    if said is None:
        return replace(floor, check=check.begun(now))
    over = check.over(said, saved=False, short_of_room=False, well=floor.well)
    return replace(floor, check=over)


def _saved(floor: Floor, rows: int, short: str | None) -> Floor:
    """The floor once so many rows are saved; with the one that was to show that they can be."""
    check, said = floor.check, floor.check.said
    if said is not None and rows >= said.row:
        check = check.over(said, saved=True, short_of_room=short is not None, well=floor.well)
    return replace(floor, saved=rows, check=check)


def _pass_time(place: Place, floor: Floor, now: int) -> tuple[Place, list[Fact]]:
    bay, facts = place.bay, []
    while (deadline := next_deadline(bay)) is not None and deadline.at <= now:
        bay, fact = pass_deadline(bay, deadline, now, floor.started)
        facts.append(fact)
    button, events = elapse(place.button, floor.plan.times, now)
    facts += [_trouble(bay, event, now) for event in events if isinstance(event, Trouble)]
    return _folded(replace(place, button=button), bay, now), facts


def _take(floor: Floor, index: int, event: Event, now: int) -> tuple[Floor, list[Fact]]:
    """What an event of a button does to the floor."""
    place = floor.places[index]
    if isinstance(event, Feel):
        if event is Feel.DOWN:
            place = replace(place, lamp=place.lamp.touched(now))
        return confirm(floor.with_place(index, place), index, Sound.TICK, now), []
    if isinstance(event, Trouble):
        return floor, [_trouble(place.bay, event, now)]
    return _gesture(floor, index, event)


def _gesture(floor: Floor, index: int, touch: Touch) -> tuple[Floor, list[Fact]]:
    place, now = floor.places[index], touch.recognised
    fact = decide(place.bay, touch, floor.plan.times.guard)
    place = _folded(place, fold(place.bay, fact), now)
    floor = floor.with_place(index, place)
    # What fell due before an undone gesture, and its alarms, go first.
    floor, passed = advance(floor, now)
    floor = confirm(settle(floor, now), index, ANSWERS.get(fact.kind, Sound.ACCEPTED), now)
    return _checking(floor, now), [fact, *passed]  # one may have waited for this cream


ANSWERS: Final = {FactKind.APPLIED: Sound.APPLIED, FactKind.REFUSED: Sound.REFUSED}


def _folded(place: Place, bay: Bay, now: int) -> Place:
    """The place once its bay is another."""
    before, shifted = place.bay, bay.since != place.bay.since
    return replace(
        place, bay=bay, lamp=place.lamp.moved(before.phase, bay.phase, now, shifted=shifted)
    )


def _trouble(bay: Bay, trouble: Trouble, now: int) -> Fact:
    kind = FactKind.BUTTON_OK if trouble.over else FactKind.BUTTON_FAULT
    return Fact(kind, trouble.at, now, bay=bay.id, reason=trouble.reason)
