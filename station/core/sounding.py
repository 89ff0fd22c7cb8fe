"""Who sounds where: the buzzers of a floor."""

from collections.abc import Iterable
from typing import Final

from station.core import buzzer as buzzers
from station.core.alarm import UNANSWERED, Priority, Sound
from station.core.buzzer import Alarm, Buzzer
from station.core.change import replace
from station.core.deadlines import next_deadline
from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.phase import Phase


def alarms(floor: Floor, index: int) -> Iterable[Alarm]:
    """The alarms that a bay raises now."""
    place = floor.places[index]
    cream = place.bay.cream
    if cream is None:
        return
    if cream.raised is not None and cream.phase is Phase.OVERDUE:
        # While the station was off nobody could hear it, and so nobody left it unanswered.
        since = (cream.since, floor.started, place.bay.answered, place.bay.audible)
        unanswered = max(instant for instant in since if instant is not None)
        yield Alarm(Sound.OVERDUE, index, cream.raised, slow=unanswered + UNANSWERED)
    elif cream.raised is not None:
        yield Alarm(Sound.REMOVAL, index, cream.raised)
    fault = floor.fault(index)
    if fault is not None and (place.bay.hushed is None or fault > place.bay.hushed):
        yield Alarm(Sound.FAULT, index, max(fault, cream.applied))


NOTICES: Final = {
    FactKind.REMOVAL_SOON: Sound.SOON,
    FactKind.NUMB_ENDING: Sound.ENDING,
    FactKind.NUMB_OVER: Sound.OVER,
}


def notice(floor: Floor, fact: Fact) -> Floor:
    """Have a fact's notice heard, if it has one; if it could not be in time, from when it could."""
    sound = NOTICES.get(fact.kind)
    if sound is None:
        return floor
    heard = tuple(
        buzzers.notify(buzzer, sound, fact.acted if fact.unheard else fact.at)
        if any(floor.places[i].bay.id == fact.bay for i in bays)
        else buzzer
        for bays, buzzer in zip(floor.plan.buzzers, floor.buzzers, strict=True)
    )
    return replace(floor, buzzers=heard)


def confirm(floor: Floor, index: int, sound: Sound, now: int) -> Floor:
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


def restless(floor: Floor, now: int) -> bool:
    """Whether settling would change something though the alarms are the same."""
    return any(buzzers.restless(buzzer, now) for buzzer in floor.buzzers)


def settle(floor: Floor, now: int) -> Floor:
    """Let the alarms of the floor have their buzzers."""
    raised = [tuple(alarms(floor, index)) for index in range(len(floor.places))]
    settled = tuple(
        buzzers.settle(buzzer, [a for i in bays for a in raised[i]], now)
        for bays, buzzer in zip(floor.plan.buzzers, floor.buzzers, strict=True)
    )
    return replace(floor, buzzers=settled)
