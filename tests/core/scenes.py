"""Scenes at a bed, and what a gesture becomes there."""

from collections.abc import Callable

from station.core.duration import SECOND
from station.core.facts import FactKind, Gesture, Refusal
from station.core.gesture import Standing, Touch
from station.core.phase import Phase
from station.core.rules import decide, standing
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
REMOVAL, OVERDUE = Phase.REMOVAL, Phase.OVERDUE
NO_EFFECT = short(effect=None)
Scene = Callable[[], Ward]


def ruled(
    ward: Ward, gesture: Gesture, down: int, *, seen: Standing | None = None, guard: int = 2000
) -> FactKind | Refusal:
    """What a gesture would be whose down was then, to the ms, at the first bed as it is now."""
    length = 150 if gesture is PRESS else 3000
    at = down if gesture is PRESS else down + length
    touch = Touch(gesture, down, at, down + length + 30, seen or standing(ward.bay()))
    fact = decide(ward.bay(), touch, guard)
    return fact.reason if isinstance(fact.reason, Refusal) else fact.kind


def applied() -> Ward:
    ward = ward_in(Phase.READY)
    ward.press()
    return ward


def removal_started() -> Ward:
    ward = ward_in(Phase.CONTACT)
    ward.hold()
    return ward


def undone() -> Ward:
    ward = removal_started()
    ward.hold()
    return ward


def removed() -> Ward:
    ward = ward_in(REMOVAL)
    ward.press()
    return ward


def silenced_removal() -> Ward:
    ward = ward_in(REMOVAL, sounding=True)
    ward.hold()
    return ward


def silenced_overdue() -> Ward:
    ward = ward_in(OVERDUE, sounding=True)
    ward.press()
    return ward


def at_limit() -> Ward:
    ward = ward_in(Phase.READY, on=plan(protocol=NO_EFFECT))
    for _ in range(6):
        ward.treat()
    return ward


def applied_for_a_second(*, silence_first: bool) -> Ward:
    """The alarm sounds before guard and undo are over."""
    ward = Ward(plan(protocol=short(contact=SECOND, silence_first=silence_first)))
    ward.until(ON)
    ward.press()
    ward.until(ON + SECOND)
    return ward
