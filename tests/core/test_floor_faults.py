"""Faults of a whole station: lost edges and the low alarm, and what is wired to a pin."""

import pytest

from station.core import step
from station.core.alarm import Sound
from station.core.buzzer import Alarm
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.reports import JournalReport, PanelReport, Part, PinReport, Report, Saved
from station.core.sounding import alarms
from tests.core.ward import APPLIED as ON
from tests.core.ward import SCAN, Ward, heard, plan, ward_in

K = FactKind
DUE = ON + 20 * MINUTE
FAULT = [(0, 200), (400, 200)]


def fault_sounds(ward: Ward, bed: int = 0) -> bool:
    """Whether a bed raises the low alarm."""
    return Sound.FAULT in [alarm.sound for alarm in alarms(ward.floor, bed)]


# Lost edges and the low alarm


def test_word_of_a_lost_panel_and_of_one_restored() -> None:
    ward = Ward(plan(2, panels=((0,), (0, 1))))
    ward.until(ON)
    ward.lose_panel(1)
    assert ward.floor.lost_panels == (None, ON)
    assert [ward.floor.fault(bed) for bed in (0, 1)] == [ON, ON]
    ward.wait(SECOND)
    ward.lose_panel(0)
    assert [ward.floor.fault(bed) for bed in (0, 1)] == [ON + SECOND, ON]
    ward.restore_panel(1)
    assert [ward.floor.fault(bed) for bed in (0, 1)] == [ON + SECOND, None]


def test_word_of_a_lost_journal_and_of_one_restored() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_journal()
    assert (ward.floor.journal_lost, fault_sounds(ward)) == (ward.now, True)
    ward.restore_journal()
    assert (ward.floor.journal_lost, fault_sounds(ward)) == (None, False)


def test_what_is_saved_alarms_nobody() -> None:
    ward = ward_in(Phase.CONTACT)
    assert step.report(ward.floor, Saved(0), ward.now) == (ward.floor, ())


@pytest.mark.meets("SND-7")
def test_a_fault_is_silent_until_cream_is_on() -> None:
    ward = ward_in(Phase.READY)
    ward.lose_journal()
    assert heard(ward, ward.now, MINUTE) == []
    [applied] = ward.press()
    assert heard(ward, applied.acted, 5 * SECOND) == FAULT
    assert [*alarms(ward.floor, 0)] == [Alarm(Sound.FAULT, 0, applied.at)]


def test_a_lost_panel_sounds_for_the_beds_it_serves() -> None:
    ward = ward_in(Phase.CONTACT, on=plan(2, panels=((0,), (1,))))
    ward.lose_panel(1)
    assert not fault_sounds(ward)
    ward.lose_panel(0)
    assert fault_sounds(ward)


@pytest.mark.meets("SND-7")
def test_it_ends_with_the_fault_and_with_the_cream() -> None:
    ward = ward_in(Phase.REMOVAL)
    ward.lose_panel(0)
    assert fault_sounds(ward)
    ward.press()
    assert (ward.phase(), fault_sounds(ward)) == (Phase.NUMB, False)


@pytest.mark.meets("SND-8")
def test_a_press_in_contact_hushes_it_until_the_next_fault() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel(0)
    ward.wait(10 * SECOND)
    [refused] = ward.press()
    assert refused.kind is K.REFUSED
    assert heard(ward, refused.acted, 2 * MINUTE) == [(0, 400)]  # the refusal itself
    ward.lose_journal()
    assert heard(ward, ward.now, 5 * SECOND) == FAULT


@pytest.mark.meets("SND-8")
def test_a_fault_that_comes_back_is_the_next_one() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel(0)
    ward.press()
    assert not fault_sounds(ward)
    ward.wait(SECOND)
    ward.restore_panel(0)
    ward.wait(SECOND)
    ward.lose_panel(0)
    assert fault_sounds(ward)


