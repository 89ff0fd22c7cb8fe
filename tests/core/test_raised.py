"""Which alarms a floor raises, and on which buzzers anything of a bay is heard."""

import pytest

from station.core.alarm import UNANSWERED, Playing, Sound
from station.core.buzzer import Alarm, Buzzer, Notice
from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind, Gesture
from station.core.gesture import Standing, Touch
from station.core.outputs import next_pin_change
from station.core.phase import Phase
from station.core.rules import decide, standing
from station.core.sounding import alarms, confirm, notice
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE


def raised(ward: Ward, bed: int = 0) -> list[Alarm]:
    return list(alarms(ward.floor, bed))


def at_second_bed(phase: Phase) -> Ward:
    """An alarm sounds at the second of two beds."""
    ward = Ward(plan(2))
    ward.until(ON)
    ward.press(1)
    ward.until(DUE if phase is Phase.REMOVAL else OVER)
    return ward


def test_removal_due_is_raised_at_its_instant_until_it_is_silenced() -> None:
    ward = at_second_bed(Phase.REMOVAL)
    assert raised(ward, 1) == [Alarm(Sound.REMOVAL, 1, DUE)]
    assert raised(ward, 0) == []
    ward.press(1)
    assert raised(ward, 1) == []


def test_overdue_slows_half_an_hour_after_it_began_or_was_last_answered() -> None:
    ward = at_second_bed(Phase.OVERDUE)
    assert raised(ward, 1) == [Alarm(Sound.OVERDUE, 1, OVER, slow=OVER + UNANSWERED)]
    ward.press(1)
    answered = ward.last().at
    assert raised(ward, 1) == []
    ward.wait(MINUTE)
    assert raised(ward, 1) == [
        Alarm(Sound.OVERDUE, 1, answered + MINUTE, slow=answered + UNANSWERED)
    ]
    bay = replace(ward.bay(1), answered=None)
    floor = ward.floor.with_place(1, replace(ward.floor.places[1], bay=bay))
    assert [alarm.slow for alarm in alarms(floor, 1)] == [OVER + UNANSWERED]


@pytest.mark.parametrize(("hushed", "sounds"), [(None, True), (-1, True), (0, False), (1, False)])
def test_a_fault_sounds_unless_it_was_hushed_since(hushed: int | None, *, sounds: bool) -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel()
    place = ward.floor.places[0]
    at = None if hushed is None else ward.now + hushed
    floor = ward.floor.with_place(0, replace(place, bay=replace(place.bay, hushed=at)))
    assert list(alarms(floor, 0)) == [Alarm(Sound.FAULT, 0, ward.now)] * sounds


def two_buzzers() -> Ward:
    ward = Ward(plan(2, buzzers=((0,), (1,))))
    ward.wait(SECOND)  # they have given their sign of life
    return ward


@pytest.mark.parametrize(("late", "waits"), [(False, 5), (True, 9)])
def test_a_notice_is_heard_where_its_bay_is_from_when_it_could_be(late: bool, waits: int) -> None:
    ward = two_buzzers()
    fact = Fact(FactKind.NUMB_OVER, 5, 9, "bed-2", late=late)
    first, second = notice(ward.floor, fact).buzzers
    assert first == ward.floor.buzzers[0]
    assert second.waiting == (Notice(Sound.OVER, waits),)
    assert notice(ward.floor, replace(fact, kind=FactKind.SILENCED)) == ward.floor


def test_feedback_is_heard_where_its_bay_is() -> None:
    ward = two_buzzers()
    first, second = confirm(ward.floor, 1, Sound.TICK, ward.now).buzzers
    assert first == ward.floor.buzzers[0]
    assert second.aside == Playing(Sound.TICK, ward.now)


def test_a_notice_that_has_to_wait_for_an_alarm_leaves_room_for_feedback() -> None:
    ward = ward_in(Phase.CONTACT)
    soon = ON + 19 * MINUTE
    at = soon - 150

    def ticks(alarm: Alarm | None) -> bool:
        floor = replace(ward.floor, buzzers=(Buzzer(alarm),))
        return confirm(floor, 0, Sound.TICK, at).buzzers[0].aside is not None

    assert not ticks(None)
    assert not ticks(Alarm(Sound.FAULT, 0, ON))
    assert ticks(Alarm(Sound.REMOVAL, 1, ON))


def test_lamps_change_where_there_is_no_buzzer() -> None:
    ward = ward_in(Phase.NUMB, on=plan(lamps=True, buzzers=()))
    assert next_pin_change(ward.floor, ward.now) is not None


def test_a_gesture_that_silences_says_nothing_of_the_cream() -> None:
    ward = ward_in(Phase.REMOVAL, sounding=True)
    bay, now = ward.bay(), ward.now
    assert standing(bay) == Standing(Phase.REMOVAL, sounding=True)
    silenced = decide(bay, Touch(Gesture.PRESS, now, now, now + 30, standing(bay)), 2000)
    assert silenced == Fact(FactKind.SILENCED, now, now + 30, "bed-1")
