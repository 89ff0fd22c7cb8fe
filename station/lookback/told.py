"""What stations have told, on one wall clock: for whoever looks back at a day.

A `Told` is a fact with its wall time, from a journal's row (`from_rows`) or from what a station
published. Facts may be missing, told twice, or told out of order: `stories` puts in order what
there is. A gesture that was undone never was: only its undoing is in the story.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import Fact, FactKind
from station.core.gesture import STUCK
from station.core.phase import Phase
from station.core.protocol import Terms
from station.core.rules import UNDO
from station.core.stamp import Row, Stamp

Place = tuple[str, str]
"""A station and one of its bays."""


class Told(Struct, frozen=True):
    """One fact. Instants in ms of the boot clock of `boot`; `wall` in ms since 1970."""

    station: str
    boot: str
    kind: FactKind
    at: int
    """Its own instant."""
    acted: int
    """When the station acted on it; as `at` where nobody said."""
    wall: int | None
    """The wall time of `at`; None: the station did not know it."""
    trusted: bool
    """Whether that is to be trusted."""
    number: int = 0
    """Its place in the journal; 0: nobody knows, the clocks must tell."""
    bay: str | None = None
    application: int | None = None
    today: int | None = None
    over_limit: bool = False
    of: FactKind | None = None
    contact: int | None = None
    overdue_by: int | None = None
    certain: bool | None = None
    phase: Phase | None = None
    late: bool = False
    terms: Terms | None = None
    """`applied`: what it is timed by, where that is known."""
    elapsed: int | None = None
    """`started`: how long after the last sign of life; if `certain`, exactly."""
    again: bool = False
    """`resumed`: in this boot it had been told before that the time is not known (`stories`)."""
    paired: bool = False
    """`undone`: what it took back was told, and is not in the story (`stories`)."""

    @property
    def unaware(self) -> bool:
        """`resumed`: whether nobody knew how long the station had been away.

        With cream on that is an alarm. Only the first of a boot can be: how long ago the process
        died in the same boot is known, and what was in doubt before has been told.
        """
        return self.kind is FactKind.RESUMED and self.certain is False and not self.again

    @property
    def when(self) -> int:
        """The wall time; only of a fact that has one, as all in a story have."""
        return 0 if self.wall is None else self.wall

    @property
    def noticed(self) -> int:
        """The wall time at which the station acted on it, and so sounded."""
        return self.when + self.acted - self.at


OF_TIME: Final = frozenset(
    {
        FactKind.REMOVAL_SOON,
        FactKind.REMOVAL_DUE,
        FactKind.OVERDUE,
        FactKind.RESOUNDED,
        FactKind.NUMB_ENDING,
        FactKind.NUMB_OVER,
    }
)
"""What only time brings: after a gesture that was undone it came of it, and comes again."""
NUMBNESS: Final = frozenset({FactKind.NUMB_ENDING, FactKind.NUMB_OVER})
"""Of these, what may be of another application than the cream that is on."""
UNDOABLE: Final = frozenset({FactKind.APPLIED, FactKind.REMOVAL_STARTED, FactKind.REMOVED})
LATEST_UNDO: Final = UNDO + STUCK
"""From a gesture to the release of the hold that takes it back, at most."""
_FIRST: Final = {FactKind.STARTED: 0, FactKind.TIME_CONFIRMED: 1, FactKind.RESUMED: 3}
"""Of facts at one instant, when nothing else tells their order; any other is 2."""


def told(station: str, stamp: Stamp, fact: Fact, *, number: int = 0) -> Told:
    """A fact as the journal has it. `number`: its place there."""
    return Told(
        station,
        stamp.boot,
        fact.kind,
        at=fact.at,
        acted=fact.acted,
        wall=stamp.wall - (fact.acted - fact.at),
        trusted=stamp.trusted,
        number=number,
        bay=fact.bay,
        application=fact.application,
        today=fact.today,
        over_limit=fact.over_limit,
        of=fact.of,
        contact=fact.contact,
        overdue_by=fact.overdue_by,
        certain=fact.certain,
        phase=fact.phase,
        late=fact.late,
        terms=fact.terms,
        elapsed=fact.elapsed,
    )


class Journalled(Struct, frozen=True):
    """What a journal tells."""

    facts: tuple[Told, ...]
    last: int | None
    """The wall time of its last row; None: it has none."""


def from_rows(
    station: str, rows: Iterable[Row], begin: int | None = None, end: int | None = None
) -> Journalled:
    """A journal's facts, with the best wall time that the whole journal can say of each.

    Rows of a boot whose clock was never to be trusted stand as long after the rows before them
    as the station knew at least. `begin`, `end`: only these wall times matter; facts that a
    trusted clock puts elsewhere are left out, which keeps a long journal out of the memory.
    """
    clocks: dict[str, int] = {}
    right: set[str] = set()
    kept: list[Told] = []
    alive: dict[int, Stamp] = {}
    last: Stamp | None = None
    for number, row in enumerate(rows, 1):
        stamp, fact = row.stamp, row.fact
        started = fact is not None and fact.kind is FactKind.STARTED
        if stamp.boot not in clocks:
            clocks[stamp.boot] = stamp.wall_at_zero
            if last is not None and not stamp.trusted:
                least = None if fact is None else fact.elapsed
                before = clocks[last.boot] + last.instant
                clocks[stamp.boot] = before + (least or 0) - stamp.instant
        if stamp.trusted:
            clocks[stamp.boot] = stamp.wall_at_zero
            right.add(stamp.boot)
        if last is not None and started:
            alive[number] = last
        last = stamp
        matters = not stamp.trusted or (
            (begin is None or stamp.wall >= begin) and (end is None or stamp.wall < end)
        )
        if fact is not None and matters:
            kept.append(told(station, stamp, fact, number=number))
    facts = []
    for each in kept:
        wall = clocks[each.boot] + each.at
        mended = replace(each, wall=wall, trusted=each.boot in right)
        if (sign := alive.get(each.number)) is not None:
            away = max(0, wall - clocks[sign.boot] - sign.instant)
            both = mended.trusted and sign.boot in right
            mended = replace(mended, elapsed=away, certain=bool(each.certain) or both)
        facts.append(mended)
    return Journalled(tuple(facts), None if last is None else clocks[last.boot] + last.instant)


def mended(facts: Iterable[Told]) -> Iterator[Told]:
    """The facts on the clock of their boot, as it was known last; without those of no known time.

    A boot clock never steps. So one boot's facts stand as far apart as they were, and what was
    told before the clock was right is put right.
    """
    facts = tuple(facts)
    known = [each for each in facts if each.wall is not None]
    latest: dict[tuple[str, str], Told] = {}
    for each in sorted(known, key=lambda each: (each.trusted, each.acted, each.at, each.when)):
        latest[each.station, each.boot] = each
    for each in facts:
        clock = latest.get((each.station, each.boot))
        if clock is not None:
            wall = clock.when - clock.at + each.at
            yield replace(each, wall=wall, trusted=clock.trusted)


def stories(facts: Iterable[Told]) -> Mapping[str, Mapping[str | None, tuple[Told, ...]]]:
    """By station, each bay's facts in the order in which the station acted; None: its own.

    Each once, on one clock, and without what was undone; restarts that left no new doubt say so.
    """
    once = {(f.station, f.boot, f.bay, f.kind, f.at, f.application): f for f in mended(facts)}
    found: dict[str, dict[str | None, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for each in sorted(once.values(), key=_order):
        found[each.station][each.bay].append(each)
    return {
        station: {bay: _without_undone(_restarts_marked(story)) for bay, story in bays.items()}
        for station, bays in found.items()
    }


def _order(each: Told) -> tuple[int | str, ...]:
    """What to sort facts by that are on the clock of their boot."""
    if each.number:
        return (each.number,)
    zero = each.when - each.at
    return (0, zero, each.boot, each.acted, _FIRST.get(each.kind, 2), each.at, each.kind.value)


def _restarts_marked(story: Iterable[Told]) -> Iterator[Told]:
    in_doubt: str | None = None
    for each in story:
        if not each.unaware:
            yield each
            continue
        yield replace(each, again=each.boot == in_doubt)
        in_doubt = each.boot


def _without_undone(story: Iterable[Told]) -> tuple[Told, ...]:
    kept: list[Told] = []
    for each in story:
        if each.kind is not FactKind.UNDONE:
            kept.append(each)
            continue
        place = _what_it_undid(kept, each)
        if place is None:
            kept.append(each)  # it says at least that something was not told
        else:
            gone = kept[place]
            kept[place:] = [after for after in kept[place + 1 :] if not _came_of(gone, after)]
            kept.append(replace(each, paired=True))
    return tuple(kept)


def _came_of(gone: Told, after: Told) -> bool:
    """Whether time brought it to what was undone: other cream's numbness ended all the same."""
    of_other = after.kind in NUMBNESS and after.application != gone.application
    return after.kind in OF_TIME and not of_other


def _what_it_undid(story: list[Told], undone: Told) -> int | None:
    """Where the gesture stands that was taken back; None: it was never told."""
    for place in range(len(story) - 1, -1, -1):
        each = story[place]
        if undone.when - each.when > LATEST_UNDO + SECOND and each.kind not in OF_TIME:
            return None
        if each.kind in UNDOABLE:
            return place if each.kind is undone.of else None
    return None
