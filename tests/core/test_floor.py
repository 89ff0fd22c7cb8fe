"""All bays of a station together: buttons and their faults, and what is not saved yet."""

import pytest

from station.core import step
from station.core.bay import Refused
from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import ButtonTrouble, Fact, FactKind, Gesture, Refusal
from station.core.floor import Place
from station.core.gesture import STUCK
from station.core.outputs import pin_levels
from station.core.panel import screen
from station.core.phase import Phase
from station.core.plan import ButtonTimes
from station.core.reports import Saved
from tests.core.ward import APPLIED as ON
from tests.core.ward import SCAN, Ward, heard, plan, ward_in

K = FactKind
DUE = ON + 20 * MINUTE


# A station starts


@pytest.mark.meets("SND-15")
def test_a_new_station_is_ready_and_gives_its_sign_of_life_on_every_buzzer() -> None:
    ward = Ward(plan(2, buzzers=((0,), (1,))), now=5000)
    assert [place.bay.phase for place in ward.floor.places] == [Phase.READY, Phase.READY]
    assert (ward.floor.started, ward.bay().since, ward.facts) == (5000, 5000, [])
    ward.wait(MINUTE)
    assert [ward.pulses(0), ward.pulses(1)] == [[(5000, 200)], [(5000, 200)]]


# Beds do not disturb each other


@pytest.mark.meets("STA-1", "GES-1")
def test_each_bed_has_its_own_time_and_its_own_gestures() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.down(0)
    ward.wait(50)
    ward.press(1)
    ward.up(0)
    ward.wait(5 * SECOND)
    assert [(f.bay, f.kind, f.at) for f in ward.facts] == [
        ("bed-2", K.APPLIED, ON + 50),
        ("bed-1", K.APPLIED, ON),
    ]
    ward.until(DUE + 50)
    assert [(f.bay, f.at) for f in ward.facts if f.kind is K.REMOVAL_DUE] == [
        ("bed-1", DUE),
        ("bed-2", DUE + 50),
    ]


@pytest.mark.meets("DUE-2")
def test_what_falls_due_is_told_in_the_order_of_its_instants_however_late() -> None:
    ward = Ward(plan(3))
    for bed, at in ((2, ON), (0, ON + 30 * SECOND), (1, ON + 50 * SECOND)):
        ward.until(at)
        ward.press(bed)
    late = ward.floor
    ward.until(ON + HOUR)
    _, facts = step.advance(late, ON + HOUR)
    assert [(f.bay, f.kind, f.at) for f in facts] == [
        (f.bay, f.kind, f.at) for f in ward.facts if f.kind is not K.APPLIED
    ]
    assert len(facts) == 9


