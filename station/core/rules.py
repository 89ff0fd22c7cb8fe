"""What a gesture becomes: the rules of section 2 of the design, then their table.

A gesture is recognised when its release counts. Then, in this order:

1. its phase at its down instant is no longer the phase: refused, `phase_changed` (`ready` and
   `numb` are one phase here: no cream is on);
2. a medium or high alarm of this bay sounds now, or did at the down instant: `silenced`,
   whatever the gesture, unless the protocol says `silence_first: false` and the gesture is a
   press: then it is removed. What people do by reflex must never be recorded as "wiped";
3. a press whose down is less than `guard` after the recognition of the last accepted gesture
   other than `silenced` and `new_client`: refused, `guard`;
4. a hold whose down is at most UNDO after the instant of the last `applied`, `removal_started`
   or `removed`, with no other accepted gesture but `silenced` since: `undone`;
5. else the first row of GESTURES that fits.

What time does stands in `deadlines`. README's diagram is drawn from the two tables.
"""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from station.core.bay import Bay
from station.core.duration import DAY, SECOND
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.fold import FORGOTTEN
from station.core.gesture import Standing, Touch
from station.core.phase import Phase

UNDO: Final = 30 * SECOND
AGAIN: Final = 30 * SECOND
"""How long after a refusal at the limit a second press is taken."""
TOO_SOON: Final = 10 * SECOND
"""A press this soon after `silenced` or `removal_started` is no word that it is wiped."""


def always(_bay: Bay, _touch: Touch) -> bool:
    """In every case."""
    return True


def limit_reached(bay: Bay, touch: Touch) -> bool:
    """The limit is reached, and this is not the second press."""
    return bay.at_limit(touch.down) and not _pressed_again(bay, touch)


def nothing_to_clear(bay: Bay, _touch: Touch) -> bool:
    """There are no counts, numbers or windows."""
    return bay.serial == 0 and not bay.windows


def too_soon(bay: Bay, touch: Touch) -> bool:
    """Less than 10 s after silenced or removal_started."""
    return bay.quieted is not None and touch.down - bay.quieted < TOO_SOON


class GestureRow(Struct, frozen=True):
    """In `phase`, `gesture` becomes `fact` if `provided` holds; the bay is then in one of `to`."""

    phase: Phase
    gesture: Gesture
    provided: Callable[[Bay, Touch], bool]
    fact: FactKind
    to: tuple[Phase, ...]
    reason: Refusal | None = None


_READY, _NUMB = (Phase.READY,), (Phase.NUMB,)
_CONTACT, _REMOVAL, _OVERDUE = (Phase.CONTACT,), (Phase.REMOVAL,), (Phase.OVERDUE,)
_AFTER_REMOVAL = (Phase.NUMB, Phase.READY)
"""Numb; ready if the protocol gives no effect, or nobody knows when it was wiped."""
_PRESS, _HOLD = Gesture.PRESS, Gesture.HOLD

GESTURES: Final = (
    # in               gesture  provided          becomes                   and the bay is in
    GestureRow(Phase.READY, _PRESS, limit_reached, FactKind.REFUSED, _READY, Refusal.LIMIT),
    GestureRow(Phase.READY, _PRESS, always, FactKind.APPLIED, _CONTACT),
    GestureRow(
        Phase.READY, _HOLD, nothing_to_clear, FactKind.REFUSED, _READY, Refusal.NOTHING_TO_CLEAR
    ),
    GestureRow(Phase.READY, _HOLD, always, FactKind.NEW_CLIENT, _READY),
    GestureRow(Phase.NUMB, _PRESS, limit_reached, FactKind.REFUSED, _NUMB, Refusal.LIMIT),
    GestureRow(Phase.NUMB, _PRESS, always, FactKind.APPLIED, _CONTACT),
    GestureRow(Phase.NUMB, _HOLD, always, FactKind.NEW_CLIENT, _READY),
    GestureRow(Phase.CONTACT, _PRESS, always, FactKind.REFUSED, _CONTACT, Refusal.CREAM_ON),
    GestureRow(Phase.CONTACT, _HOLD, always, FactKind.REMOVAL_STARTED, _REMOVAL),
    GestureRow(Phase.REMOVAL, _PRESS, too_soon, FactKind.REFUSED, _REMOVAL, Refusal.TOO_SOON),
    GestureRow(Phase.REMOVAL, _PRESS, always, FactKind.REMOVED, _AFTER_REMOVAL),
    GestureRow(Phase.REMOVAL, _HOLD, always, FactKind.REMOVED, _AFTER_REMOVAL),
    GestureRow(Phase.OVERDUE, _PRESS, too_soon, FactKind.REFUSED, _OVERDUE, Refusal.TOO_SOON),
    GestureRow(Phase.OVERDUE, _PRESS, always, FactKind.REMOVED, _AFTER_REMOVAL),
    GestureRow(Phase.OVERDUE, _HOLD, always, FactKind.REMOVED, _AFTER_REMOVAL),
)


