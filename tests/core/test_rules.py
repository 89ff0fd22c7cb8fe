"""What a gesture becomes: the first four rules of section 2 of the design, each at its boundary.

The fifth is in test_rules_table.
"""

from itertools import product

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind, Gesture, Refusal
from station.core.gesture import Standing
from station.core.phase import Phase
from tests.core.scenes import (
    Scene,
    applied,
    applied_for_a_second,
    removal_started,
    removed,
    ruled,
    silenced_overdue,
    silenced_removal,
    undone,
)
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
REMOVAL, OVERDUE = Phase.REMOVAL, Phase.OVERDUE
DUE = ON + 20 * MINUTE
ANSWERS = short(silence_first=False)


# 1. its phase at its down instant is no longer the phase


@pytest.mark.meets("RUL-1", "RUL-2")
@pytest.mark.parametrize(("seen", "phase"), list(product(Phase, Phase)))
def test_a_gesture_meant_for_another_phase_is_refused(seen: Phase, phase: Phase) -> None:
    ward = ward_in(phase)
    same = seen is phase or {seen, phase} == {Phase.READY, Phase.NUMB}
    for gesture in Gesture:
        ruling = ruled(ward, gesture, ward.now, seen=Standing(seen, sounding=False))
        assert (ruling is Refusal.PHASE_CHANGED) is not same


@pytest.mark.meets("DUE-3")
@pytest.mark.parametrize(
    ("let_go", "facts", "reason"),
    [
        (DUE - 40, [FactKind.REFUSED], Refusal.CREAM_ON),
        (DUE - 30, [FactKind.REMOVAL_DUE, FactKind.REFUSED], Refusal.PHASE_CHANGED),
    ],
)
def test_recognised_as_a_deadline_falls_due_the_deadline_goes_first(
    let_go: int, facts: list[FactKind], reason: Refusal
) -> None:
    ward = ward_in(Phase.CONTACT)
    ward.until(DUE - 100)
    told = ward.press(length=let_go - ward.now)
    assert [fact.kind for fact in told] == facts
    assert told[-1].reason is reason


@pytest.mark.meets("DUE-3")
def test_down_as_the_removal_falls_due_answers_its_alarm() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.until(DUE)
    assert [fact.kind for fact in ward.press()] == [FactKind.SILENCED]


@pytest.mark.meets("RUL-3")
@pytest.mark.parametrize(("gesture", "length"), [(PRESS, 150), (HOLD, 3000)])
def test_leaning_into_the_overdue_alarm_does_not_silence_it(gesture: Gesture, length: int) -> None:
    ward = ward_in(REMOVAL, sounding=True)
    ward.until(DUE + 2 * MINUTE - 100)
    assert [(f.kind, f.gesture, f.reason) for f in ward.press(length=length)] == [
        (FactKind.OVERDUE, None, None),
        (FactKind.REFUSED, gesture, Refusal.PHASE_CHANGED),
    ]
    assert ward.bay().sounding


@pytest.mark.meets("RUL-2")
@pytest.mark.parametrize(("length", "fact"), [(150, FactKind.APPLIED), (3000, FactKind.NEW_CLIENT)])
def test_ready_and_numb_are_one_phase_here(length: int, fact: FactKind) -> None:
    ward = ward_in(Phase.NUMB)
    ward.until(ward.bay().windows[0].ends - 100)
    assert [f.kind for f in ward.press(length=length)] == [FactKind.NUMB_OVER, fact]


# 2. a medium or high alarm of this bay sounds now, or did at the down instant


@pytest.mark.meets("RUL-4", "LIM-4")
@pytest.mark.parametrize(("gesture", "phase"), list(product(Gesture, [REMOVAL, OVERDUE])))
def test_a_gesture_answers_an_alarm_that_sounds_now_or_did_at_its_down(
    gesture: Gesture, phase: Phase
) -> None:
    loud, quiet = ward_in(phase, sounding=True), ward_in(phase)
    assert ruled(loud, gesture, loud.now) is FactKind.SILENCED
    assert ruled(loud, gesture, loud.now, seen=Standing(phase, sounding=False)) is FactKind.SILENCED
    assert ruled(quiet, gesture, quiet.now, seen=Standing(phase, sounding=True)) is (
        FactKind.SILENCED
    )
    assert ruled(quiet, gesture, quiet.now) is FactKind.REMOVED


@pytest.mark.meets("RUL-4")
def test_an_alarm_that_sounds_again_while_the_button_is_down_is_silenced() -> None:
    ward = silenced_overdue()
    ward.until(ward.last().at + MINUTE - 100)
    assert [f.kind for f in ward.press()] == [FactKind.RESOUNDED, FactKind.SILENCED]


