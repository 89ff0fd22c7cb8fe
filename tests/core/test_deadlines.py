"""What time does to a bay: the last column of the table of section 2 of the design."""

from collections.abc import Callable

import pytest

from station.core import step
from station.core.deadlines import CREAM_ROWS, WINDOW_ROWS, next_deadline, pass_deadline
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

K = FactKind
DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE
LATER = ON + 40 * MINUTE
Told = list[tuple[FactKind, int]]


def deadlines(ward: Ward, until: int) -> Told:
    """(kind, instant) of all that time alone makes of the first bay."""
    before = len(ward.facts)
    ward.until(until)
    return [(fact.kind, fact.at) for fact in ward.facts[before:]]


def wiping() -> Ward:
    ward = ward_in(Phase.CONTACT)
    ward.hold()
    return ward


def test_nothing_falls_due_at_a_bay_that_is_ready() -> None:
    assert deadlines(ward_in(Phase.READY), DAY) == []


@pytest.mark.meets("CON-4", "CON-5", "LIM-3")
def test_contact_is_announced_ends_and_becomes_overdue() -> None:
    assert deadlines(ward_in(Phase.CONTACT), LATER) == [
        (K.REMOVAL_SOON, ON + 19 * MINUTE),
        (K.REMOVAL_DUE, DUE),
        (K.OVERDUE, OVER),
    ]


@pytest.mark.meets("REM-4", "LIM-1", "LIM-2")
def test_removal_has_two_minutes_from_the_alarm_whether_answered_or_not() -> None:
    assert deadlines(ward_in(Phase.REMOVAL, sounding=True), LATER) == [(K.OVERDUE, OVER)]
    assert deadlines(ward_in(Phase.REMOVAL), LATER) == [(K.OVERDUE, OVER)]


@pytest.mark.meets("LIM-1")
def test_removal_has_two_minutes_from_the_release_of_the_hold_that_began_it() -> None:
    ward = wiping()
    begun = ward.last().at
    assert begun == ON + 5 * MINUTE + 3 * SECOND
    assert deadlines(ward, LATER) == [(K.OVERDUE, begun + 2 * MINUTE)]


def test_nothing_more_falls_due_while_the_overdue_alarm_sounds() -> None:
    assert deadlines(ward_in(Phase.OVERDUE, sounding=True), LATER) == []


@pytest.mark.meets("OVD-3")
@pytest.mark.parametrize(("length", "silenced"), [(150, 0), (3000, 3000)])
def test_overdue_resounds_a_minute_after_the_instant_of_silenced(
    length: int, silenced: int
) -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    down = ward.now
    ward.press(length=length)
    again = down + silenced + MINUTE
    assert deadlines(ward, LATER) == [(K.RESOUNDED, again)]


@pytest.mark.meets("OVD-3", "OVD-4")
def test_it_resounds_as_often_as_it_is_silenced() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    for _ in range(3):
        ward.press()
        at = ward.last().at
        ward.until(at + MINUTE)
        assert (ward.last().kind, ward.last().at) == (K.RESOUNDED, at + MINUTE)
        assert ward.bay().sounding
    assert ward.kinds().count(K.SILENCED) == 3


@pytest.mark.meets("PRO-7", "RDY-7", "RDY-8")
def test_numb_is_announced_and_ends() -> None:
    ward = ward_in(Phase.NUMB)
    removed = ward.bay().since
    expected = [(K.NUMB_ENDING, removed + 50 * MINUTE), (K.NUMB_OVER, removed + HOUR)]
    assert deadlines(ward, DAY) == expected
    assert ward.facts[-1].application == 1


PHASES: list[tuple[Callable[[], Ward], list[Phase]]] = [
    (lambda: ward_in(Phase.CONTACT), [Phase.CONTACT, Phase.REMOVAL, Phase.OVERDUE]),
    (wiping, [Phase.OVERDUE]),
    (lambda: ward_in(Phase.OVERDUE), [Phase.OVERDUE]),
    (lambda: ward_in(Phase.NUMB), [Phase.NUMB, Phase.READY]),
]


