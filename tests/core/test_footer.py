"""The lines below the large figure, most important first (section 4 of the design)."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.footer import Footer, next_footer_change
from station.core.phase import Phase
from station.core.reports import CheckReport
from station.core.screen import Prompt
from tests.core.below import alone, asked, below, changes, hints, let_go, news
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

REVIEWED = plan(protocol=short(reviewer="Dr. Who", hints={}))


# Alone


def test_what_cannot_wait_begins_its_turns_when_it_comes() -> None:
    ward = ward_in(Phase.CONTACT)
    assert below(ward).urgent is None
    ward.down()
    down = ward.now
    ward.wait(SECOND)
    assert below(ward).urgent == down + 30  # when the down counted
    ward.wait(SECOND)
    assert below(ward).urgent == down + 2 * SECOND  # it says something else now
    ward.wait(8 * SECOND)
    ward.up()
    ward.wait(2 * SECOND)
    [refused] = ward.press()
    assert below(ward).urgent == refused.acted
    ward.wait(5 * SECOND)
    assert below(ward).urgent is None


@pytest.mark.meets("GES-1", "GES-10", "FLT-10")
def test_letting_go_has_the_footer_to_itself() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.wait(20)
    assert asked(ward) == ("PRESS nothing", "HOLD wipe early")
    assert hints(ward)
    ward.wait(10)
    assert alone(ward) == Footer(prompts=(let_go("nothing"),))
    assert next_footer_change(ward.floor, (0,), ward.now) is None
    ward.wait(2 * SECOND)
    assert alone(ward) == Footer(prompts=(let_go("wipe early"),))
    ward.wait(8 * SECOND)
    assert "BUTTON STUCK" in news(ward)


def test_so_it_has_while_a_hold_would_say_that_it_is_wiped() -> None:
    ward = ward_in(Phase.OVERDUE)
    ward.down()
    ward.wait(3 * SECOND)
    assert alone(ward) == Footer(prompts=(let_go("wiped"),))
    assert next_footer_change(ward.floor, (0,), ward.now) is None


@pytest.mark.meets("PAN-8")
def test_a_refused_gesture_is_shown_for_five_seconds() -> None:
    ward = ward_in(Phase.CONTACT)
    [refused] = ward.press()
    assert alone(ward) == Footer(news=("NOT TAKEN: cream is on",))
    assert changes(ward, refused.acted + MINUTE) == [refused.acted + 5 * SECOND]


@pytest.mark.meets("RDY-3", "PAN-8")
def test_every_refusal_says_why() -> None:
    def said(ward: Ward, *, hold: bool = False, length: int = 150) -> str:
        ward.press(length=3000 if hold else length)
        [line] = news(ward)
        assert alone(ward) == Footer(news=(line,))
        return line

    contact = ward_in(Phase.CONTACT)
    contact.until(ON + 20 * MINUTE - 100)
    assert said(contact) == "NOT TAKEN: it changed while you pressed"
    applied = ward_in(Phase.READY)
    applied.press()
    assert said(applied) == "NOT TAKEN: too quick, press again"
    alarm = ward_in(Phase.REMOVAL, sounding=True)
    alarm.press()
    assert said(alarm) == "NOT TAKEN: wipe first, then press"
    assert said(ward_in(Phase.READY), hold=True) == "NOT TAKEN: nothing to clear"
    limit = ward_in(Phase.READY)
    for _ in range(6):
        limit.treat()
    assert said(limit) == "PRESS AGAIN TO TIME ANYWAY"


def test_an_accepted_gesture_ends_the_refusal() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.press()
    assert asked(ward) == ()
    ward.hold()
    assert asked(ward) == ("PRESS nothing", "HOLD undo wiping")
    assert not [line for line in news(ward) if line.startswith("NOT TAKEN")]


# In turn


def test_what_a_press_and_a_hold_do_is_told_apart_from_hints() -> None:
    ward = ward_in(Phase.CONTACT)
    assert below(ward) == Footer(
        prompts=(Prompt("PRESS", "nothing"), Prompt("HOLD", "wipe early")),
        hints=("prepare solutions", "UNREVIEWED"),
    )


@pytest.mark.meets("FIL-3")
def test_a_protocol_with_a_reviewer_is_not_called_unreviewed() -> None:
    assert hints(ward_in(Phase.CONTACT, on=REVIEWED)) == ()


@pytest.mark.meets("PRO-10", "PAN-16")
def test_hints_are_those_of_the_phase() -> None:
    of_phase = {Phase.READY: ("cleanse", "20 x 20 cm at most"), Phase.NUMB: ("divide the area",)}
    protocol = plan(protocol=short(reviewer="Dr. Who", hints=of_phase))
    for phase in (Phase.READY, Phase.CONTACT, Phase.NUMB):
        ward = ward_in(phase, on=protocol)
        assert (news(ward), hints(ward)) == ((), of_phase.get(phase, ()))


@pytest.mark.meets("PAN-9")
def test_a_fault_is_news_until_it_is_mended() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel(0)
    ward.press(length=11 * SECOND)
    assert news(ward) == ("BUTTON STUCK", "PANEL 0 LOST")
    assert hints(ward) == ("prepare solutions", "UNREVIEWED")
    ward.wait(SECOND)
    ward.restore_panel(0)
    assert news(ward) == ()
    assert hints(ward) == ("prepare solutions", "UNREVIEWED")


@pytest.mark.meets("PAN-3")
def test_faults_come_before_a_clash_and_that_before_windows_in_the_background() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.treat(0)
    ward.press(0)
    ward.wait(30 * SECOND)
    ward.lose_panel(0)
    assert news(ward, (0, 1)) == (
        "PANEL 0 LOST",
        "Bed 2: CLASH Bed 1: wait 1:30",
        "area 1 numb 59 min",
    )


@pytest.mark.meets("FLT-10")
def test_a_chattering_button_is_called_faulty() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    for _ in range(26):
        ward.down()
        ward.wait(10)
        ward.up()
        ward.wait(10)
    assert news(ward) == ("BUTTON FAULTY",)


# Numb windows in the background


@pytest.mark.meets("PAN-15")
def test_windows_in_the_background_are_shown_small_the_first_to_end_first() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    for _ in range(3):
        ward.treat()
    first, second, _ = (window.ends for window in ward.bay().windows)
    ward.until(first - 30 * MINUTE)
    left = -(-(second - ward.now) // MINUTE)
    assert news(ward) == ("area 1 numb 30 min", f"area 2 numb {left} min")


@pytest.mark.meets("WIN-3")
def test_with_cream_on_all_windows_are_in_the_background() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    ward.treat()
    ward.press()
    ends = ward.bay().windows[0].ends
    ward.until(ends - MINUTE - 1)
    assert "area 1 numb 2 min" in news(ward)
    ward.until(ends - MINUTE)
    assert news(ward) == ("area 1 numb 1 min",)
    ward.until(ends - 1)
    assert news(ward) == ("area 1 numb 1 min",)
    ward.until(ends)
    assert news(ward) == ()


def test_their_minutes_change_when_a_minute_less_is_left() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    ward.treat()
    ward.press()
    ward.wait(MINUTE)
    ends = ward.bay().windows[0].ends
    expected = [t for t in range(ends - 60 * MINUTE, ends, MINUTE) if t > ward.now]
    assert changes(ward, ward.now + 10 * MINUTE) == expected[:10]


# When the station last checked itself


def test_the_hours_since_the_check_change_each_at_its_instant_while_nothing_is_timed() -> None:
    ward = Ward(plan(protocol=short(reviewer="Dr. Who", hints={})))
    said = CheckReport(7 * SECOND, frozenset(), trusted=True, row=1)
    checked = ward.floor.check.over(said, saved=True, short_of_room=False, well=True)
    floor = replace(ward.floor, check=checked)
    for now, change in [(7 * SECOND, 1), (4 * HOUR, 4), (5 * HOUR + 6999, 5), (5 * HOUR + 7000, 6)]:
        assert next_footer_change(floor, (0,), now) == 7 * SECOND + change * HOUR
    on = ward_in(Phase.CONTACT)
    assert next_footer_change(replace(on.floor, check=checked), (0,), on.now) is None
