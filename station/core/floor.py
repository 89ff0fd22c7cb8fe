"""All bays of a station together: what comes in, what it makes of them, what goes out.

The floor is the whole state of a station but for its edges. `advance` lets time pass, `scan`
takes one sample of every button, `report` takes word from an edge; each gives the floor after it
and the facts that happened. `outputs` is what lamps, buzzers and panels do, `next_change` when
that, or the floor itself, can change next without anything coming in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from station.core import buzzer as buzzers
from station.core.alarm import UNANSWERED, Priority, Sound
from station.core.bay import Bay, fold
from station.core.buzzer import Alarm, Buzzer
from station.core.deadlines import next_deadline, pass_deadline
from station.core.facts import Fact, FactKind
from station.core.gesture import Button, Event, Feel, Touch, Trouble, elapse, next_event, sample
from station.core.lamp import Lamp
from station.core.phase import Phase
from station.core.plan import Plan
from station.core.rules import decide, standing


@dataclass(frozen=True, slots=True)
class Place:
    """A bay with its button and its lamp."""

    bay: Bay
    button: Button = Button()
    lamp: Lamp = Lamp()


@dataclass(frozen=True, slots=True)
class Floor:
    """A whole station. Instants in milliseconds of the boot clock."""

    plan: Plan
    places: tuple[Place, ...]
    buzzers: tuple[Buzzer, ...]
    started: int
    lost_panels: tuple[int | None, ...]
    """For each panel since when it is lost; None: it works."""
    journal_lost: int | None = None
    """Since when facts are not being saved; None: they are."""

    @property
    def settled(self) -> bool:
        """Whether further samples of the same levels would change nothing."""
        return all(place.button.settled for place in self.places)


def opened(plan: Plan, now: int) -> Floor:
    """A new floor, nothing known and nobody treated; every buzzer gives its sign of life."""
    sign = buzzers.notify(Buzzer(), Sound.STARTED, now)
    floor = Floor(
        plan,
        places=tuple(Place(Bay(bay.id, bay.protocol, rested=now)) for bay in plan.bays),
        buzzers=tuple(sign for _ in plan.buzzers),
        started=now,
        lost_panels=tuple(None for _ in plan.panels),
    )
    return _settle(floor, now)


def advance(floor: Floor, now: int) -> tuple[Floor, tuple[Fact, ...]]:
    """Let time pass up to now: every deadline fires at its own instant, in order."""
    if (due := next_change_of_state(floor)) is None or due > now:
        return (_settle(floor, now) if _restless(floor, now) else floor), ()
    facts: list[Fact] = []
    places = []
    for place in floor.places:
        passed, told = _pass_time(place, floor.plan, now)
        places.append(passed)
        facts += told
    facts.sort(key=lambda fact: fact.at)
    before, floor = floor, replace(floor, places=tuple(places))
    floor = _settle(reduce(_notice, facts, floor), now)
    for index, (old, new) in enumerate(zip(before.places, places, strict=True)):
        if new.button.held and not old.button.held:
            floor = _confirm(floor, index, Sound.TICK, now)
    return floor, tuple(facts)


def scan(floor: Floor, levels: Sequence[bool], now: int) -> tuple[Floor, tuple[Fact, ...]]:
    """Let time pass up to now, then take one sample of every button (True is down)."""
    floor, passed = advance(floor, now)
    facts = list(passed)
    for index, down in enumerate(levels):
        place = floor.places[index]
        button, events = sample(
            place.button, floor.plan.times, down=down, now=now, seen=standing(place.bay)
        )
        if button is place.button:
            continue
        floor = _with_place(floor, index, replace(place, button=button))
        for event in events:
            floor, told = _take(floor, index, event, now)
            facts += told
    return floor, tuple(facts)


def report(floor: Floor, fact: Fact) -> Floor:
    """Take word from an edge: a panel or the journal is lost or well again."""
    if fact.panel is not None:
        since = fact.acted if fact.kind is FactKind.PANEL_LOST else None
        lost = list(floor.lost_panels)
        lost[fact.panel] = since
        floor = replace(floor, lost_panels=tuple(lost))
    elif fact.kind is FactKind.JOURNAL_LOST:
        floor = replace(floor, journal_lost=fact.acted)
    elif fact.kind is FactKind.JOURNAL_RESTORED:
        floor = replace(floor, journal_lost=None)
    return _settle(floor, fact.acted)


def next_change_of_state(floor: Floor) -> int | None:
    """When the next deadline is, or the next thing that time makes of a button."""
    instants = [next_event(place.button, floor.plan.times) for place in floor.places] + [
        deadline.at if (deadline := next_deadline(p.bay)) else None for p in floor.places
    ]
    return min((t for t in instants if t is not None), default=None)


def alarms(floor: Floor, index: int) -> Iterable[Alarm]:
    """The alarms that a bay raises now."""
    place = floor.places[index]
    cream = place.bay.cream
    if cream is None:
        return
    if cream.raised is not None and cream.phase is Phase.OVERDUE:
        unanswered = max(cream.since, place.bay.answered or cream.since)
        yield Alarm(Sound.OVERDUE, index, cream.raised, slow=unanswered + UNANSWERED)
    elif cream.raised is not None:
        yield Alarm(Sound.REMOVAL, index, cream.raised)
    fault = latest_fault(floor, index)
    if fault is not None and (place.bay.hushed is None or fault > place.bay.hushed):
        yield Alarm(Sound.FAULT, index, max(fault, cream.applied))


def latest_fault(floor: Floor, index: int) -> int | None:
    """When the latest fault that still lasts and concerns this bay began."""
    panels = (
        since
        for bays, since in zip(floor.plan.panels, floor.lost_panels, strict=True)
        if index in bays
    )
    return max((t for t in (*panels, floor.journal_lost) if t is not None), default=None)


NOTICES = {
    FactKind.REMOVAL_SOON: Sound.SOON,
    FactKind.NUMB_ENDING: Sound.ENDING,
    FactKind.NUMB_OVER: Sound.OVER,
}


def _pass_time(place: Place, plan: Plan, now: int) -> tuple[Place, list[Fact]]:
    bay, facts = place.bay, []
    while (deadline := next_deadline(bay)) is not None and deadline.at <= now:
        bay, fact = pass_deadline(bay, deadline, now)
        facts.append(fact)
    button, events = elapse(place.button, plan.times, now)
    for event in events:
        if isinstance(event, Trouble):
            facts.append(_trouble(bay, event, now))
            bay = fold(bay, facts[-1])
    return _folded(replace(place, button=button), bay, now), facts


def _take(floor: Floor, index: int, event: Event, now: int) -> tuple[Floor, list[Fact]]:
    """What an event of a button does to the floor."""
    place = floor.places[index]
    if isinstance(event, Feel):
        if event is Feel.DOWN:
            place = replace(place, lamp=place.lamp.touched(now))
        return _confirm(_with_place(floor, index, place), index, Sound.TICK, now), []
    if isinstance(event, Trouble):
        fact = _trouble(place.bay, event, now)
        return _with_place(floor, index, replace(place, bay=fold(place.bay, fact))), [fact]
    return _gesture(floor, index, event)


def _gesture(floor: Floor, index: int, touch: Touch) -> tuple[Floor, list[Fact]]:
    place, now = floor.places[index], touch.recognised
    fact = decide(place.bay, touch, floor.plan.times.guard)
    place = _folded(place, fold(place.bay, fact), now)
    floor = _with_place(floor, index, place)
    # What fell due before an undone gesture, and its alarms, go first.
    floor, passed = advance(floor, now)
    floor = _confirm(_settle(floor, now), index, ANSWERS.get(fact.kind, Sound.ACCEPTED), now)
    return floor, [fact, *passed]


ANSWERS = {FactKind.APPLIED: Sound.APPLIED, FactKind.REFUSED: Sound.REFUSED}


def _folded(place: Place, bay: Bay, now: int) -> Place:
    """The place once its bay is another."""
    return replace(place, bay=bay, lamp=place.lamp.moved(place.bay.phase, bay.phase, now))


def _trouble(bay: Bay, trouble: Trouble, now: int) -> Fact:
    kind = FactKind.BUTTON_OK if trouble.over else FactKind.BUTTON_FAULT
    return Fact(kind, trouble.at, now, bay=bay.id, reason=trouble.reason)


def _notice(floor: Floor, fact: Fact) -> Floor:
    sound = NOTICES.get(fact.kind)
    if sound is None:
        return floor
    heard = tuple(
        buzzers.notify(buzzer, sound, fact.at)
        if any(floor.places[i].bay.id == fact.bay for i in bays)
        else buzzer
        for bays, buzzer in zip(floor.plan.buzzers, floor.buzzers, strict=True)
    )
    return replace(floor, buzzers=heard)


def _confirm(floor: Floor, index: int, sound: Sound, now: int) -> Floor:
    """Feedback for a bay, on its buzzers."""
    heard = tuple(
        buzzers.confirm(buzzer, sound, now, _expected(floor, bays, buzzer))
        if index in bays
        else buzzer
        for bays, buzzer in zip(floor.plan.buzzers, floor.buzzers, strict=True)
    )
    return replace(floor, buzzers=heard)


def _expected(floor: Floor, bays: tuple[int, ...], buzzer: Buzzer) -> int | None:
    """When these bays next sound of themselves: every deadline brings an alarm or a notice."""
    due = [deadline for i in bays if (deadline := next_deadline(floor.places[i].bay)) is not None]
    if buzzer.alarm is not None and buzzer.alarm.priority > Priority.LOW:
        due = [deadline for deadline in due if deadline.fact not in NOTICES]  # they must wait
    return min((deadline.at for deadline in due), default=None)


def _restless(floor: Floor, now: int) -> bool:
    return any(buzzers.restless(buzzer, now) for buzzer in floor.buzzers)


def _settle(floor: Floor, now: int) -> Floor:
    """Let the alarms of the floor have their buzzers."""
    raised = [tuple(alarms(floor, index)) for index in range(len(floor.places))]
    settled = tuple(
        buzzers.settle(buzzer, [a for i in bays for a in raised[i]], now)
        for bays, buzzer in zip(floor.plan.buzzers, floor.buzzers, strict=True)
    )
    return replace(floor, buzzers=settled)


def _with_place(floor: Floor, index: int, place: Place) -> Floor:
    return replace(floor, places=(*floor.places[:index], place, *floor.places[index + 1 :]))