@pytest.mark.meets("RDY-8", "CON-5", "REM-4", "DUE-1")
@pytest.mark.parametrize(("scene", "phases"), PHASES)
def test_a_deadline_fires_at_its_instant_and_not_a_millisecond_before(
    scene: Callable[[], Ward], phases: list[Phase]
) -> None:
    ward = scene()
    for phase in phases:
        deadline = next_deadline(ward.bay())
        assert deadline is not None
        assert deadlines(ward, deadline.at - 1) == []
        assert deadlines(ward, deadline.at) == [(deadline.fact, deadline.at)]
        assert ward.phase() is phase


@pytest.mark.meets("DUE-1", "DUE-2")
@pytest.mark.parametrize(("scene", "phases"), PHASES)
def test_a_late_look_tells_the_same_story(scene: Callable[[], Ward], phases: list[Phase]) -> None:
    punctual = scene()
    late, begin = punctual.floor, len(punctual.facts)
    punctual.until(ON + 3 * HOUR)
    floor, facts = step.advance(late, ON + 3 * HOUR)
    assert len(facts) == len(phases)
    assert [place.bay for place in floor.places] == [p.bay for p in punctual.floor.places]
    assert [(f.kind, f.at) for f in facts] == [(f.kind, f.at) for f in punctual.facts[begin:]]
    assert {fact.acted for fact in facts} == {ON + 3 * HOUR}


# Numb windows


@pytest.mark.meets("PRO-16", "WIN-2")
def test_a_window_in_the_background_gives_its_own_warning_and_end() -> None:
    ward = ward_in(Phase.NUMB)
    opened = ward.bay().since
    ward.until(opened + 45 * MINUTE)
    ward.press()
    second = ward.last().at
    ward.until(second + 30 * MINUTE)
    told = [(f.kind, f.application, f.at) for f in ward.facts if f.at > second]
    assert told == [
        (K.NUMB_ENDING, 1, opened + 50 * MINUTE),
        (K.NUMB_OVER, 1, opened + HOUR),
        (K.REMOVAL_SOON, None, second + 19 * MINUTE),
        (K.REMOVAL_DUE, None, second + 20 * MINUTE),
        (K.OVERDUE, None, second + 22 * MINUTE),
    ]
    assert ward.phase() is Phase.OVERDUE


@pytest.mark.parametrize(("contact", "warns"), [(MINUTE, False), (MINUTE + 1, True)])
def test_contact_that_would_end_soon_from_the_first_gives_no_warning(
    contact: int, warns: bool
) -> None:
    ward = Ward(plan(protocol=short(contact=contact)))
    ward.press()
    ward.wait(2 * MINUTE)
    assert (K.REMOVAL_SOON in ward.kinds()) is warns
    assert K.REMOVAL_DUE in ward.kinds()


@pytest.mark.parametrize(("effect", "warns"), [(10 * MINUTE, False), (10 * MINUTE + 1, True)])
def test_a_window_that_would_end_soon_from_the_first_gives_no_warning(
    effect: int, warns: bool
) -> None:
    ward = ward_in(Phase.NUMB, on=plan(protocol=short(effect=effect)))
    ward.wait(HOUR)
    assert (K.NUMB_ENDING in ward.kinds()) is warns
    assert K.NUMB_OVER in ward.kinds()


@pytest.mark.meets("WIN-1")
def test_two_windows_give_each_its_own() -> None:
    ward = ward_in(Phase.READY)
    ward.treat()
    ward.treat()
    first, second = (window.opened for window in ward.bay().windows)
    ward.until(ward.now + 2 * HOUR)
    told = [(f.kind, f.application, f.at) for f in ward.facts[-4:]]
    assert told == [
        (K.NUMB_ENDING, 1, first + 50 * MINUTE),
        (K.NUMB_ENDING, 2, second + 50 * MINUTE),
        (K.NUMB_OVER, 1, first + HOUR),
        (K.NUMB_OVER, 2, second + HOUR),
    ]


