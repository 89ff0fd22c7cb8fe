"""From a bay's story to its spans and applications: a fold that survives missing facts.

`cream` says of one application what is known; here its facts are found among all of the bay's.
All instants are of the wall clock: milliseconds since 1970.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.facts import FactKind
from station.core.fold import FORGOTTEN
from station.core.phase import Phase
from station.lookback.cream import SLACK, Cream, corroborated
from station.lookback.span import Application, Gap, Span, SpanKind
from station.lookback.told import Told

KINDS: Final = {
    Phase.CONTACT: SpanKind.CONTACT,
    Phase.REMOVAL: SpanKind.REMOVAL,
    Phase.OVERDUE: SpanKind.OVERDUE,
}
ENTERED: Final = {
    FactKind.REMOVAL_DUE: SpanKind.REMOVAL,
    FactKind.REMOVAL_STARTED: SpanKind.REMOVAL,
    FactKind.OVERDUE: SpanKind.OVERDUE,
}
SHOWS: Final = {
    FactKind.REMOVAL_SOON: (SpanKind.CONTACT,),
    FactKind.SILENCED: (SpanKind.REMOVAL, SpanKind.OVERDUE),
    FactKind.RESOUNDED: (SpanKind.OVERDUE,),
}
"""In which phases a fact can happen that does not change it."""


class _Numb(Struct):
    removed: Told
    ends: int | None
    """By the protocol; None: nobody told."""
    told: bool = False
    """It is known that there is one."""
    over: int | None = None
    sure: bool = True


class Visits:
    """One bay's spans and applications, as its facts are taken in their order."""

    def __init__(self, gaps: Sequence[Gap], until: int) -> None:
        """`gaps`: when the station did not run; `until`: when it was last heard."""
        self.track: list[Span] = []
        self.windows: list[Span] = []
        self.applications: list[Application] = []
        self._gaps = gaps
        self._until = until
        self._cream: Cream | None = None
        self._numb: list[_Numb] = []

    def take(self, fact: Told) -> None:
        """The next fact of the story."""
        if fact.kind in ENTERED:
            self._entered(fact, ENTERED[fact.kind])
        elif fact.kind in SHOWS:
            self._shown(fact, SHOWS[fact.kind])
        elif fact.kind in TAKES:
            TAKES[fact.kind](self, fact)

    def finish(self) -> None:
        """There is no more: what has not ended is open."""
        cream = self._cream
        if cream is not None:
            until = max(self._until, cream.since)
            cream.close(until, followed=True, sure=True, open_=True)
            self._end(cream, None, until)
        self._put_away(self._until)

    def _applied(self, fact: Told) -> None:
        self._lose(fact.when)
        self._begin(fact, SpanKind.CONTACT, found=False)

    def _entered(self, fact: Told, kind: SpanKind) -> None:
        cream = self._cream or self._begin(fact, kind)
        if cream.kind is not kind:
            cream.enter(kind, fact.when, sure=fact.trusted)

    def _new_client(self, fact: Told) -> None:
        self._lose(fact.when)
        for numb in self._numb:
            numb.over, numb.sure = fact.when, fact.trusted
        self._put_away()

    def _begin(self, fact: Told, kind: SpanKind, *, found: bool = True) -> Cream:
        self._cream = Cream(fact, kind, fact.when, fact.trusted, found, fact.terms)
        if kind is SpanKind.OVERDUE:
            self._cream.overdue_since = fact.when
        return self._cream

    def _undone(self, fact: Told) -> None:
        """Cream is on, unless this takes back that it was put on.

        It may be all that says so: what came before was perhaps not told.
        """
        if fact.of is FactKind.APPLIED:
            if not fact.paired:
                self._lose(fact.when)
        elif self._cream is None:
            self._begin(fact, SpanKind.UNKNOWN)
        elif not fact.paired:
            self._cream.enter(SpanKind.UNKNOWN, fact.when, sure=fact.trusted)

    def _shown(self, fact: Told, kinds: tuple[SpanKind, ...]) -> None:
        known = kinds[0] if len(kinds) == 1 else SpanKind.UNKNOWN
        cream = self._cream or self._begin(fact, known)
        if cream.kind not in kinds:
            # That phase began before, and nobody told when.
            cream.enter(known, fact.when, sure=fact.trusted, followed=False)

    def _resumed(self, fact: Told) -> None:
        kind = None if fact.phase is None else KINDS.get(fact.phase)
        cream = self._cream
        if kind is None:
            if fact.phase is not None:
                self._lose(fact.when)
            return
        if cream is None:
            self._begin(fact, kind)
        elif fact.kind is FactKind.TIME_CONFIRMED and kind is SpanKind.CONTACT:
            self._contact_again(cream)
        elif fact.unaware:
            self._unaware(cream, kind, fact)
        elif cream.kind is not kind:
            cream.enter(kind, fact.when, sure=fact.trusted, followed=False)

    def _unaware(self, cream: Cream, kind: SpanKind, fact: Told) -> None:
        """Nobody knows how far it went while the station was away."""
        cream.doubted = True
        gap = next((g for g in reversed(self._gaps) if g.end <= fact.when), None)
        if gap is not None and gap.begin >= cream.since:
            cream.enter(SpanKind.UNKNOWN, gap.begin, sure=gap.certain, followed=True)
        else:
            cream.kind = SpanKind.UNKNOWN
        cream.enter(kind, fact.when, sure=fact.trusted)

    def _contact_again(self, cream: Cream) -> None:
        """The time is known: it was contact all along."""
        if cream.found:
            cream.kind = SpanKind.CONTACT
            return
        cream.spans, cream.kind, cream.since = [], SpanKind.CONTACT, cream.first.when
        cream.sure, cream.doubted, cream.overdue_since = cream.first.trusted, False, None

    def _removed(self, fact: Told) -> None:
        at = fact.when
        began = None if fact.contact is None or fact.contact < 0 else at - fact.contact
        cream = self._cream
        if cream is not None and None is not fact.application != cream.application is not None:
            self._lose(at if began is None else max(cream.since, began))
            cream = None
        if cream is None:
            cream = self._begin(fact, SpanKind.UNKNOWN)
            cream.since = at if began is None else began
        elif not corroborated(cream, fact, began):
            cream.forget(at)
            if cream.found and began is not None:
                cream.since = min(cream.since, began)
        elif cream.found and began is not None:
            first = min((s.begin for s in cream.spans), default=cream.since)
            if began < first:
                cream.spans.insert(0, Span(SpanKind.UNKNOWN, began, first, None, certain=False))
        late = fact.overdue_by or 0
        if cream.kind is SpanKind.REMOVAL and late > 0 and cream.since <= at - late:
            cream.enter(SpanKind.OVERDUE, at - late, sure=fact.trusted)
        ended = cream.kind is not SpanKind.CONTACT
        cream.close(at, followed=ended, sure=fact.trusted and late <= FORGOTTEN)
        cream.overdue_since = at - late if late > 0 else None
        self._end(cream, fact, at)
        self._opens(cream, fact)

    def _opens(self, cream: Cream, fact: Told) -> None:
        """The numb window after a removal, if there is one."""
        effect = None if cream.terms is None else cream.terms.effect
        none = cream.terms is not None and effect is None
        if none or (fact.overdue_by or 0) > FORGOTTEN:
            return
        ends = None if effect is None else fact.when + effect
        self._numb.append(_Numb(fact, ends, told=effect is not None, sure=fact.trusted))

    def _numbness(self, fact: Told) -> None:
        numb = next((n for n in self._numb if n.removed.application == fact.application), None)
        if numb is None:
            self._numb_of_nothing(fact)
            return
        numb.told = True
        if fact.kind is FactKind.NUMB_OVER:
            numb.over, numb.sure = fact.when, numb.sure and fact.trusted
            self._put_away()

    def _numb_of_nothing(self, fact: Told) -> None:
        """A window of which no removal was told: perhaps that of the cream that we think is on."""
        cream = self._cream
        if cream is not None and cream.found:
            cream.forget(fact.when)
        elif cream is not None and cream.application == fact.application:
            self._lose(fact.when)

    def _put_away(self, until: int | None = None) -> None:
        """Windows that are over become spans; at the end all that are known do."""
        left = []
        for numb in self._numb:
            over = numb.over is not None
            if not over and until is None:
                left.append(numb)
                continue
            end = until if numb.over is None else numb.over
            begin = numb.removed.when
            if numb.ends is not None and end is not None and end > numb.ends + SLACK:
                end, over = numb.ends, True
            if end is not None and (numb.told or over) and end > begin:
                at_ease = not any(not g.certain and begin < g.end <= end for g in self._gaps)
                span = Span(SpanKind.NUMB, begin, end, numb.removed.application)
                certain = numb.sure and at_ease
                self.windows.append(replace(span, certain=certain, open=not over))
        self._numb = left

    def _lose(self, at: int) -> None:
        """The cream has come off by now, and nobody told when."""
        cream = self._cream
        if cream is None:
            return
        if cream.found:
            cream.forget(at)
        cream.close(max(at, cream.since), followed=False, sure=False)
        self._end(cream, None, at)

    def _end(self, cream: Cream, removed: Told | None, at: int) -> None:
        self._cream = None
        self.track += (s for s in cream.spans if s.begin < s.end)
        first, last = cream.first, removed or cream.first
        doubtful = removed is None or removed.certain is False or cream.doubted
        began = None if cream.found else first.when
        if began is None and removed is not None and removed.contact is not None:
            began = removed.when - removed.contact
        since = cream.overdue_since
        open_ = removed is None and any(span.open for span in cream.spans)
        late_by = at - since if since is not None and open_ else None
        self.applications.append(
            Application(
                station=last.station,
                bay=last.bay or "",
                application=cream.application if removed is None else removed.application,
                today=first.today,
                applied=began,
                removed=None if removed is None else removed.when,
                contact=None if removed is None else removed.contact,
                overdue_by=late_by if removed is None else removed.overdue_by,
                certain=not doubtful and first.trusted and last.trusted,
                over_limit=first.over_limit,
                late=since is not None,
                open=open_,
                latest=at,
            )
        )


TAKES: Final[Mapping[FactKind, Callable[[Visits, Told], None]]] = {
    FactKind.APPLIED: Visits._applied,  # noqa: SLF001 - its own table
    FactKind.REMOVED: Visits._removed,  # noqa: SLF001
    FactKind.NUMB_ENDING: Visits._numbness,  # noqa: SLF001
    FactKind.NUMB_OVER: Visits._numbness,  # noqa: SLF001
    FactKind.NEW_CLIENT: Visits._new_client,  # noqa: SLF001
    FactKind.RESUMED: Visits._resumed,  # noqa: SLF001
    FactKind.TIME_CONFIRMED: Visits._resumed,  # noqa: SLF001
    FactKind.UNDONE: Visits._undone,  # noqa: SLF001
}
"""What the other facts do to a bay's visits."""