@pytest.mark.meets("RUL-6")
def test_the_alarm_comes_before_guard_and_undo() -> None:
    ward = applied_for_a_second(silence_first=True)
    assert ruled(ward, PRESS, ward.now) is FactKind.SILENCED
    assert ruled(ward, HOLD, ward.now) is FactKind.SILENCED


@pytest.mark.meets("RUL-5")
@pytest.mark.parametrize("phase", [REMOVAL, OVERDUE])
def test_silence_first_false_takes_a_press_at_the_alarm_for_removed(phase: Phase) -> None:
    ward = ward_in(phase, sounding=True, on=plan(protocol=ANSWERS))
    assert ruled(ward, HOLD, ward.now) is FactKind.SILENCED
    assert [f.kind for f in ward.press()] == [FactKind.REMOVED]


@pytest.mark.meets("RUL-6")
def test_silence_first_false_asks_no_guard() -> None:
    ward = applied_for_a_second(silence_first=False)
    assert ruled(ward, PRESS, ward.now) is FactKind.REMOVED


# 3. a press less than `guard` after the recognition of the last accepted gesture


@pytest.mark.meets("RUL-7")
@pytest.mark.parametrize(
    ("scene", "then"),
    [
        (applied, Refusal.CREAM_ON),
        (removal_started, Refusal.TOO_SOON),
        (removed, FactKind.APPLIED),
        (undone, Refusal.CREAM_ON),
    ],
)
def test_a_press_within_two_seconds_is_one_too_many(scene: Scene, then: FactKind | Refusal) -> None:
    ward = scene()
    recognised = ward.last().acted
    assert ruled(ward, PRESS, recognised + 1999) is Refusal.GUARD
    assert ruled(ward, PRESS, recognised + 2000) is then
    assert ruled(ward, PRESS, recognised + 2000, guard=2001) is Refusal.GUARD


@pytest.mark.meets("RUL-7")
def test_guard_is_not_for_holds() -> None:
    ward = applied()
    assert ruled(ward, HOLD, ward.now + 10) is FactKind.UNDONE


@pytest.mark.meets("RUL-8")
def test_guard_does_not_follow_silenced_new_client_or_a_refusal() -> None:
    silenced = silenced_removal()
    assert ruled(silenced, PRESS, silenced.now + 10) is Refusal.TOO_SOON
    cleared = ward_in(Phase.NUMB)
    cleared.hold()
    assert ruled(cleared, PRESS, cleared.now + 10) is FactKind.APPLIED
    refused = ward_in(Phase.CONTACT)
    refused.press()
    assert ruled(refused, PRESS, refused.now + 10) is Refusal.CREAM_ON


# 4. a hold at most 30 s after the instant of the last `applied`, `removal_started` or `removed`


@pytest.mark.meets("RUL-9", "FCT-3")
@pytest.mark.parametrize(
    ("scene", "later"),
    [
        (applied, FactKind.REMOVAL_STARTED),
        (removal_started, FactKind.REMOVED),
        (removed, FactKind.NEW_CLIENT),
    ],
)
def test_a_hold_within_thirty_seconds_takes_a_gesture_back(scene: Scene, later: FactKind) -> None:
    ward = scene()
    last = ward.last()
    assert ruled(ward, HOLD, last.at + 30_000) is FactKind.UNDONE
    assert ruled(ward, HOLD, last.at + 30_001) is later
    assert [(f.kind, f.of) for f in ward.hold()] == [(FactKind.UNDONE, last.kind)]


@pytest.mark.meets("RUL-10")
def test_silenced_and_refused_do_not_stand_between_a_gesture_and_its_undo() -> None:
    ward = Ward(plan(protocol=short(contact=10 * SECOND)))
    ward.until(ON)
    ward.press()
    ward.until(ON + 5 * SECOND)
    ward.press()
    ward.until(ON + 11 * SECOND)
    ward.press()
    ward.until(ON + 30 * SECOND)
    ward.hold()
    expected = [FactKind.APPLIED, FactKind.REFUSED, FactKind.REMOVAL_DUE, FactKind.SILENCED]
    assert ward.kinds() == [*expected, FactKind.UNDONE]
    assert ward.last().of is FactKind.APPLIED


@pytest.mark.meets("RUL-10")
def test_an_undo_is_not_undone() -> None:
    ward = undone()
    assert ruled(ward, HOLD, ward.now) is FactKind.REMOVAL_STARTED


@pytest.mark.meets("RUL-10")
def test_nothing_is_undone_after_a_new_client() -> None:
    ward = ward_in(Phase.NUMB)
    ward.hold()
    assert ruled(ward, HOLD, ward.now) is Refusal.NOTHING_TO_CLEAR
