"""One treatment place: its state, which is the fold of its facts, and nothing else.

`rules` decides what a gesture becomes and `deadlines` what time does; both only make facts, and
every fact changes a bay here. So a journal of facts, and the protocol they were made under, are
enough to know a bay again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from station.core.duration import DAY, MINUTE
from station.core.facts import ButtonTrouble, Fact, FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.protocol import Protocol

FORGOTTEN: Final = 60 * MINUTE
"""Removed more than this overdue: nobody knows when the cream was really wiped."""


@dataclass(frozen=True, slots=True)
class Cream:
    """An application whose cream is on the skin."""

    application: int
    applied: int
    phase: Phase
    since: int
    """When the phase began."""
    raised: int | None = None
    """When the alarm that sounds now was raised; None while none sounds."""
    silenced: int | None = None
    """The instant of the last `silenced` in this phase."""
    warned: bool = False
    """`removal_soon` has been told."""


@dataclass(frozen=True, slots=True)
class NumbWindow:
    """The numbness after one application's removal."""

    application: int
    opened: int
    ends: int
    warned: bool = False
    """`numb_ending` has been told."""


@dataclass(frozen=True, slots=True)
class LastDone:
    """What the latest accepted gesture was, while a hold can still take it back."""

    of: FactKind
    at: int
    before: Cream | None
    """The application as it was before."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The latest refused gesture, for the panel and for the second press at the limit."""

    gesture: Gesture
    reason: Refusal
    acted: int


@dataclass(frozen=True, slots=True)
class Bay:
    """One bay. Instants in milliseconds of the boot clock."""

    id: str
    protocol: Protocol
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
    refused: Refused | None = None
    hushed: int | None = None
    """When a press in contact last silenced the alarm of a fault."""
    rested: int = 0
    """Since when the bay has been ready, when it is."""
    trouble: ButtonTrouble | None = None
    """The button's fault, if any."""

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


def fold(bay: Bay, fact: Fact) -> Bay:
    """The bay after one of its facts."""
    return FOLDS[fact.kind](bay, fact)


def _accept(bay: Bay, fact: Fact, before: Cream | None) -> Bay:
    return replace(
        bay,
        done=LastDone(fact.kind, fact.at, before),
        accepted=fact.acted,
        answered=fact.at,
        refused=None,
    )


def _applied(bay: Bay, fact: Fact) -> Bay:
    if bay.cream is not None:
        raise ImpossibleFactError(bay, fact)
    serial = bay.serial + 1
    recent = tuple(t for t in bay.applied if t > fact.at - DAY)
    return replace(
        _accept(bay, fact, before=None),
        cream=Cream(serial, applied=fact.at, phase=Phase.CONTACT, since=fact.at),
        serial=serial,
        applied=(*recent, fact.at),
    )


def _removal_soon(bay: Bay, fact: Fact) -> Bay:
    return replace(bay, cream=replace(_cream(bay, fact), warned=True))


def _removal_due(bay: Bay, fact: Fact) -> Bay:
    return _enter(bay, fact, Phase.REMOVAL, raised=fact.at)


def _removal_started(bay: Bay, fact: Fact) -> Bay:
    entered = _enter(bay, fact, Phase.REMOVAL, raised=None)
    return replace(_accept(entered, fact, bay.cream), quieted=fact.acted)


def _overdue(bay: Bay, fact: Fact) -> Bay:
    return _enter(bay, fact, Phase.OVERDUE, raised=fact.at)


def _enter(bay: Bay, fact: Fact, phase: Phase, raised: int | None) -> Bay:
    cream = _cream(bay, fact)
    return replace(
        bay, cream=replace(cream, phase=phase, since=fact.at, raised=raised, silenced=None)
    )


def _silenced(bay: Bay, fact: Fact) -> Bay:
    cream = replace(_cream(bay, fact), raised=None, silenced=fact.at)
    return replace(bay, cream=cream, quieted=fact.acted, answered=fact.at, refused=None)


def _resounded(bay: Bay, fact: Fact) -> Bay:
    return replace(bay, cream=replace(_cream(bay, fact), raised=fact.at, silenced=None))


