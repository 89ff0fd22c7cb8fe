"""What others in the clinic are told of a bay."""

import pytest

from station.core.alarm import Sound
from station.core.bulletin import Bulletin, bulletin
from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.gesture import STUCK
from station.core.phase import Phase
from station.core.reports import CheckReport, Part, PinReport
from tests.core.outage import Outages
from tests.core.ward import Ward, plan, short, ward_in


def of(ward: Ward, bed: int = 0) -> Bulletin:
    return bulletin(ward.floor, bed, ward.now)


def test_of_a_ready_bay_there_is_nothing_to_tell_but_its_name() -> None:
    told = of(ward_in(Phase.READY))
    assert told == Bulletin(
        bay="bed-1",
        label="Bed 1",
        protocol="numb520",
        phase=Phase.READY,
        since=None,
        due=None,
        overdue=None,
        numb_until=None,
        application=None,
        today=0,
        limit=6,
        alarm=None,
        silenced=False,
        certain=True,
        faults=(),
    )


def test_in_contact_it_is_due_at_the_end_and_overdue_after_the_time_for_removal() -> None:
    ward = ward_in(Phase.CONTACT)
    told = of(ward)
    applied = ward.facts[-1].at
    assert (told.phase, told.since, told.application, told.today) == (Phase.CONTACT, applied, 1, 1)
    assert told.due == applied + 20 * MINUTE
    assert told.overdue == applied + 22 * MINUTE
    assert told.alarm is None


@pytest.mark.meets("MQT-4")
def test_when_it_is_due_it_sounds_until_somebody_comes() -> None:
    ward = ward_in(Phase.REMOVAL, sounding=True)
    told = of(ward)
    assert (told.phase, told.alarm, told.silenced) == (Phase.REMOVAL, Sound.REMOVAL, False)
    assert told.since is not None
    assert told.due == told.overdue == told.since + 2 * MINUTE


@pytest.mark.meets("MQT-4")
def test_overdue_and_silenced_is_still_overdue() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    told = of(ward)
    assert (told.alarm, told.silenced) == (Sound.OVERDUE, False)
    assert told.since == told.due == told.overdue
    ward.press()
    told = of(ward)
    assert (told.phase, told.alarm, told.silenced) == (Phase.OVERDUE, None, True)


def test_numbness_ends_when_the_last_window_does_also_under_new_cream() -> None:
    ward = ward_in(Phase.NUMB)
    told = of(ward)
    assert told.phase is Phase.NUMB
    assert told.since is not None
    assert told.due == told.numb_until == told.since + 60 * MINUTE
    assert told.overdue is None
    ward.press()
    again = of(ward)
    assert (again.phase, again.application, again.today) == (Phase.CONTACT, 2, 2)
    assert again.numb_until == told.numb_until


def test_the_application_that_is_told_of_is_that_cream_s_protocol() -> None:
    ward = Ward(plan(protocol=short(applications=None)))
    assert of(ward).limit is None


def test_cream_keeps_the_protocol_that_it_went_on_with() -> None:
    ward = ward_in(Phase.CONTACT)
    place = ward.floor.places[0]
    other = replace(place, bay=replace(place.bay, protocol=short(id="other")))
    assert bulletin(ward.floor.with_place(0, other), 0, ward.now).protocol == "numb520"
    ready = ward_in(Phase.READY).floor
    free = replace(other, bay=replace(ready.places[0].bay, protocol=short(id="other")))
    assert bulletin(ready.with_place(0, free), 0, ward.now).protocol == "other"


def test_what_only_a_check_found_is_a_fault_of_its_bay() -> None:
    floor = Ward(plan(2, buzzers=((0,), (1,)), lamps=True)).floor
    said = CheckReport(0, frozenset({(Part.LAMP, 1), (Part.BUZZER, 0)}), trusted=True, row=1)
    checked = floor.check.over(said, saved=True, short_of_room=False, well=True)
    floor = replace(floor, check=checked)
    assert bulletin(floor, 0, 0).faults == ("buzzer_failed",)
    assert bulletin(floor, 1, 0).faults == ("lamp_failed",)


def test_what_is_not_known_is_said_to_be_so() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(MINUTE, trusted=False)
    told = of(station.ward)
    assert not told.certain
    assert (told.phase, told.since) == (Phase.REMOVAL, 0)
    assert told.due == 2 * MINUTE, "two minutes from when the station came back: that is known"


@pytest.mark.meets("MQT-4")
def test_faults_are_told_of_the_bays_that_they_concern() -> None:
    ward = Ward(plan(2, panels=((0,), (1,)), lamps=True))
    ward.lose_panel(1)
    assert (of(ward, 0).faults, of(ward, 1).faults) == ((), ("panel_lost",))
    ward.report(PinReport(Part.LAMP, 0, "gone"))
    ward.report(PinReport(Part.BUZZER, 0, "gone"))
    assert of(ward, 0).faults == ("buzzer_failed", "lamp_failed")
    ward.lose_journal()
    assert of(ward, 1).faults == ("not_saved", "panel_lost", "buzzer_failed")


def test_a_stuck_button_is_a_fault_and_sounds_with_cream_on_only_if_a_panel_is_lost() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.wait(STUCK + SECOND)
    assert (of(ward).faults, of(ward).alarm) == (("button_stuck",), None)
    ward.lose_panel()
    assert of(ward).alarm is Sound.FAULT


def test_a_bay_whose_past_is_lost_says_so() -> None:
    ward = Ward(plan(2))
    ward.floor = replace(ward.floor, asking=frozenset({"bed-1"}))
    assert (of(ward, 0).faults, of(ward, 1).faults) == (("past_unknown",), ())
