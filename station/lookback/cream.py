"""One application as far as it was told, and which of its phases count as known.

A phase does only if the fact that must end it did, in the time that it can take. The `removed` at
the end says how long the cream was on and how much too long: what contradicts it is another
application's, so then nothing is known.
"""

from typing import Final

from msgspec import Struct, field

from station.core.change import replace
from station.core.duration import MINUTE
from station.core.protocol import Terms
from station.lookback.span import Span, SpanKind
from station.lookback.told import Told

SLACK: Final = 2 * MINUTE
"""By so much may two tellings of one instant differ: a clock was put right in between."""
LEGAL: Final = frozenset(
    {
        (SpanKind.CONTACT, SpanKind.REMOVAL),
        (SpanKind.REMOVAL, SpanKind.OVERDUE),
    }
)
"""Which phase may follow which; anything may follow what is not known."""


class Cream(Struct):
    """The application under way, as far as it was told."""

    first: Told
    kind: SpanKind
    since: int
    """When its phase began, in milliseconds since 1970: by the wall clock, as all of a story."""
    sure: bool
    found: bool
    """Nobody told when it began."""
    terms: Terms | None = None
    doubted: bool = False
    overdue_since: int | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def application(self) -> int | None:
        """Its number; None: nobody told."""
        return None if self.found else self.first.application

    def limit(self) -> int | None:
        """Until when the present phase can last; None: nobody knows."""
        if self.terms is None:
            return None
        lengths = {SpanKind.CONTACT: self.terms.contact, SpanKind.REMOVAL: self.terms.removal}
        length = lengths.get(self.kind)
        return None if length is None else self.since + length

    def close(self, at: int, *, followed: bool, sure: bool, open_: bool = False) -> None:
        """The present phase ends. `followed`: by what can follow it."""
        limit = self.limit()
        known = followed and (limit is None or at <= limit + SLACK)
        kind = self.kind if known else SpanKind.UNKNOWN
        certain = self.sure and sure and kind is not SpanKind.UNKNOWN
        self.spans.append(Span(kind, self.since, at, self.application, certain, open_))

    def enter(self, kind: SpanKind, at: int, *, sure: bool, followed: bool | None = None) -> None:
        """The next phase begins; `followed` if it is not for LEGAL to say."""
        if at < self.since:
            cut = (replace(s, end=min(s.end, at)) for s in self.spans)
            self.spans = [s for s in cut if s.begin < s.end]
        else:
            legal = self.kind is SpanKind.UNKNOWN or (self.kind, kind) in LEGAL
            self.close(at, followed=legal if followed is None else followed, sure=sure)
        self.kind, self.since, self.sure = kind, at, sure
        if kind is SpanKind.OVERDUE:
            self.overdue_since = at

    def forget(self, at: int) -> None:
        """Of all of it nothing is known until `at`."""
        begin = min((s.begin for s in self.spans), default=self.since)
        self.spans, self.kind, self.since = [], SpanKind.UNKNOWN, min(begin, at)


def corroborated(cream: Cream, removed: Told, began: int | None) -> bool:
    """Whether what was told before can be of the application that was removed."""
    if not removed.certain or began is None:
        return not cream.found
    first = min((s.begin for s in cream.spans), default=cream.since)
    agrees = first >= began - SLACK if cream.found else abs(first - began) <= SLACK
    late = removed.overdue_by or 0
    if cream.kind is SpanKind.OVERDUE:
        agrees = agrees and abs(removed.when - late - cream.since) <= SLACK
    return agrees
