"""A bay is the fold of its facts: the table of section 2 of the design, numbers, windows, undo."""

from collections.abc import Callable
from functools import reduce
from itertools import product

import pytest

from station.core.bay import Bay, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.fold import ImpossibleFactError, fold
from station.core.gesture import Touch
from station.core.phase import Phase
from station.core.rules import GESTURES, decide, standing
from tests.core.ward import APPLIED as ON
from tests.core.ward import NUMB520, Ward, plan, short, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
READY, CONTACT, REMOVAL = Phase.READY, Phase.CONTACT, Phase.REMOVAL
OVERDUE, NUMB = Phase.OVERDUE, Phase.NUMB
OVER = ON + 22 * MINUTE
NO_EFFECT = plan(protocol=short(effect=None))


def treated(times: int, ward: Ward) -> Ward:
    for _ in range(times):
        ward.treat()
    return ward


def treated_ready(times: int = 1) -> Ward:
    """Ready again at once: this cream opens no numb window."""
    return treated(times, ward_in(READY, on=NO_EFFECT))


def refused_at_limit() -> Ward:
    ward = treated_ready(6)
    ward.press()
    return ward


def wiping() -> Ward:
    """Removal started by a hold: no alarm has sounded."""
    ward = ward_in(CONTACT)
    ward.hold()
    ward.wait(31 * SECOND)
    return ward


TABLE: dict[tuple[str, Gesture], tuple[Callable[[], Ward], FactKind | Refusal, Phase]] = {
    ("ready, fresh", PRESS): (lambda: ward_in(READY), FactKind.APPLIED, CONTACT),
    ("ready, fresh", HOLD): (lambda: ward_in(READY), Refusal.NOTHING_TO_CLEAR, READY),
    ("ready, treated", PRESS): (treated_ready, FactKind.APPLIED, CONTACT),
    ("ready, treated", HOLD): (treated_ready, FactKind.NEW_CLIENT, READY),
    ("ready, 6 today", PRESS): (lambda: treated_ready(6), Refusal.LIMIT, READY),
    ("ready, 6 today", HOLD): (lambda: treated_ready(6), FactKind.NEW_CLIENT, READY),
    ("ready, refused", PRESS): (refused_at_limit, FactKind.APPLIED, CONTACT),
    ("numb", PRESS): (lambda: ward_in(NUMB), FactKind.APPLIED, CONTACT),
    ("numb", HOLD): (lambda: ward_in(NUMB), FactKind.NEW_CLIENT, READY),
    ("numb, 6 today", PRESS): (lambda: treated(6, ward_in(READY)), Refusal.LIMIT, NUMB),
    ("contact", PRESS): (lambda: ward_in(CONTACT), Refusal.CREAM_ON, CONTACT),
    ("contact", HOLD): (lambda: ward_in(CONTACT), FactKind.REMOVAL_STARTED, REMOVAL),
    ("removal, begun early", PRESS): (wiping, FactKind.REMOVED, NUMB),
    ("removal, begun early", HOLD): (wiping, FactKind.REMOVED, NUMB),
    ("removal, alarm", PRESS): (
        lambda: ward_in(REMOVAL, sounding=True),
        FactKind.SILENCED,
        REMOVAL,
    ),
    ("removal, alarm", HOLD): (lambda: ward_in(REMOVAL, sounding=True), FactKind.SILENCED, REMOVAL),
    ("removal, silenced", PRESS): (lambda: ward_in(REMOVAL), FactKind.REMOVED, NUMB),
    ("removal, silenced", HOLD): (lambda: ward_in(REMOVAL), FactKind.REMOVED, NUMB),
    ("overdue, alarm", PRESS): (
        lambda: ward_in(OVERDUE, sounding=True),
        FactKind.SILENCED,
        OVERDUE,
    ),
    ("overdue, alarm", HOLD): (lambda: ward_in(OVERDUE, sounding=True), FactKind.SILENCED, OVERDUE),
    ("overdue, silenced", PRESS): (lambda: ward_in(OVERDUE), FactKind.REMOVED, NUMB),
    ("overdue, silenced", HOLD): (lambda: ward_in(OVERDUE), FactKind.REMOVED, NUMB),
}


