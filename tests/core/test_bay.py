"""A bay: the table of section 2 of the design, numbers, removal and windows."""

from collections.abc import Callable
from itertools import product

import pytest

from station.core.change import replace
from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import FactKind, Gesture, Refusal
from station.core.fold import fold
from station.core.gesture import Touch
from station.core.phase import Phase
from station.core.rules import GESTURES, decide, standing
from tests.core.treated import NO_EFFECT, applications, treated, treated_ready
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
READY, CONTACT, REMOVAL = Phase.READY, Phase.CONTACT, Phase.REMOVAL
OVERDUE, NUMB = Phase.OVERDUE, Phase.NUMB
OVER = ON + 22 * MINUTE


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
