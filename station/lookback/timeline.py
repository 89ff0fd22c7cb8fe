"""A day of a bay as it can be drawn: what was on the skin from when to when, and what nobody knows.

`days` folds what was told (`told`). It says no more than that: where a fact is missing that must
have been, the time in question is UNKNOWN. Spans of one bay's track never overlap; numb windows
have a track of their own, for one may run on under the next cream. Instants in ms since 1970.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeVar

from msgspec import Struct

from station.core.change import replace
from station.core.facts import FactKind
from station.lookback.span import Application, Gap, Span
from station.lookback.told import Place, Told, stories
from station.lookback.visit import Visits


class BayDay(Struct, frozen=True):
    """What is known of one bay from `begin` to before `end`."""

    station: str
    bay: str
    begin: int
    end: int
    track: tuple[Span, ...] = ()
    """Cream on: in order, without overlap."""
    windows: tuple[Span, ...] = ()
    """Numb windows, in the order of their beginning."""
    applications: tuple[Application, ...] = ()
    """Those that were under way within, in order."""
    gaps: tuple[Gap, ...] = ()
    """When its station did not run, or was not heard."""


NO_GAPS: Final[Mapping[str, Sequence[Gap]]] = {}
_Timed = TypeVar("_Timed", Span, Gap)


def days(
    facts: Iterable[Told],
    begin: int,
    end: int,
    *,
    heard: Mapping[str, int] | None = None,
    gaps: Mapping[str, Sequence[Gap]] = NO_GAPS,
    bays: Iterable[Place] = (),
) -> tuple[BayDay, ...]:
    """Every bay's timeline between two instants, by station and bay.

    `heard`: by station, until when it is known that nothing more happened; by itself the last
    fact. `gaps`: by station, when it was not heard, besides what its own facts say. `bays`: those
    that are there even if nothing was told of them. To be right at the edges it takes the facts
    of some hours before and after as well. Never raises, whatever the facts are.
    """
    (day,) = each_of(facts, [(begin, end)], heard=heard, gaps=gaps, bays=bays)
    return day


def each_of(
    facts: Iterable[Told],
    periods: Sequence[tuple[int, int]],
    *,
    heard: Mapping[str, int] | None = None,
    gaps: Mapping[str, Sequence[Gap]] = NO_GAPS,
    bays: Iterable[Place] = (),
) -> tuple[tuple[BayDay, ...], ...]:
    """As `days`, of several periods at once: each story is folded only once.

    A bay is in every period, whether or not anything happened there.
    """
    known: dict[Place, tuple[Visits, Sequence[Gap]]] = {}
    for station, bay in bays:
        known[station, bay] = Visits((), 0), _in_order(gaps.get(station, ()))
    for station, of_bays in stories(facts).items():
        last = max(fact.when for story in of_bays.values() for fact in story)
        until = max(last, (heard or {}).get(station, last))
        away = _in_order([*_away(of_bays.get(None, ())), *gaps.get(station, ())])
        mine = [place for place in known if place[0] == station]
        known.update((place, (Visits((), 0), away)) for place in mine)
        for name, story in of_bays.items():
            if name is not None:
                known[station, name] = _folded(story, away, until), away
    order = sorted(known, key=in_order_of_numbers)
    return tuple(
        tuple(_within_period(place, *known[place], begin, end) for place in order)
        for begin, end in periods
    )


def in_order_of_numbers(place: Place) -> tuple[tuple[tuple[int, str, str], ...], ...]:
    """What to sort places by: `bed-2` and `bed-02` are before `bed-10`."""
    return tuple(_numbered(name) for name in place)


def _numbered(name: str) -> tuple[tuple[int, str, str], ...]:
    parts = ("".join(part) for _, part in groupby(name, str.isdecimal))
    numbers = ((part.lstrip("0"), part) for part in parts)
    return tuple(
        (len(bare), bare, part) if part.isdecimal() else (0, "", part) for bare, part in numbers
    )


def _in_order(gaps: Iterable[Gap]) -> Sequence[Gap]:
    return sorted(gaps, key=lambda gap: (gap.end, gap.begin))


def _folded(story: Iterable[Told], away: Sequence[Gap], until: int) -> Visits:
    visits = Visits(away, until)
    for fact in story:
        visits.take(fact)
    visits.finish()
    visits.track = _parted(visits.track)
    visits.windows.sort(key=lambda span: span.begin)
    return visits


def _within_period(
    place: Place, visits: Visits, away: Sequence[Gap], begin: int, end: int
) -> BayDay:
    within = (a for a in visits.applications if a.first < end and a.latest >= begin)
    return BayDay(
        *place,
        begin,
        end,
        track=_cut(visits.track, begin, end),
        windows=_cut(visits.windows, begin, end),
        applications=tuple(sorted(within, key=lambda a: (a.first, a.latest))),
        gaps=_cut(away, begin, end),
    )


def _away(story: Iterable[Told]) -> Iterable[Gap]:
    """What a station's own facts say of when it did not run."""
    stopped: Told | None = None
    for fact in story:
        if fact.kind is FactKind.STOPPED:
            stopped = fact
        elif fact.kind is FactKind.STARTED:
            if fact.elapsed is not None and fact.elapsed > 0:
                yield Gap(fact.when - fact.elapsed, fact.when, bool(fact.certain))
            elif fact.elapsed is None and stopped is not None:
                both = (stopped.trusted and fact.trusted) or stopped.boot == fact.boot
                yield Gap(min(stopped.when, fact.when), fact.when, both)
            stopped = None


def _parted(track: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap: where clocks disagree, what came later is believed."""
    parted: list[Span] = []
    for span in sorted(track, key=lambda span: (span.begin, span.end)):
        while parted and parted[-1].end > span.begin:
            before = parted.pop()
            if before.begin < span.begin:
                parted.append(replace(before, end=span.begin, certain=False, open=False))
        parted.append(span)
    return parted


def _cut(spans: Iterable[_Timed], begin: int, end: int) -> tuple[_Timed, ...]:
    """The part of them that is within."""
    return tuple(
        _within(span, begin, end) for span in spans if span.begin < end and span.end > begin
    )


def _within(span: _Timed, begin: int, end: int) -> _Timed:
    if isinstance(span, Gap):
        return replace(span, begin=max(span.begin, begin), end=min(span.end, end))
    return replace(
        span,
        begin=max(span.begin, begin),
        end=min(span.end, end),
        open=span.open and span.end <= end,
        begins_before=span.begin < begin,
        ends_after=span.end > end,
    )