@pytest.mark.meets("PRO-8", "GES-3", "RUL-4", "RUL-11", "RDY-1", "RDY-2", "RDY-5", "RDY-6", "CON-1")
@pytest.mark.meets("CON-2", "REM-1", "REM-3", "OVD-1", "OVD-2", "FCT-9")
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_every_phase_and_gesture(row: tuple[str, Gesture]) -> None:
    (stands, gesture), (scene, becomes, then) = row, TABLE[row]
    ward = scene()
    before, down = ward.bay(), ward.now
    [fact] = ward.press() if gesture is PRESS else ward.hold()
    assert before.phase == stands.split(",")[0]
    assert ward.phase() is then
    length = 150 if gesture is PRESS else 3000
    assert (fact.at, fact.acted) == (
        down if gesture is PRESS else down + length,
        down + length + 30,
    )
    if isinstance(becomes, FactKind):
        assert fact.kind is becomes
    else:
        assert (fact.kind, fact.gesture, fact.reason) == (FactKind.REFUSED, gesture, becomes)
        assert replace(ward.bay(), refused=before.refused, hushed=before.hushed) == before


@pytest.mark.meets("RUL-11")
def test_the_table_is_whole_and_the_cores_own_table_says_the_same() -> None:
    told = {(stands.split(",")[0], gesture): set[str]() for stands, gesture in TABLE}
    assert set(told) == set(product(Phase, Gesture))
    for (stands, gesture), (_, becomes, _) in TABLE.items():
        told[stands.split(",")[0], gesture].add(becomes)
    for row in GESTURES:
        if row.reason is not Refusal.TOO_SOON:
            told[row.phase, row.gesture].remove(row.reason or row.fact)
    assert set().union(*told.values()) <= {FactKind.SILENCED}


# Numbers


def applications(ward: Ward) -> list[tuple[int | None, int | None]]:
    """(application, today) of every application."""
    return [(f.application, f.today) for f in ward.facts if f.kind is FactKind.APPLIED]


@pytest.mark.meets("PRO-9", "RDY-5", "NBR-1")
def test_serial_numbers_and_counts_start_again_with_a_new_client() -> None:
    ward = treated(2, ward_in(READY))
    ward.hold()
    assert (ward.phase(), ward.bay().serial, ward.bay().today(ward.now)) == (READY, 0, 0)
    assert ward.bay().since == ward.last().at
    ward.treat()
    assert applications(ward) == [(1, 1), (2, 2), (1, 1)]


@pytest.mark.meets("NBR-1", "NBR-2")
def test_serial_numbers_go_on_after_a_day_and_counts_do_not() -> None:
    ward = treated_ready()
    ward.until(ON + DAY - 20 * MINUTE)
    ward.treat()
    ward.until(ON + DAY)
    ward.treat()
    assert applications(ward) == [(1, 1), (2, 2), (3, 2)]


@pytest.mark.meets("NBR-2")
@pytest.mark.parametrize(("ago", "today"), [(0, 1), (DAY - 1, 1), (DAY, 0)])
def test_an_application_counts_for_twenty_four_hours(ago: int, today: int) -> None:
    assert ward_in(CONTACT).bay().today(ON + ago) == today


# Undo


@pytest.mark.meets("UND-3")
def test_an_application_undone_never_happened() -> None:
    ward = treated_ready()
    before = ward.bay()
    ward.press()
    ward.wait(5 * SECOND)
    ward.hold()
    assert replace(ward.bay(), accepted=before.accepted, answered=before.answered) == replace(
        before, done=None
    )
    ward.wait(5 * SECOND)
    ward.press()
    assert applications(ward) == [(1, 1), (2, 2), (2, 2)]


@pytest.mark.meets("RDY-6")
def test_the_first_application_undone_leaves_nothing_to_clear() -> None:
    ward = ward_in(READY)
    ward.press()
    ward.hold()
    assert [f.reason for f in ward.hold()] == [Refusal.NOTHING_TO_CLEAR]
    assert ward.bay().today(ward.now) == 0
    assert not ward.bay().matters


def test_an_undo_leaves_nothing_of_a_refusal() -> None:
    ward = ward_in(READY)
    ward.press()
    assert [f.reason for f in ward.press()] == [Refusal.GUARD]
    ward.hold()
    assert ward.last().kind is FactKind.UNDONE
    assert ward.bay().refused is None


def test_a_new_client_leaves_nothing_but_when_that_was() -> None:
    ward = treated_ready()
    ward.hold()
    began = ward.last()
    bay = ward.bay()
    after = Bay("bed-1", bay.protocol, accepted=bay.accepted, quieted=bay.quieted)
    assert bay == replace(after, answered=began.at, rested=began.at)


def test_a_new_client_leaves_nothing_of_a_refusal_or_of_what_could_be_undone() -> None:
    ward = ward_in(NUMB)
    bay = replace(
        ward.bay(),
        refused=Refused(PRESS, Refusal.LIMIT, ward.now),
        done=LastDone(FactKind.APPLIED, ward.now, None),
        doubts=(Doubt(ward.now),),
    )
    bay = fold(bay, Fact(FactKind.NEW_CLIENT, ward.now, ward.now, "bed-1"))
    assert (bay.refused, bay.done, bay.doubts) == (None, None, ())