def test_of_two_deadlines_at_one_instant_the_creams_is_told_first() -> None:
    ward = ward_in(Phase.NUMB)
    ends = ward.bay().windows[0].ends
    ward.until(ends - 20 * MINUTE)
    ward.press()
    ward.until(ends)
    assert [(f.kind, f.at) for f in ward.facts[-2:]] == [(K.REMOVAL_DUE, ends), (K.NUMB_OVER, ends)]


@pytest.mark.meets("RDY-5")
def test_a_new_client_ends_the_windows_silently() -> None:
    ward = ward_in(Phase.NUMB)
    ward.hold()
    assert deadlines(ward, DAY) == []


# Other creams


def test_a_contact_shorter_than_a_minute_is_not_announced() -> None:
    ward = Ward(plan(protocol=short(contact=50 * SECOND)))
    ward.until(ON)
    ward.press()
    assert deadlines(ward, LATER) == [
        (K.REMOVAL_DUE, ON + 50 * SECOND),
        (K.OVERDUE, ON + 170 * SECOND),
    ]


def test_a_contact_of_a_little_more_than_a_minute_is() -> None:
    ward = Ward(plan(protocol=short(contact=61 * SECOND)))
    ward.until(ON)
    ward.press()
    assert deadlines(ward, ON + MINUTE) == [(K.REMOVAL_SOON, ON + SECOND)]


def test_an_effect_shorter_than_ten_minutes_is_not_announced() -> None:
    ward = ward_in(Phase.REMOVAL, on=plan(protocol=short(effect=9 * MINUTE)))
    ward.press()
    removed = ward.last().at
    assert deadlines(ward, DAY) == [(K.NUMB_OVER, removed + 9 * MINUTE)]


def test_a_protocol_without_effect_has_no_numbness_to_end() -> None:
    ward = ward_in(Phase.REMOVAL, on=plan(protocol=short(effect=None)))
    ward.press()
    assert deadlines(ward, DAY) == []


def test_the_cores_table_says_the_same() -> None:
    assert [(row.phase, row.fact, row.to) for row in CREAM_ROWS] == [
        (Phase.CONTACT, K.REMOVAL_SOON, Phase.CONTACT),
        (Phase.CONTACT, K.REMOVAL_DUE, Phase.REMOVAL),
        (Phase.REMOVAL, K.OVERDUE, Phase.OVERDUE),
        (Phase.OVERDUE, K.RESOUNDED, Phase.OVERDUE),
    ]
    assert [row.fact for row in WINDOW_ROWS] == [K.NUMB_ENDING, K.NUMB_OVER]


def test_a_deadline_passed_is_a_fact_acted_on_now() -> None:
    bay = ward_in(Phase.CONTACT).bay()
    deadline = next_deadline(bay)
    assert deadline is not None
    after, fact = pass_deadline(bay, deadline, DAY, started=0)
    assert (fact.kind, fact.at, fact.acted, fact.bay) == (
        K.REMOVAL_SOON,
        ON + 19 * MINUTE,
        DAY,
        "bed-1",
    )
    assert after.cream is not None
    assert after.cream.warned


@pytest.mark.meets("FCT-5")
@pytest.mark.parametrize(("started", "late"), [(0, False), (ON + 19 * MINUTE, False), (DAY, True)])
def test_what_fell_due_before_the_start_is_late(started: int, late: bool) -> None:
    bay = ward_in(Phase.CONTACT).bay()
    deadline = next_deadline(bay)
    assert deadline is not None
    _, fact = pass_deadline(bay, deadline, DAY, started)
    assert fact.late is late
