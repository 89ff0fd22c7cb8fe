"""What a gesture becomes: the five rules of section 2 of the design, each at its boundary.

The table that the fifth rule names is in test_bay.
"""

from collections.abc import Callable
from itertools import product

import pytest

from station.core.change import replace
from station.core.deadlines import CREAM_ROWS
from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import FactKind, Gesture, Refusal
from station.core.gesture import Standing, Touch
from station.core.phase import Phase
from station.core.rules import GESTURES, decide, next_ruling_change, standing
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
REMOVAL, OVERDUE = Phase.REMOVAL, Phase.OVERDUE
DUE = ON + 20 * MINUTE
NO_EFFECT = short(effect=None)
ANSWERS = short(silence_first=False)
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


# 5. else what the table says


@pytest.mark.meets("REM-2", "OVD-1", "LIM-4")
@pytest.mark.parametrize("scene", [silenced_removal, silenced_overdue, removal_started])
def test_a_press_within_ten_seconds_is_no_word_that_it_is_wiped(scene: Scene) -> None:
    ward = scene()
    recognised = ward.last().acted
    assert ruled(ward, PRESS, recognised + 9_999) is Refusal.TOO_SOON
    assert ruled(ward, PRESS, recognised + 10_000) is FactKind.REMOVED


@pytest.mark.meets("REM-3", "OVD-2")
@pytest.mark.parametrize("scene", [silenced_removal, silenced_overdue])
def test_a_hold_is_such_a_word_at_once(scene: Scene) -> None:
    ward = scene()
    assert ruled(ward, HOLD, ward.now + 10) is FactKind.REMOVED


@pytest.mark.meets("RDY-2")
def test_the_limit_is_for_twenty_four_hours() -> None:
    ward = at_limit()
    assert ruled(ward, PRESS, ON + DAY - 1) is Refusal.LIMIT
    assert ruled(ward, PRESS, ON + DAY) is FactKind.APPLIED


@pytest.mark.meets("PRO-9", "RDY-4")
def test_a_second_press_within_thirty_seconds_is_always_timed() -> None:
    ward = at_limit()
    [refused] = ward.press()
    assert ruled(ward, PRESS, refused.acted + 30_000) is FactKind.APPLIED
    assert ruled(ward, PRESS, refused.acted + 30_001) is Refusal.LIMIT
    [seventh] = ward.press()
    assert (seventh.application, seventh.today, seventh.over_limit) == (7, 7, True)
    ward.wait(31 * SECOND)
    ward.hold()
    ward.wait(31 * SECOND)
    ward.press()
    ward.wait(3 * SECOND)
    assert [f.reason for f in ward.press()] == [Refusal.LIMIT]


def test_a_protocol_without_a_limit_refuses_none() -> None:
    ward = ward_in(Phase.READY, on=plan(protocol=short(NO_EFFECT, applications=None)))
    for _ in range(8):
        ward.treat()
    counts = [(f.today, f.over_limit) for f in ward.facts if f.kind is FactKind.APPLIED]
    assert counts == [(n, False) for n in range(1, 9)]


@pytest.mark.meets("RUL-11")
def test_the_last_row_for_a_phase_and_gesture_fits_in_every_case() -> None:
    last = {(row.phase, row.gesture): row.provided for row in GESTURES}
    assert set(last) == set(product(Phase, Gesture))
    assert {provided.__name__ for provided in last.values()} == {"always"}


def test_the_next_change_of_a_ruling_is_the_next_boundary() -> None:
    ward = applied()
    boundaries, at = [], next_ruling_change(ward.bay(), 2000, ward.now)
    while at is not None:
        boundaries.append(at)
        at = next_ruling_change(ward.bay(), 2000, at)
    assert boundaries == [ON + 180 + 2000, ON + 30_001, ON + DAY]
    twice = replace(ward_in(Phase.READY).bay(), applied=(ON, ON + 5))
    assert next_ruling_change(twice, 2000, ON + DAY) == ON + DAY + 5
    assert next_ruling_change(ward_in(Phase.READY).bay(), 2000, ON) is None


TABLE = """
ready press limit_reached -> refused limit: ready
ready press always -> applied: contact
ready hold nothing_to_clear -> refused nothing_to_clear: ready
ready hold always -> new_client: ready
numb press limit_reached -> refused limit: numb
numb press always -> applied: contact
numb hold always -> new_client: ready
contact press always -> refused cream_on: contact
contact hold always -> removal_started: removal
removal press too_soon -> refused too_soon: removal
removal press always -> removed: numb or ready
removal hold always -> removed: numb or ready
overdue press too_soon -> refused too_soon: overdue
overdue press always -> removed: numb or ready
overdue hold always -> removed: numb or ready
"""


def test_the_table_says_this_row_by_row() -> None:
    said = []
    for row in GESTURES:
        fact = f"{row.fact} {row.reason}" if row.reason else row.fact
        to = " or ".join(row.to)
        said.append(f"{row.phase} {row.gesture} {row.provided.__name__} -> {fact}: {to}")
    assert said == TABLE.strip().splitlines()


TIME = """
contact contact_ends_soon -> removal_soon: contact
contact contact_ends -> removal_due: removal
removal removal_limit -> overdue: overdue
overdue silence_over -> resounded: overdue
"""


def test_so_does_the_table_of_what_time_does() -> None:
    rows = [f"{row.phase} {row.due.__name__} -> {row.fact}: {row.to}" for row in CREAM_ROWS]
    assert rows == TIME.strip().splitlines()
