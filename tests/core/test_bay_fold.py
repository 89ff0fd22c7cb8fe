"""A bay is the fold of its facts: what each leaves behind, and which cannot be true."""

from functools import reduce

import pytest

from station.core.bay import Bay, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.fold import ImpossibleFactError, fold
from station.core.phase import Phase
from tests.core.treated import treated, treated_ready
from tests.core.ward import NUMB520, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD
READY, CONTACT, NUMB = Phase.READY, Phase.CONTACT, Phase.NUMB


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