def test_neither_a_hold_nor_the_press_that_applies_hushes_it() -> None:
    ward = ward_in(Phase.READY)
    ward.lose_panel(0)
    ward.press()
    assert fault_sounds(ward)
    ward.wait(31 * SECOND)
    ward.hold()
    assert (ward.phase(), fault_sounds(ward)) == (Phase.REMOVAL, True)


def test_a_hush_is_the_beds_own() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.press(0)
    ward.press(1)
    ward.lose_journal()
    ward.wait(3 * SECOND)
    ward.press(0)
    assert (fault_sounds(ward, 0), fault_sounds(ward, 1)) == (False, True)


def test_the_medium_alarm_outdoes_it_and_it_comes_back() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.until(DUE - 10 * SECOND)
    ward.lose_journal()
    assert heard(ward, DUE, 2 * SECOND) == [(0, 200), (400, 200), (800, 200)]
    ward.wait(1000)
    [silenced] = ward.press()
    assert heard(ward, silenced.acted, 5 * SECOND) == FAULT


@pytest.mark.parametrize(
    ("lost", "restored"),
    [
        (PanelReport(0, "no answer"), PanelReport(0, None)),
        (JournalReport("full"), JournalReport(None)),
    ],
)
def test_a_fault_repaired_is_quiet_at_once(lost: Report, restored: Report) -> None:
    ward = ward_in(Phase.CONTACT)
    ward.report(lost)
    ward.wait(100)
    begin = ward.now
    ward.report(restored)
    assert ward.pulses()[-1] == (begin - 100, 100)
    assert heard(ward, begin, MINUTE) == []


def test_repairing_one_of_two_faults_makes_no_sound() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel(0)
    ward.wait(10 * SECOND)
    ward.lose_journal()
    ward.wait(10 * SECOND)
    ward.restore_journal()
    assert heard(ward, ward.now, 9 * SECOND) == []  # the next burst is due after 10 s or later
    assert fault_sounds(ward)


# What is wired to a pin


@pytest.mark.meets("FLT-12")
@pytest.mark.parametrize(
    ("part", "says"),
    [(Part.BUZZER, "BUZZER FAILED"), (Part.LAMP, "LAMP FAILED"), (Part.BUTTON, "BUTTON NOT READ")],
)
def test_a_pin_that_fails_is_shown_until_it_works_again(part: Part, says: str) -> None:
    ward = Ward(plan(2, buzzers=((0,), (1,)), panels=((0,), (1,)), lamps=True))
    ward.report(PinReport(part, 1, "Input/output error"))
    assert says in ward.screen(1).news
    assert says not in ward.screen(0).news
    ward.report(PinReport(part, 1, None))
    assert says not in ward.screen(1).news
    assert ward.facts == []


@pytest.mark.meets("FLT-13")
@pytest.mark.parametrize(("part", "inverted"), [
    (Part.BUZZER, True), (Part.LAMP, True), (Part.BUTTON, False),
])  # fmt: skip
def test_a_panel_inverts_where_a_lamp_or_buzzer_cannot_speak(part: Part, inverted: bool) -> None:
    ward = ward_in(Phase.CONTACT, on=plan(lamps=True))
    ward.report(PinReport(part, 0, "Input/output error"))
    assert ward.screen().inverted is inverted


def test_a_button_that_cannot_be_read_leaves_the_others_alone() -> None:
    floor = Ward(plan(2)).floor
    for now in range(SCAN, 10 * SCAN, SCAN):
        floor, _ = step.scan(floor, (None, True), now)
    assert [place.button.down for place in floor.places] == [False, True]


def test_a_button_that_cannot_be_read_stays_as_it_was() -> None:
    ward = Ward()
    ward.down()
    ward.wait(100)
    floor = ward.floor
    for now in range(ward.now + SCAN, ward.now + 5 * SECOND, SCAN):
        floor, facts = step.scan(floor, [None], now)
        assert facts == ()
    assert floor.places[0].button.down
    assert not floor.places[0].button.held, "for nobody knows whether it is"