def _removed(bay: Bay, fact: Fact) -> Bay:
    cream = _cream(bay, fact)
    effect = bay.protocol.effect
    windows = bay.windows
    if effect is not None and fact.certain:
        windows = (*windows, NumbWindow(cream.application, fact.at, fact.at + effect))
    return replace(
        _accept(bay, fact, cream),
        cream=None,
        windows=windows,
        rested=fact.at if not windows else bay.rested,
    )


def _undone(bay: Bay, fact: Fact) -> Bay:
    done = bay.done
    if done is None or done.of is not fact.of:
        raise ImpossibleFactError(bay, fact)
    cream, windows, serial, applied = done.before, bay.windows, bay.serial, bay.applied
    if done.of is FactKind.APPLIED:
        serial, applied = serial - 1, applied[:-1]
    elif cream is not None and done.of is FactKind.REMOVED:
        windows = tuple(w for w in windows if w.application != cream.application)
    bay = replace(bay, cream=cream, windows=windows, serial=serial, applied=applied)
    return replace(bay, done=None, accepted=fact.acted, answered=fact.at, refused=None)


def _numb_ending(bay: Bay, fact: Fact) -> Bay:
    windows = tuple(
        replace(w, warned=True) if w.application == fact.application else w for w in bay.windows
    )
    return replace(bay, windows=windows)


def _numb_over(bay: Bay, fact: Fact) -> Bay:
    windows = tuple(w for w in bay.windows if w.application != fact.application)
    return replace(bay, windows=windows, rested=bay.rested if windows else fact.at)


def _new_client(bay: Bay, fact: Fact) -> Bay:
    bay = replace(bay, windows=(), serial=0, applied=(), rested=fact.at)
    return replace(bay, done=None, answered=fact.at, refused=None)


def _refused(bay: Bay, fact: Fact) -> Bay:
    if not (isinstance(fact.gesture, Gesture) and isinstance(fact.reason, Refusal)):
        raise ImpossibleFactError(bay, fact)
    hushes = bay.phase is Phase.CONTACT and fact.gesture is Gesture.PRESS
    return replace(
        bay,
        refused=Refused(fact.gesture, fact.reason, fact.acted),
        hushed=fact.acted if hushes else bay.hushed,
    )


def _button_fault(bay: Bay, fact: Fact) -> Bay:
    return replace(bay, trouble=ButtonTrouble(str(fact.reason)))


def _button_ok(bay: Bay, _fact: Fact) -> Bay:
    return replace(bay, trouble=None)


class ImpossibleFactError(ValueError):
    """A fact that cannot be true of the bay it names, as only a damaged journal could hold."""

    def __init__(self, bay: Bay, fact: Fact) -> None:
        super().__init__(f"{fact.kind} cannot happen to {bay.id} in {bay.phase}: {fact}")


def _cream(bay: Bay, fact: Fact) -> Cream:
    if bay.cream is None:
        raise ImpossibleFactError(bay, fact)
    return bay.cream


FOLDS: Final[Mapping[FactKind, Callable[[Bay, Fact], Bay]]] = {
    FactKind.APPLIED: _applied,
    FactKind.UNDONE: _undone,
    FactKind.REMOVAL_SOON: _removal_soon,
    FactKind.REMOVAL_DUE: _removal_due,
    FactKind.REMOVAL_STARTED: _removal_started,
    FactKind.OVERDUE: _overdue,
    FactKind.SILENCED: _silenced,
    FactKind.RESOUNDED: _resounded,
    FactKind.REMOVED: _removed,
    FactKind.NUMB_ENDING: _numb_ending,
    FactKind.NUMB_OVER: _numb_over,
    FactKind.NEW_CLIENT: _new_client,
    FactKind.REFUSED: _refused,
    FactKind.BUTTON_FAULT: _button_fault,
    FactKind.BUTTON_OK: _button_ok,
}
"""What each kind of a bay's facts does to it. `resumed` and `time_confirmed` belong to recovery."""
