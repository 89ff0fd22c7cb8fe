"""What is undone at a bay, and what is left of it."""

import pytest

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind, Refusal
from station.core.phase import Phase
from tests.core.treated import applications, treated, treated_ready
from tests.core.ward import APPLIED as ON
from tests.core.ward import ward_in

READY, CONTACT, REMOVAL = Phase.READY, Phase.CONTACT, Phase.REMOVAL
OVERDUE, NUMB = Phase.OVERDUE, Phase.NUMB
OVER = ON + 22 * MINUTE


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
