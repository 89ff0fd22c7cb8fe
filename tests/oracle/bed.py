"""One bay through restarts: what section 5 says of time since a fact, told a second time.

All instants are on one time line, that of whoever looks on from outside. What the station knows
may differ: after a start it takes the past to be so long ago as its clocks say, so all of a bay's
past is moved. Stretches of the past that are only known to be at least so long ago are kept apart:
each lasts from one interruption of unknown length to the next.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace

from station.core.plan import ButtonTimes
from station.core.protocol import Protocol
from tests.oracle.bay import Cream, Oracle, Told, Undoable, Window
from tests.oracle.button import SECOND

Move = Callable[[int], int]
WALL_JITTER = 1 * SECOND
"""Reading: so much may a wall clock be put back, and still be believed."""
DEADLINES = frozenset(
    {"removal_soon", "removal_due", "overdue", "resounded", "numb_ending", "numb_over"}
)
KEPT = (
    "cream",
    "windows",
    "serial",
    "applications",
    "recognised",
    "answered",
    "undoable",
    "limit_refused",
    "attended",
    "audible",
    "stretches",
    "unaware",
)
"""What facts tell of a bay; the button is not among them."""


@dataclass(frozen=True)
class Anchor:
    """An instant at which the wall clock was to be trusted, and what it showed."""

    instant: int
    wall: int


@dataclass
class Stretch:
    """Instants up to `until`, and after the stretch before: from before an interruption."""

    until: int
    """When it ended; what was just before is included, for it may have taken no time."""
    anchor: Anchor | None
    known: bool = False
    """How long ago they are has been found out since."""


@dataclass(frozen=True)
class Raised:
    """From `at` on: whether a bed's alarm has to sound, and when it may fall to once a minute."""

    at: int
    bed: int
    loud: bool
    quiet_from: int | None