def test_a_bay_matters_from_its_first_application_until_a_new_client() -> None:
    ward = ward_in(READY)
    assert not ward.bay().matters
    ward.treat()
    assert ward.bay().matters
    ward.wait(2 * DAY)
    assert ward.bay().matters
    ward.hold()
    assert not ward.bay().matters


def test_only_a_press_in_contact_hushes_the_alarm_of_a_fault() -> None:
    ward = ward_in(CONTACT)
    for phase, gesture, hushed in [
        (READY, PRESS, None),
        (CONTACT, HOLD, None),
        (CONTACT, PRESS, 7),
    ]:
        bay = ward.bay() if phase is CONTACT else ward_in(READY).bay()
        refused = Fact(FactKind.REFUSED, 5, 7, "bed-1", gesture=gesture, reason=Refusal.GUARD)
        after = fold(bay, refused)
        assert (after.refused, after.hushed) == (Refused(gesture, Refusal.GUARD, 7), hushed)


@pytest.mark.meets("UND-1")
def test_a_removal_started_and_undone_leaves_the_original_clock() -> None:
    ward = ward_in(CONTACT)
    cream = ward.bay().cream
    ward.hold()
    ward.wait(10 * SECOND)
    ward.hold()
    assert ward.bay().cream == cream
    ward.until(ON + 22 * MINUTE)
    due = [f.at - ON for f in ward.facts if f.kind in (FactKind.REMOVAL_DUE, FactKind.OVERDUE)]
    assert due == [20 * MINUTE, 22 * MINUTE]


@pytest.mark.meets("UND-2")
def test_what_fell_due_before_a_removal_was_undone_fires_at_its_own_instant() -> None:
    ward = ward_in(CONTACT)
    ward.until(ON + 19 * MINUTE - 12 * SECOND)
    ward.hold()
    ward.wait(20 * SECOND)
    facts = ward.hold()
    assert [(f.kind, f.at - ON) for f in facts] == [
        (FactKind.UNDONE, facts[0].at - ON),
        (FactKind.REMOVAL_SOON, 19 * MINUTE),
    ]
    assert {f.acted for f in facts} == {ward.now}


@pytest.mark.meets("UND-2")
def test_a_removal_undone_after_its_limit_is_overdue() -> None:
    ward = ward_in(REMOVAL)
    ward.until(OVER - 10 * SECOND)
    ward.press()
    ward.wait(20 * SECOND)
    assert [(f.kind, f.at - ON) for f in ward.hold()][1:] == [(FactKind.OVERDUE, 22 * MINUTE)]
    assert (ward.phase(), ward.bay().sounding, ward.bay().windows) == (OVERDUE, True, ())


@pytest.mark.meets("UND-4")
def test_a_removal_undone_takes_its_numb_window_back_and_no_other() -> None:
    ward = treated(1, ward_in(READY))
    [first] = ward.bay().windows
    ward.press()
    ward.wait(40 * SECOND)
    ward.hold()
    ward.wait(40 * SECOND)
    ward.press()
    assert [w.application for w in ward.bay().windows] == [1, 2]
    ward.hold()
    assert (ward.phase(), ward.bay().windows) == (REMOVAL, (first,))


def test_an_alarm_that_resounds_meanwhile_resounds_when_the_removal_is_undone() -> None:
    ward = ward_in(OVERDUE, sounding=True)
    [silenced] = ward.press()
    ward.wait(40 * SECOND)
    ward.press()
    ward.wait(20 * SECOND)
    undone, resounded = ward.hold()
    assert (undone.of, resounded.kind) == (FactKind.REMOVED, FactKind.RESOUNDED)
    assert (resounded.at, ward.bay().sounding) == (silenced.at + MINUTE, True)


# Removal


@pytest.mark.meets("FGT-1", "FGT-2")
@pytest.mark.parametrize(("late", "certain"), [(60 * MINUTE, True), (60 * MINUTE + 1, False)])
def test_removed_more_than_an_hour_overdue_nobody_knows_when(late: int, certain: bool) -> None:
    bay, down = ward_in(OVERDUE).bay(), OVER + late
    removed = decide(bay, Touch(PRESS, down, down, down + 180, standing(bay)), guard=2000)
    assert (removed.kind, removed.certain) == (FactKind.REMOVED, certain)
    assert (removed.contact, removed.overdue_by) == (22 * MINUTE + late, late)
    bay = fold(bay, removed)
    assert (bay.phase, len(bay.windows)) == ((NUMB, 1) if certain else (READY, 0))
    assert bay.since == removed.at