@pytest.mark.meets("GES-5", "FLT-11")
def test_a_stuck_button_is_its_beds_trouble_and_nobody_elses() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.down(0)
    ward.wait(5 * SECOND)
    ward.press(1)
    ward.until(ON + HOUR // 4)
    assert [(f.bay, f.kind, f.at, f.reason) for f in ward.facts] == [
        ("bed-2", K.APPLIED, ON + 5 * SECOND, None),
        ("bed-1", K.BUTTON_FAULT, ON + 10 * SECOND, ButtonTrouble.STUCK),
    ]
    ward.up(0)
    up = ward.now
    ward.wait(2 * SECOND)
    assert (ward.last().kind, ward.last().at, ward.last().reason) == (
        K.BUTTON_OK,
        up + SECOND,
        ButtonTrouble.STUCK,
    )
    assert (ward.phase(0), ward.phase(1)) == (Phase.READY, Phase.CONTACT)


def test_what_chattered_is_forgotten_once_the_button_is_well() -> None:
    ward = Ward()
    for _ in range(26):
        ward.down()
        ward.wait(SCAN)
        ward.up()
        ward.wait(SCAN)
    ward.wait(SECOND)
    ward.press()
    assert ward.kinds() == [K.BUTTON_FAULT, K.BUTTON_OK, K.APPLIED]


@pytest.mark.meets("GES-6", "FCT-10")
def test_a_chattering_button_is_one_too() -> None:
    ward = ward_in(Phase.CONTACT)
    begin = ward.now
    for _ in range(26):
        ward.down()
        ward.wait(10)
        ward.up()
        ward.wait(10)
    ward.wait(5 * SECOND)
    assert ward.facts[1].acted - begin == 500
    assert [(f.kind, f.at - begin, f.reason) for f in ward.facts[1:]] == [
        (K.BUTTON_FAULT, 500, ButtonTrouble.CHATTERING),
        (K.BUTTON_OK, 510 + SECOND, ButtonTrouble.CHATTERING),
    ]


@pytest.mark.parametrize("phase", Phase)
def test_a_level_that_does_not_count_yet_is_neither_seen_nor_heard(phase: Phase) -> None:
    ward = ward_in(phase)
    now = ward.now + SCAN
    (up, _), (down, _) = (step.scan(ward.floor, [level], now) for level in (False, True))
    assert down != up
    assert down.stands_as(up)
    assert pin_levels(down, now) == pin_levels(up, now)
    assert screen(down, 0, now) == screen(up, 0, now)
    ward.down()
    ward.wait(3 * SCAN)
    assert not ward.floor.stands_as(up)


def test_neither_a_lost_panel_nor_another_beds_visit_stands_as_before() -> None:
    ward = Ward(plan(2))
    before = ward.floor
    ward.press(1)
    visit = ward.floor
    assert not visit.stands_as(before)
    ward.lose_panel()
    assert not ward.floor.stands_as(visit)


def test_nor_does_a_bed_whose_button_alone_is_as_before() -> None:
    floor = Ward(plan(2)).floor
    saved = floor.with_place(1, replace(floor.places[1], written=1))
    assert not saved.stands_as(floor)


def test_a_bed_is_no_longer_asked_about_once_somebody_acted_since_the_start() -> None:
    floor = Ward(plan(2), now=5000).floor
    floor = replace(floor, asking=frozenset({"bed-2"}))
    assert [floor.forgotten(bed) for bed in (0, 1)] == [False, True]
    bay = floor.places[1].bay
    for answered, asks in [(4999, True), (5000, False)]:
        place = Place(replace(bay, answered=answered))
        assert floor.with_place(1, place).forgotten(1) is asks
        place = Place(replace(bay, refused=Refused(Gesture.PRESS, Refusal.GUARD, answered)))
        assert floor.with_place(1, place).forgotten(1) is asks


def test_a_bed_with_a_stuck_button_is_timed_on() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.until(DUE + 3 * MINUTE)
    assert ward.kinds()[1:] == [K.BUTTON_FAULT, K.REMOVAL_SOON, K.REMOVAL_DUE, K.OVERDUE]


@pytest.mark.meets("GES-9")
def test_a_button_down_at_the_start_makes_no_gesture_and_is_stuck_after_ten_seconds() -> None:
    floor, facts = step.opened(plan(), 0), list[Fact]()
    for now in range(0, 12_000, 10):
        floor, told = step.scan(floor, [True], now)
        facts += told
        assert not floor.places[0].button.pressed
    assert [(f.kind, f.at, f.reason) for f in facts] == [
        (K.BUTTON_FAULT, 10_000, ButtonTrouble.STUCK)
    ]


def test_so_it_is_however_long_the_machine_was_up_before() -> None:
    floor = step.opened(plan(), HOUR)
    for now in range(HOUR, HOUR + STUCK + SCAN, SCAN):
        floor, facts = step.scan(floor, (True,), now)
    assert [(fact.kind, fact.at) for fact in facts] == [(K.BUTTON_FAULT, HOUR + STUCK)]


@pytest.mark.meets("CFG-10")
def test_the_plan_says_what_a_hold_is() -> None:
    ward = ward_in(Phase.CONTACT, on=plan(times=ButtonTimes(hold=1000)))
    assert [f.kind for f in ward.press(length=1000)] == [K.REMOVAL_STARTED]


@pytest.mark.meets("SND-14")
def test_a_late_look_ticks_when_it_finds_hold_reached() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.wait(500)
    late, _ = step.advance(ward.floor, ward.now + 5 * SECOND)
    assert late.places[0].button.held
    assert late.buzzers[0].level(ward.now + 5 * SECOND)


@pytest.mark.meets("GES-11")
def test_a_glitch_as_hold_is_reached_delays_its_tick_until_the_level_is_sure() -> None:
    ward = ward_in(Phase.CONTACT)
    down = ward.now
    ward.down()
    ward.wait(1990)
    ward.up()
    ward.wait(20)
    ward.down()
    ward.wait(SECOND)
    assert heard(ward, down, 3 * SECOND) == [(30, 30), (2010, 30)]


# What is saved


@pytest.mark.meets("PAN-10", "JNL-5")
def test_a_bays_panel_says_unsaved_until_its_fact_is_on_the_disk() -> None:
    ward = Ward(plan(2, panels=((0,), (1,))))
    ward.until(ON)
    [applied] = ward.press(0)
    ward.floor = step.written(ward.floor, [applied], rows=7)
    assert ward.screen(0).unsaved == "unsaved"
    assert ward.screen(1).unsaved == ""
    ward.report(Saved(6))
    assert ward.screen(0).unsaved == "unsaved"
    ward.report(Saved(7))
    assert ward.screen(0).unsaved == ""


@pytest.mark.meets("JNL-5")
def test_a_shared_panel_says_unsaved_of_the_bays_in_its_strip_too() -> None:
    ward = Ward(plan(2, panels=((0, 1),)))
    ward.press(0)
    ward.report(Saved(1))
    [applied] = ward.press(1)
    ward.floor = step.written(ward.floor, [applied], rows=2)
    assert ward.screen().label == "Bed 1"
    assert ward.screen().unsaved == "unsaved"
    ward.report(Saved(2))
    assert ward.screen().unsaved == ""


def test_a_journal_that_is_lost_says_so_instead() -> None:
    ward = Ward()
    ward.until(ON)
    [applied] = ward.press()
    ward.floor = step.written(ward.floor, [applied], rows=1)
    ward.lose_journal()
    assert ward.screen().unsaved == "NOT SAVED"
    ward.restore_journal()
    assert ward.last().reason == "full"