class Bed(Oracle):
    """One bay of a station that may go down and come up again."""

    def __init__(self, name: str, protocol: Protocol, times: ButtonTimes) -> None:
        super().__init__(protocol, times)
        self.name = name
        self.started = 0
        self.audible: int | None = None  # since when an alarm that was raised late could be heard
        self.stretches: list[Stretch] = []
        self.unaware = False  # cream is on, and it has not been said since that nobody knows when

    # What is known

    def knows(self, instant: int) -> bool:
        """Whether it is known how long ago an instant was."""
        stretch = next((s for s in self.stretches if instant <= s.until), None)
        return stretch is None or stretch.known

    def time_is_known(self) -> bool:
        """Of the cream that is on, else of the numb window that ends last."""
        if self.cream is not None:
            return self.knows(self.cream.applied)
        if not self.windows:
            return True
        return self.knows(max(self.windows, key=lambda window: window.ends).opened)

    @property
    def busy(self) -> bool:
        """Whether something is timed."""
        return self.cream is not None or bool(self.windows)

    @property
    def matters(self) -> bool:
        """Whether there is anything that time means anything to."""
        return self.busy or bool(self.applications)

    def phase(self) -> str:
        """The phase as facts name it."""
        if self.cream is not None:
            return self.stage()
        return "numb" if self.windows else "ready"

    # What is kept, and moved

    def kept(self) -> Told:
        """All that the facts so far say."""
        return {name: deepcopy(getattr(self, name)) for name in KEPT}

    def take(self, kept: Told) -> None:
        """Be as the facts say."""
        for name, value in kept.items():
            setattr(self, name, deepcopy(value))

    def move(self, to: Move, *, mending: bool = False) -> None:
        """All of the past was at other instants. Stretches are not moved by this.

        `mending`: what the station has begun since it came back was not.
        """
        self.cream = _moved_cream(self.cream, to, mending=mending)
        self.windows = [_moved_window(window, to) for window in self.windows]
        self.applications = [to(at) for at in self.applications]
        self.recognised = _moved(self.recognised, to)
        self.answered = _moved(self.answered, to)
        self.limit_refused = _moved(self.limit_refused, to)
        self.attended = _moved(self.attended, to)
        self.audible = _moved(self.audible, to)
        if self.undoable is not None:
            before = _moved_cream(self.undoable.before, to, mending=mending)
            self.undoable = Undoable(self.undoable.of, to(self.undoable.instant), before)

    def later(self, by: int) -> None:
        """The station takes its whole past to be later by so much than it was taken to be."""
        self.move(lambda instant: instant + by)
        for stretch in self.stretches:
            stretch.until += by
            stretch.anchor = stretch.anchor and replace(
                stretch.anchor, instant=stretch.anchor.instant + by
            )

    # A start

    def lose_time(self, now: int, anchor: Anchor | None) -> None:
        """There was an interruption of unknown length; before it, the clock was right at anchor."""
        if not self.matters:
            self.stretches = []
            return
        self.undoable = None  # reading: nobody knows whether it is 30 s ago
        self.limit_refused = None
        self.unaware = True
        for stretch in self.stretches:
            if stretch.known:  # only since the last interruption, and by that stretch's clock
                stretch.known, stretch.anchor = False, anchor
        self.stretches.append(Stretch(now, anchor))

    def resume_with_unknown_time(self, now: int) -> None:
        """Never an earlier phase; overdue if even by the least time, else removal from now on."""
        cream = self.cream
        if cream is None:
            raise AssertionError(now)
        since, at_due = self.removal_of(cream)
        if cream.as_before is not None and not cream.overdue:
            # However often it began anew: by the least time it is overdue 22 min after.
            since, at_due = min((since, at_due), self.removal_of(cream.as_before))
        over = cream.overdue or since + self.protocol.removal <= now
        cream.acted = cream.as_before is not None and self.acted_since(cream)
        cream.as_before = cream.as_before or deepcopy(cream)
        cream.resumed = now
        cream.removal_since = since if over else now
        cream.at_due = over and at_due
        cream.overdue = over
        cream.loud = True
        cream.hushed = None
        self.unaware = False
        self.resume(now, certain=False)

    def removal_of(self, cream: Cream) -> tuple[int, bool]:
        """When removal began or is to begin, and whether that is when it fell due."""
        if cream.removal_since is None:
            return cream.applied + self.protocol.contact, True
        return cream.removal_since, cream.at_due

    def resume(self, now: int, *, certain: bool) -> None:
        """The station says where the bay stands."""
        self.say("resumed", now, now, phase=self.phase(), certain=certain)

    # The clock becomes trusted

    def confirm(self, now: int, wall: int) -> None:
        """Compute how long ago things were, if the wall clock can tell."""
        found = self.extra_times(now, wall)
        if not any(tells for tells, _ in found):
            return
        self.move(lambda instant: instant - self.longer_ago(found, instant), mending=True)
        extras = [extra for _, extra in found]
        for stretch, (tells, extra), next_extra in zip(
            self.stretches, found, [*extras[1:], 0], strict=True
        ):
            stretch.until -= next_extra
            stretch.known = stretch.known or tells
            stretch.anchor = stretch.anchor and replace(
                stretch.anchor, instant=stretch.anchor.instant - extra
            )
        if self.undoable is not None and self.undoable.before is not None:
            self.mend(self.undoable.before, now)
        if self.cream is not None:
            self.cream = self.mend(self.cream, now)
        self.say("time_confirmed", now, now, phase=self.phase())

    def extra_times(self, now: int, wall: int) -> list[tuple[bool, int]]:
        """By stretch: whether the clock tells its time now, and how much longer ago it was.

        What is before a stretch is at least as much longer ago. A clock that says less than
        what is known is wrong.
        """
        found: list[tuple[bool, int]] = []
        extra = 0
        for stretch in reversed(self.stretches):
            tells = False
            if stretch.anchor is not None and not stretch.known:
                by = (wall - stretch.anchor.wall) - (now - stretch.anchor.instant)
                tells = by >= extra - WALL_JITTER
                extra = max(extra, by) if tells else extra
            found.append((tells, extra))
        return found[::-1]

    def longer_ago(self, found: list[tuple[bool, int]], instant: int) -> int:
        """How much longer ago an instant was."""
        for stretch, (_, extra) in zip(self.stretches, found, strict=True):
            if instant <= stretch.until:
                return extra
        return 0

    def mend(self, cream: Cream, now: int) -> Cream:
        """Contact again if time is left and nobody has acted since; else only the figures."""
        if cream.as_before is None or not self.knows(cream.applied):
            return cream
        true, cream.as_before = cream.as_before, None
        due = true.applied + self.protocol.contact
        if true.removal_since is None and due > now:
            if not self.acted_since(cream):
                return true
            if cream.overdue:  # it said so, but it is not yet
                cream.removal_since, cream.at_due = due, True
            return cream
        if true.removal_since is None or true.at_due:
            true.removal_since, true.at_due = due, True
        cream.removal_since, cream.at_due = true.removal_since, true.at_due
        return cream

    def acted_since(self, cream: Cream) -> bool:
        """Whether a gesture was accepted since the station came back without knowing the time."""
        if self.attended is None or cream.resumed is None:
            return cream.acted
        return cream.acted or self.attended > cream.resumed

    # What is told

    def new_client(self, at: int, now: int) -> None:
        """Nothing is left that could be mended."""
        super().new_client(at, now)
        self.stretches = []

    def fire_cream(self, kind: str, at: int, now: int) -> None:
        """As ever; but nobody could answer an alarm before it sounded."""
        super().fire_cream(kind, at, now)
        if kind == "overdue" and at < self.started:
            self.audible = now

    def quiet_from(self) -> int | None:
        """When a sounding overdue alarm falls to one burst a minute, if none answers it."""
        cream = self.cream
        if cream is None or not cream.overdue or cream.removal_since is None:
            return None
        since = cream.removal_since + self.protocol.removal
        # Reading: it is unanswered only for as long as it could be heard.
        heard = max(self.attended or since, self.audible or since)
        return max(since, heard, self.started) + 30 * 60 * SECOND

    def say(self, kind: str, at: int, now: int, **fields: object) -> None:
        """One fact of this bay."""
        if kind in DEADLINES and at < self.started:
            fields["late"] = True
        super().say(kind, at, now, bay=self.name, **fields)


def _moved(instant: int | None, to: Move) -> int | None:
    return None if instant is None else to(instant)


def _moved_cream(cream: Cream | None, to: Move, *, mending: bool = False) -> Cream | None:
    if cream is None:
        return None
    moved = replace(cream, applied=to(cream.applied), as_before=_moved_cream(cream.as_before, to))
    if mending and cream.as_before is not None:
        return moved
    moved.removal_since = _moved(cream.removal_since, to)
    moved.hushed = _moved(cream.hushed, to)
    moved.resumed = _moved(cream.resumed, to)
    return moved


def _moved_window(window: Window, to: Move) -> Window:
    opened = to(window.opened)
    return replace(window, opened=opened, ends=opened + window.ends - window.opened)