@pytest.mark.meets("FCT-7")
def test_removed_in_time_is_overdue_by_nothing() -> None:
    ward = ward_in(REMOVAL)
    down = ward.now
    [removed] = ward.press()
    assert (removed.contact, removed.overdue_by, removed.certain) == (down - ON, 0, True)


def test_a_protocol_without_effect_opens_no_window() -> None:
    ward = ward_in(REMOVAL, on=NO_EFFECT)
    down = ward.now
    ward.press()
    assert (ward.phase(), ward.bay().since) == (READY, down)


@pytest.mark.meets("WIN-4", "WIN-6")
def test_numb_lasts_until_the_last_window_is_over() -> None:
    ward = treated(2, ward_in(READY))
    first, second = ward.bay().windows
    assert ward.bay().since == second.opened
    ward.until(first.ends)
    assert (ward.phase(), ward.bay().windows) == (NUMB, (replace(second, warned=True),))
    ward.until(second.ends)
    assert (ward.phase(), ward.bay().since) == (READY, second.ends)


# The fold


@pytest.mark.meets("JNL-6")
def test_the_facts_of_a_long_day_make_the_bay_again() -> None:
    ward = treated(7, ward_in(READY))
    ward.press()
    ward.until(ward.now + 23 * MINUTE)
    ward.press()
    ward.wait(90 * SECOND)
    ward.hold()
    ward.press(length=15 * SECOND)
    ward.wait(5 * SECOND)
    ward.hold()
    assert len(set(ward.kinds())) > 10
    fresh = Bay("bed-1", NUMB520)
    assert reduce(fold, ward.facts, fresh) == ward.bay()


@pytest.mark.parametrize(
    "fact",
    [
        Fact(FactKind.REMOVED, 0, 0, "bed-1", application=1),
        Fact(FactKind.OVERDUE, 0, 0, "bed-1"),
        Fact(FactKind.REMOVAL_SOON, 0, 0, "bed-1"),
        Fact(FactKind.SILENCED, 0, 0, "bed-1"),
        Fact(FactKind.RESOUNDED, 0, 0, "bed-1"),
        Fact(FactKind.UNDONE, 0, 0, "bed-1", of=FactKind.REMOVED),
        Fact(FactKind.REFUSED, 0, 0, "bed-1"),
        Fact(FactKind.REFUSED, 0, 0, "bed-1", gesture=PRESS, reason="tired"),
        Fact(FactKind.STOPPED, 0, 0, "bed-1"),
        Fact(FactKind.TIME_CONFIRMED, 0, 0, "bed-1", phase=READY),
    ],
)
def test_a_fact_that_cannot_be_true_of_a_bay_says_so(fact: Fact) -> None:
    with pytest.raises(ImpossibleFactError, match=f"{fact.kind} cannot happen to bed-1 in ready"):
        fold(ward_in(READY).bay(), fact)


@pytest.mark.parametrize(
    "fact",
    [
        Fact(FactKind.REMOVED, 0, 0, "bed-1", application=2, overdue_by=0),
        Fact(FactKind.REMOVED, 0, 0, "bed-1", application=1),
        Fact(FactKind.NEW_CLIENT, 0, 0, "bed-1"),
        Fact(FactKind.RESUMED, 0, 0, "bed-1", certain=False),
    ],
)
def test_nor_can_these_while_cream_is_on(fact: Fact) -> None:
    with pytest.raises(ImpossibleFactError, match=f"{fact.kind} cannot happen to bed-1 in contact"):
        fold(ward_in(CONTACT).bay(), fact)


def test_an_undo_of_something_else_is_impossible_too() -> None:
    ward = ward_in(READY)
    ward.press()
    with pytest.raises(ImpossibleFactError):
        fold(ward.bay(), Fact(FactKind.UNDONE, 0, 0, "bed-1", of=FactKind.REMOVED))


@pytest.mark.meets("WIN-1")
def test_a_window_is_the_applications_whose_removal_opened_it() -> None:
    [window] = ward_in(NUMB).bay().windows
    assert window == NumbWindow(1, window.opened, window.opened + 60 * MINUTE)


def test_cream_that_is_on_is_never_forgotten_for_another() -> None:
    ward = ward_in(CONTACT)
    with pytest.raises(ImpossibleFactError, match="applied cannot happen to bed-1 in contact"):
        fold(ward.bay(), Fact(FactKind.APPLIED, ward.now, ward.now, bay="bed-1"))
