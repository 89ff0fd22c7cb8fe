"""How each fact changes a bay: the state of a bay is the fold of its facts, and nothing else."""

from collections.abc import Callable, Mapping
from typing import Final

from station.core.bay import Bay, Cream, Interrupted, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.duration import DAY, MINUTE
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.shift import corrected

FORGOTTEN: Final = 60 * MINUTE
"""Removed more than this overdue: nobody knows when the cream was really wiped."""
REFUSALS: Final = frozenset(Refusal)


def fold(bay: Bay, fact: Fact) -> Bay:
    """The bay after one of its facts.

    Raises ImpossibleFactError if that cannot have happened to it.
    """
    if fact.kind not in FOLDS:
        raise ImpossibleFactError(bay, fact)
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
    serial, terms = fact.application, fact.terms
    if bay.cream is not None or serial is None or terms is None:
        raise ImpossibleFactError(bay, fact)
    recent = tuple(t for t in bay.applied if t > fact.at - DAY)
    return replace(
        _accept(bay, fact, before=None),
        cream=Cream(serial, terms, applied=fact.at, phase=Phase.CONTACT, since=fact.at),
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
    entered = _enter(bay, fact, Phase.OVERDUE, raised=fact.at)
    return replace(entered, audible=fact.acted) if fact.late else entered


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
    if fact.application != cream.application or fact.overdue_by is None:
        raise ImpossibleFactError(bay, fact)
    effect = cream.terms.effect
    windows = bay.windows
    if effect is not None and fact.overdue_by <= FORGOTTEN:
        windows = (*windows, NumbWindow(cream.application, fact.at, fact.at + effect))
    return replace(_accept(bay, fact, cream), cream=None, windows=windows, rested=fact.at)


def _undone(bay: Bay, fact: Fact) -> Bay:
    done = bay.done
    if done is None or done.of is not fact.of:
        raise ImpossibleFactError(bay, fact)
    cream, windows, serial, applied = done.before, bay.windows, bay.serial, bay.applied
    if done.of is FactKind.APPLIED:
        serial, applied = serial - 1, applied[:-1]
    if cream is not None:  # removal had begun, or was done: then there may be a window of it
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
    return replace(bay, windows=windows, rested=fact.at)


def _new_client(bay: Bay, fact: Fact) -> Bay:
    if bay.cream is not None:
        raise ImpossibleFactError(bay, fact)
    bay = replace(bay, windows=(), serial=0, applied=(), doubts=(), rested=fact.at)
    return replace(bay, done=None, answered=fact.at, refused=None)


def _refused(bay: Bay, fact: Fact) -> Bay:
    if fact.gesture is None or fact.reason not in REFUSALS:
        raise ImpossibleFactError(bay, fact)
    hushes = bay.phase is Phase.CONTACT and fact.gesture is Gesture.PRESS
    return replace(
        bay,
        refused=Refused(fact.gesture, Refusal(fact.reason), fact.acted),
        hushed=fact.acted if hushes else bay.hushed,
    )


def _resumed(bay: Bay, fact: Fact) -> Bay:
    cream = bay.cream
    if fact.phase is None:
        raise ImpossibleFactError(bay, fact)
    if cream is None or not bay.unaware:
        return bay
    interrupted = Interrupted(cream, fact.acted)
    if cream.interrupted is not None:
        answered = answered_since(bay, cream.interrupted)
        interrupted = replace(cream.interrupted, resumed=fact.acted, answered=answered)
    # Removal counts from now on: nothing earlier is known.
    overdue = cream.phase is Phase.OVERDUE
    overdue_since = cream.since if overdue else cream.over_by_the_least_time
    cream = replace(
        cream,
        phase=fact.phase,
        since=overdue_since if fact.phase is Phase.OVERDUE else fact.at,
        raised=fact.acted,
        silenced=None,
        interrupted=interrupted,
    )
    return replace(bay, cream=cream)


def answered_since(bay: Bay, interrupted: Interrupted) -> bool:
    """Whether a gesture was accepted since the station came back without knowing the time."""
    since = bay.answered is not None and bay.answered > interrupted.resumed
    return since or interrupted.answered


def _time_confirmed(bay: Bay, fact: Fact) -> Bay:
    doubts = [doubt.until for doubt in bay.doubts]
    if not doubts or [c.until for c in fact.corrections] != doubts:
        raise ImpossibleFactError(bay, fact)
    bay = corrected(bay, fact.corrections)
    if bay.done is not None and bay.done.before is not None:
        bay = replace(bay, done=replace(bay.done, before=_confirmed(bay, bay.done.before, fact)))
    if bay.cream is None:
        return bay
    return replace(bay, cream=_confirmed(bay, bay.cream, fact))


def _confirmed(bay: Bay, cream: Cream, fact: Fact) -> Cream:
    """An application once its time is known, if it is."""
    if cream.interrupted is None or not bay.sure(cream.applied):
        return cream
    true = by_the_clock(cream.interrupted.before, fact.at)
    if fact.phase is Phase.CONTACT:
        return true
    return _mended(cream, true, fact.at)


def by_the_clock(cream: Cream, now: int) -> Cream:
    """An application as it would be by now if nobody had touched anything."""
    if cream.phase is Phase.CONTACT and cream.due <= now:
        cream = replace(cream, phase=Phase.REMOVAL, since=cream.due)
    if cream.phase is Phase.REMOVAL and cream.limit <= now:
        cream = replace(cream, phase=Phase.OVERDUE, since=cream.limit)
    return cream


def _mended(cream: Cream, true: Cream, now: int) -> Cream:
    """The phase that the station took for the true one, since when that has really lasted.

    A removal that should be over is not: its limit then passes at its own instant, late. Overdue
    that is not yet counts nothing until it is.
    """
    cream = replace(cream, interrupted=None)
    if cream.phase is true.phase:
        return replace(cream, since=true.since)
    if cream.phase is Phase.OVERDUE:
        return replace(cream, since=now, spared=true.limit - now)
    if true.phase is Phase.OVERDUE:
        return replace(cream, since=true.since - true.terms.removal)
    return cream


def _unchanged(bay: Bay, _fact: Fact) -> Bay:
    return bay


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
    FactKind.BUTTON_FAULT: _unchanged,
    FactKind.BUTTON_OK: _unchanged,
    FactKind.RESUMED: _resumed,
    FactKind.TIME_CONFIRMED: _time_confirmed,
}
"""What each kind of a bay's facts does to it."""
