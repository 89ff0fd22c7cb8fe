"""What a day's alarms asked of the staff, and how they answered. Lengths of time in ms.

An alarm is what sounds until somebody answers: removal due, overdue, an overdue alarm that
sounds again, and the one of a station that came back without knowing the time. Its answer is the
press or hold that silences it or says that the cream is off.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from msgspec import Struct

from station.core.duration import HOUR
from station.core.facts import FactKind
from station.core.fold import FORGOTTEN
from station.core.phase import Phase
from station.lookback.span import Application
from station.lookback.timeline import BayDay
from station.lookback.told import Place, Told, stories

RAISES: Final = frozenset({FactKind.REMOVAL_DUE, FactKind.OVERDUE, FactKind.RESOUNDED})
ANSWERS: Final = frozenset({FactKind.SILENCED, FactKind.REMOVED})
ENDS: Final = frozenset({FactKind.APPLIED, FactKind.NEW_CLIENT, FactKind.TIME_CONFIRMED})
"""After these an alarm sounds no more, whoever answered it: that was not told."""


class Spread(Struct, frozen=True):
    """How some lengths of time are spread. Percentiles are of the lengths there are."""

    count: int
    least: int
    p50: int
    p90: int
    most: int


class Alarm(Struct, frozen=True):
    """One alarm, and its answer."""

    station: str
    bay: str
    kind: FactKind
    at: int
    """When it began to sound, in ms since 1970."""
    answer: int | None
    """How long until somebody answered; None: that was not told."""


class Burden(Struct, frozen=True):
    """The figures of some bays between two instants."""

    applications: int
    """Those that began within."""
    late: int
    """Of these, how many became overdue."""
    missed: int
    """Of these, how many nobody said were off, or only after more than 60 min too long."""
    alarms: int
    unanswered: int
    """Alarms of which no answer was told."""
    answers: Spread | None
    contacts: Spread | None
    """How long the cream was on, where that is certain."""
    cream_on: int
    """For how long cream was on somewhere: any number of bays at once count once."""
    most_in_an_hour: int
    """The most alarms within any 60 min."""

    @property
    def alarms_per_hour(self) -> float | None:
        """Per hour with cream on somewhere; None: there was none."""
        return self.alarms * HOUR / self.cream_on if self.cream_on else None


class Burdens(Struct, frozen=True):
    """The figures of all bays together, of each, and which had it worst."""

    all: Burden
    bays: tuple[tuple[Place, Burden], ...]
    worst: Place | None
    """Most late, then slowest to be answered, then most alarms; None: no one had it worse."""


def burdens(facts: Iterable[Told], days: Sequence[BayDay]) -> Burdens:
    """The figures of these days of bays, from the facts that they are from. Never raises."""
    rang: dict[Place, list[Alarm]] = {}
    for alarm in alarms(facts):
        rang.setdefault((alarm.station, alarm.bay), []).append(alarm)
    here: dict[Place, list[BayDay]] = {}
    for day in days:
        here.setdefault((day.station, day.bay), []).append(day)
    within = {place: _within(rang.get(place, ()), here[place]) for place in here}
    of_bays = [(place, _burden(here[place], found)) for place, found in within.items()]
    weights = [_weight(burden) for _, burden in of_bays]
    most = max(weights, default=(0, 0, 0))
    alone = any(most) and weights.count(most) == 1
    worst = of_bays[weights.index(most)][0] if alone else None
    everywhere = sorted((alarm for found in within.values() for alarm in found), key=_at)
    together = _burden(days, everywhere)
    return Burdens(together, tuple(of_bays), worst)


def alarms(facts: Iterable[Told]) -> tuple[Alarm, ...]:
    """Every alarm that was told of, by the time at which it began to sound."""
    found: list[Alarm] = []
    for station, of_bays in stories(facts).items():
        for bay, story in of_bays.items():
            if bay is not None:
                found += _of_bay(station, bay, story)
    return tuple(sorted(found, key=_at))


def spread(lengths: Iterable[int]) -> Spread | None:
    """How they are spread; None: there are none."""
    ranked = sorted(lengths)
    if not ranked:
        return None

    def percentile(percent: int) -> int:
        return ranked[max(0, ceil(len(ranked) * percent / 100) - 1)]

    return Spread(len(ranked), ranked[0], percentile(50), percentile(90), ranked[-1])


def _of_bay(station: str, bay: str, story: Iterable[Told]) -> list[Alarm]:
    found: list[Alarm] = []
    waiting: list[tuple[Told, int]] = []

    def settle(answered: int | None) -> None:
        for fact, at in waiting:
            # When a late one sounded is not known from its own instant alone.
            known = (
                answered is not None and answered >= at and (not fact.late or fact.acted > fact.at)
            )
            answer = answered - at if known and answered is not None else None
            found.append(Alarm(station, bay, fact.kind, at, answer))
        waiting.clear()

    for fact in story:
        if fact.kind in ANSWERS:
            settle(fact.when)
        elif fact.kind in ENDS:
            settle(None)
        elif _raises(fact):
            if fact.kind is FactKind.RESUMED:
                settle(None)
            # What fell due while the station was down sounds once, as the worst of it.
            waiting[:] = [each for each in waiting if each[1] != fact.noticed]
            waiting.append((fact, fact.noticed))
    settle(None)
    return found


def _raises(fact: Told) -> bool:
    on = fact.phase in (Phase.REMOVAL, Phase.OVERDUE)
    return fact.kind in RAISES or (fact.unaware and on)


def _within(found: Sequence[Alarm], days: Sequence[BayDay]) -> list[Alarm]:
    """Of one bay's alarms, those that began to sound within any of its days."""
    spans = sorted((day.begin, day.end) for day in days)
    kept: list[Alarm] = []
    place = 0
    for alarm in found:
        while place < len(spans) and spans[place][1] <= alarm.at:
            place += 1
        if place < len(spans) and spans[place][0] <= alarm.at:
            kept.append(alarm)
    return kept


def _burden(days: Sequence[BayDay], here: Sequence[Alarm]) -> Burden:
    within = [a for day in days for a in day.applications if day.begin <= a.first]
    return Burden(
        applications=len(within),
        late=sum(a.late for a in within),
        missed=sum(_missed(a) for a in within),
        alarms=len(here),
        unanswered=sum(alarm.answer is None for alarm in here),
        answers=spread(alarm.answer for alarm in here if alarm.answer is not None),
        contacts=spread(a.contact for a in within if a.certain and a.contact is not None),
        cream_on=_together((s.begin, s.end) for day in days for s in day.track),
        most_in_an_hour=_most_within([alarm.at for alarm in here], HOUR),
    )


def _at(alarm: Alarm) -> tuple[int, str, str]:
    return alarm.at, alarm.station, alarm.bay


def _missed(application: Application) -> bool:
    nobody_said = application.removed is None and not application.open
    return nobody_said or (application.overdue_by or 0) > FORGOTTEN


def _together(spans: Iterable[tuple[int, int]]) -> int:
    """For how long there was any of them."""
    total, until = 0, None
    for begin, end in sorted(spans):
        since = begin if until is None else max(begin, until)
        total += max(0, end - since)
        until = end if until is None else max(until, end)
    return total


def _most_within(times: Sequence[int], length: int) -> int:
    """The most of these, which are in order, within any stretch of that length."""
    most = first = 0
    for count, at in enumerate(times, 1):
        while times[first] <= at - length:
            first += 1
        most = max(most, count - first)
    return most


def _weight(burden: Burden) -> tuple[int, int, int]:
    longest = 0 if burden.answers is None else burden.answers.most
    return burden.late + burden.missed, longest, burden.alarms