def decide(bay: Bay, touch: Touch, guard: int) -> Fact:  # noqa: PLR0911 - a return a rule
    """What this gesture becomes: always exactly one fact, be it a refusal.

    `guard` is the station's guard time in milliseconds (rule 3).
    """
    if _stands_elsewhere(bay, touch.seen):
        return _refuse(bay, touch, Refusal.PHASE_CHANGED)
    if bay.sounding or touch.seen.sounding:
        answers = bay.cream is not None and not bay.cream.terms.silence_first
        if answers and touch.gesture is Gesture.PRESS:
            return _state(bay, touch, FactKind.REMOVED)
        return _state(bay, touch, FactKind.SILENCED)
    pressed = touch.gesture is Gesture.PRESS
    if pressed and bay.accepted is not None and touch.down - bay.accepted < guard:
        return _refuse(bay, touch, Refusal.GUARD)
    if not pressed and bay.done is not None and touch.down - bay.done.at <= UNDO:
        return Fact(FactKind.UNDONE, touch.at, touch.recognised, bay=bay.id, of=bay.done.of)
    row = row_for(bay, touch)
    if row.reason is not None:
        return _refuse(bay, touch, row.reason)
    return _state(bay, touch, row.fact)


def row_for(bay: Bay, touch: Touch) -> GestureRow:
    """The row of GESTURES that fits (rule 5)."""
    phase = bay.phase
    return next(
        row
        for row in GESTURES
        if row.phase is phase and row.gesture is touch.gesture and row.provided(bay, touch)
    )


def standing(bay: Bay) -> Standing:
    """How a bay stands now, for a button that goes down now."""
    return Standing(bay.phase, bay.sounding)


def next_ruling_change(bay: Bay, guard: int, now: int) -> int | None:
    """When a press or a hold that began then would next be ruled otherwise than one now."""
    changes = (
        None if bay.accepted is None else bay.accepted + guard,
        None if bay.done is None else bay.done.at + UNDO + 1,
        None if bay.quieted is None else bay.quieted + TOO_SOON,
        None if bay.refused is None else bay.refused.acted + AGAIN + 1,
        _limit_falls(bay, now),
    )
    return min((t for t in changes if t is not None and t > now), default=None)


def _limit_falls(bay: Bay, now: int) -> int | None:
    return min((t + DAY for t in bay.applied if t + DAY > now), default=None)


def _stands_elsewhere(bay: Bay, seen: Standing) -> bool:
    if not seen.phase.cream_on:
        return bay.phase.cream_on
    return bay.phase is not seen.phase


def _pressed_again(bay: Bay, touch: Touch) -> bool:
    refused = bay.refused
    return (
        refused is not None
        and refused.reason is Refusal.LIMIT
        and touch.down - refused.acted <= AGAIN
    )


def _refuse(bay: Bay, touch: Touch, reason: Refusal) -> Fact:
    return Fact(
        FactKind.REFUSED,
        touch.at,
        touch.recognised,
        bay=bay.id,
        gesture=touch.gesture,
        reason=reason,
    )


def _state(bay: Bay, touch: Touch, kind: FactKind) -> Fact:
    at, acted = touch.at, touch.recognised
    if kind is FactKind.APPLIED:
        return Fact(
            kind,
            at,
            acted,
            bay=bay.id,
            application=bay.serial + 1,
            today=bay.today(at) + 1,
            over_limit=bay.at_limit(at),
            terms=bay.protocol.terms,
        )
    cream = bay.cream
    if kind is not FactKind.REMOVED or cream is None:
        return Fact(kind, at, acted, bay=bay.id)
    overdue_by = max(0, at - cream.over) if cream.phase is Phase.OVERDUE else 0
    return Fact(
        kind,
        at,
        acted,
        bay=bay.id,
        application=cream.application,
        contact=at - cream.applied,
        overdue_by=overdue_by,
        certain=overdue_by <= FORGOTTEN and bay.certain,
    )
