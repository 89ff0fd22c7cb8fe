"""One treatment place: all that the station knows of it.

`rules` decides what a gesture becomes and `deadlines` what time does; both only make facts, and
`fold` is how a fact changes a bay. So a journal of facts is enough to know a bay again.
"""

from msgspec import Struct

from station.core.doubt import Doubt, in_doubt
from station.core.duration import DAY
from station.core.facts import FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.protocol import Protocol, Terms


class Cream(Struct, frozen=True):
    """An application whose cream is on the skin."""

    application: int
    terms: Terms
    applied: int
    phase: Phase
    since: int
    """When the phase began."""
    spared: int = 0
    """Of overdue: by how much too soon the station said it, as it turned out."""
    raised: int | None = None
    """When the alarm that sounds now was raised; None while none sounds."""
    silenced: int | None = None
    """The instant of the last `silenced` in this phase."""
    warned: bool = False
    """`removal_soon` has been told."""
    interrupted: "Interrupted | None" = None
    """Set when the station came back and did not know for how long it had been away."""

    @property
    def due(self) -> int:
        """At the end of the contact time."""
        return self.applied + self.terms.contact

    @property
    def limit(self) -> int:
        """When removal, begun or yet to begin, will have taken as long as it may."""
        begins = self.due if self.phase is Phase.CONTACT else self.since
        return begins + self.terms.removal

    @property
    def over(self) -> int:
        """Since when it is really overdue, once it is said to be."""
        return self.since + self.spared

    @property
    def over_by_the_least_time(self) -> int:
        """When it is overdue even by the least time: however often the station began anew since."""
        before = self if self.interrupted is None else self.interrupted.before
        return min(self.limit, before.limit)


class Interrupted(Struct, frozen=True):
    """An application that the station came back to without knowing the time."""

    before: Cream
    """The application as it was before; its instants are at least so long ago."""
    resumed: int
    answered: bool = False
    """Somebody acted on what the station said then, before it was interrupted again."""


class NumbWindow(Struct, frozen=True):
    """The numbness after one application's removal."""

    application: int
    opened: int
    ends: int
    warned: bool = False
    """`numb_ending` has been told."""


class LastDone(Struct, frozen=True):
    """What the latest accepted gesture was, while a hold can still take it back."""

    of: FactKind
    at: int
    before: Cream | None
    """The application as it was before."""


class Refused(Struct, frozen=True):
    """The latest refused gesture, for the panel and for the second press at the limit."""

    gesture: Gesture
    reason: Refusal
    acted: int


class Bay(Struct, frozen=True):
    """One bay. Instants in milliseconds of the boot clock."""

    id: str
    protocol: Protocol
    """What the next application is timed by."""
    cream: Cream | None = None
    windows: tuple[NumbWindow, ...] = ()
    serial: int = 0
    """Applications since `new_client`."""
    applied: tuple[int, ...] = ()
    """Instants of this client's applications in the last 24 h."""
    done: LastDone | None = None
    accepted: int | None = None
    """When the last accepted gesture but `silenced` and `new_client` was recognised (guard)."""
    quieted: int | None = None
    """When the last `silenced` or `removal_started` was recognised (too soon to say removed)."""
    answered: int | None = None
    """The instant of the last accepted gesture of any kind."""
    audible: int | None = None
    """Since when the last overdue that was told late could be heard: before, none could answer."""
    refused: Refused | None = None
    hushed: int | None = None
    """When a press in contact last silenced the alarm of a fault."""
    rested: int = 0
    """Since when the bay has been ready, when it is."""
    doubts: tuple[Doubt, ...] = ()
    """Which of all these instants are not known exactly."""

    @property
    def phase(self) -> Phase:
        """Where the bay stands."""
        if self.cream is not None:
            return self.cream.phase
        return Phase.NUMB if self.windows else Phase.READY

    @property
    def since(self) -> int:
        """When the phase began: for numb, when the last removal was."""
        if self.cream is not None:
            return self.cream.since
        return max((w.opened for w in self.windows), default=self.rested)

    @property
    def large_window(self) -> NumbWindow | None:
        """The numb window that ends last: what panels show large while no cream is on."""
        return max(self.windows, key=lambda window: window.ends, default=None)

    @property
    def sounding(self) -> bool:
        """Whether a medium or high alarm of this bay sounds."""
        return self.cream is not None and self.cream.raised is not None

    def today(self, now: int) -> int:
        """How many applications this client has had in the 24 h before now."""
        return sum(1 for t in self.applied if t > now - DAY)

    def at_limit(self, now: int) -> bool:
        """Whether one more application now would be more than the protocol allows."""
        most = self.protocol.applications
        return most is not None and self.today(now) >= most

    def sure(self, instant: int) -> bool:
        """Whether an instant of this bay's past is known exactly."""
        return not in_doubt(self.doubts, instant)

    @property
    def certain(self) -> bool:
        """Whether it is known how long the cream has been on, or the large numb window open."""
        if self.cream is not None:
            return self.sure(self.cream.applied)
        window = self.large_window
        return window is None or self.sure(window.opened)

    @property
    def unaware(self) -> bool:
        """Whether cream is on that is shown as if it were known how long."""
        if self.cream is None or self.certain:
            return False
        interrupted = self.cream.interrupted
        return interrupted is None or interrupted.resumed < self.doubts[-1].until

    @property
    def matters(self) -> bool:
        """Whether there is anything to remember: cream, numbness, or applications that count."""
        return bool(self.applied)  # cream and numbness come of one of these
