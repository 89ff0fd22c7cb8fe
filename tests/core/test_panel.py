"""What each panel shows: the most urgent bay large, the others in a strip (section 4)."""

from collections.abc import Callable

import pytest

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.floor import Absent
from station.core.gesture import STUCK
from station.core.panel import next_screen_change, wording
from station.core.phase import Phase
from station.core.reports import Part, PinReport
from station.core.screen import Light, Prompt, Strip
from tests.core.outage import Outages
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE


# One bed


@pytest.mark.meets("OVD-5", "PAN-5", "PAN-19")
@pytest.mark.parametrize(
    ("phase", "sounding", "shown"),
    [
        (Phase.READY, False, ("READY", "", False, "")),
        (Phase.CONTACT, False, ("CREAM ON", "", False, "15:00")),
        (Phase.REMOVAL, True, ("WIPE NOW", "!!", True, "1:59")),
        (Phase.REMOVAL, False, ("WIPE NOW", "!!", False, "1:48")),
        (Phase.OVERDUE, True, ("OVERDUE", "!!!", True, "+0:01")),
        (Phase.OVERDUE, False, ("OVERDUE", "!!!", False, "+0:12")),
        (Phase.NUMB, False, ("NUMB", "", False, "59:29")),
    ],
)
def test_the_phase_is_a_word_its_priority_marks_and_its_time_large(
    phase: Phase, sounding: bool, shown: tuple[str, str, bool, str]
) -> None:
    seen = ward_in(phase, sounding=sounding).screen()
    assert (seen.label, seen.phase) == ("Bed 1", phase)
    assert (seen.word, seen.marks, seen.inverted, seen.figure) == shown


@pytest.mark.meets("PAN-19")
@pytest.mark.parametrize(("phase", "marks"), [(Phase.CONTACT, "!"), (Phase.READY, "")])
def test_a_fault_while_cream_is_on_is_marked_low(phase: Phase, marks: str) -> None:
    ward = ward_in(phase)
    ward.lose_journal()
    assert ward.screen().marks == marks


@pytest.mark.meets("PAN-13")
def test_numbness_begins_at_a_mark_on_the_bar_of_contact() -> None:
    ward = ward_in(Phase.CONTACT)
    assert (ward.screen().bar, ward.screen().onset) == (250, 150)  # 3 of 20 minutes
    assert ward_in(Phase.REMOVAL).screen().onset is None
    assert ward_in(Phase.CONTACT, on=plan(protocol=short(onset=None))).screen().onset is None


def test_a_bar_s_mark_is_in_whole_thousandths() -> None:
    ward = ward_in(
        Phase.CONTACT, on=plan(protocol=short(contact=9 * MINUTE, onset=(0, 7 * MINUTE)))
    )
    assert repr(ward.screen().onset) == "777"


def test_a_lost_panel_while_cream_is_on_is_marked_on_those_that_are_left() -> None:
    ward = Ward(plan(panels=((0,), (0,))))
    ward.until(ON)
    ward.press()
    ward.lose_panel(1)
    assert ward.screen().marks == "!"


def test_words_hold_until_something_after_now() -> None:
    ward = ward_in(Phase.READY)
    ward.treat()
    assert wording(ward.floor, 0, ON + DAY - 1).until == ON + DAY
    ward.until(ON + DAY)
    until = wording(ward.floor, 0, ON + DAY).until
    assert until is None or until > ON + DAY


def test_contents_shift_and_the_pixel_moves_from_when_the_station_started() -> None:
    ward = Ward(plan(), now=5 * HOUR + 7 * SECOND)
    assert ward.screen().shift == 0
    assert next_screen_change(ward.floor, 0, ward.now + 58 * SECOND) == ward.now + MINUTE
    started = ward.now
    ward.wait(11 * MINUTE)
    assert (ward.screen().light, ward.screen().pixel) == (Light.BLANK, 11 * 60)
    assert next_screen_change(ward.floor, 0, ward.now) == started + 11 * MINUTE + SECOND


@pytest.mark.meets("PAN-4", "IDL-5")
def test_lines_take_turns_each_five_seconds_and_contents_shift_each_minute() -> None:
    ward = ward_in(Phase.CONTACT)
    shown = [ward.screen()]
    for _ in range(60):
        ward.wait(SECOND)
        shown.append(ward.screen())
    assert [s.turn - shown[0].turn for s in shown[:11]] == [0] * 5 + [1] * 5 + [2]
    assert (shown[59].shift, shown[60].shift) == (shown[0].shift, shown[0].shift + 1)


def test_what_letting_go_does_takes_turns_too_for_it_may_be_said_in_pieces() -> None:
    ward = ward_in(Phase.READY)
    ward.down()
    ward.wait(30)
    turns = []
    for _ in range(4):
        seen = ward.screen()
        assert (seen.prompts, seen.urgent) == ((Prompt("LET GO", "cream on"),), True)
        turns.append(seen.turn)
        ward.wait(490)
    ward.wait(6 * SECOND)
    assert (turns, ward.screen().prompts[0].does, ward.screen().turn) == ([0] * 4, "nothing", 2)


def test_a_line_alone_takes_turns_with_itself_for_it_may_be_said_in_pieces() -> None:
    ward = ward_in(Phase.READY)
    ward.hold()
    assert ward.screen().prompts == ()
    seen = []
    for _ in range(4):
        seen.append(ward.screen().spoken)
        ward.wait(SECOND)
    assert {spoken.line for spoken in seen if spoken} == {"NOT TAKEN: nothing to clear"}
    assert [spoken.piece(2) for spoken in seen if spoken] == [0, 0, 0, 1]


# Several beds


@pytest.mark.meets("PAN-18")
def test_the_most_urgent_is_large_and_the_rest_in_a_strip_by_urgency() -> None:
    ward = Ward(plan(6))
    ward.until(ON)
    ward.press(1)
    ward.treat(3)
    for bed, later in ((4, 150), (5, 300), (0, 600)):
        ward.until(ON + later * SECOND)
        ward.press(bed)
    ward.until(OVER + 45 * SECOND)
    shown = ward.screen()
    assert (shown.label, shown.word, shown.figure) == ("Bed 2", "OVERDUE", "+0:45")
    assert shown.strip == (
        Strip("Bed 5", "WIPE NOW", "1:45", "!!", Phase.REMOVAL),
        Strip("Bed 6", "CREAM ON", "2:15", "", Phase.CONTACT),
        Strip("Bed 1", "CREAM ON", "7:15", "", Phase.CONTACT),
        Strip("Bed 4", "NUMB", shown.strip[3].figure, "", Phase.NUMB),
        Strip("Bed 3", "READY", "", "", Phase.READY),
    )
    assert shown.strip[3].figure
    assert shown.inverted


def test_of_two_overdue_the_longer_is_large_and_of_two_numb_the_first_to_end() -> None:
    ward = Ward(plan(3))
    ward.until(ON)
    for bed in (2, 0, 1):
        ward.press(bed)
        ward.wait(10 * SECOND)
    ward.until(OVER + MINUTE)
    assert [ward.screen().label, *(s.label for s in ward.screen().strip)] == [
        "Bed 3",
        "Bed 1",
        "Bed 2",
    ]


def test_a_panel_shows_its_own_beds_only() -> None:
    ward = Ward(plan(3, panels=((0, 2), (1,))))
    assert [ward.screen(0).label, *(s.label for s in ward.screen(0).strip)] == ["Bed 1", "Bed 3"]
    assert (ward.screen(1).label, ward.screen(1).strip) == ("Bed 2", ())


def test_a_strip_says_which_of_its_times_are_not_sure() -> None:
    station = Outages(plan(3))
    station.ward.until(ON)
    station.ward.treat(0)
    station.ward.press(1)
    station.ward.wait(5 * MINUTE)
    station.ward.press(2)
    station.cut(90 * SECOND, trusted=False)
    shown = station.ward.screen()
    assert shown.word == "WIPE NOW"
    # A removal counts from when the station came back, which it knows; numbness does not.
    wiping, numb = shown.strip
    assert (wiping.word, wiping.figure) == ("WIPE NOW", "2:00")
    assert (numb.word, numb.figure.endswith("?")) == ("NUMB", True)


@pytest.mark.meets("PAN-14")
def test_a_shared_panel_tells_of_a_clash_though_the_ready_bed_is_not_shown_large() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.press(0)
    ward.until(ON + 30 * SECOND)
    assert ward.screen().label == "Bed 1"
    assert "Bed 2: CLASH Bed 1: wait 1:30" in ward.screen().news


# Idle


def lights(ward: Ward, *instants: int) -> list[Light]:
    found = []
    for instant in instants:
        ward.until(instant)
        found.append(ward.screen().light)
    return found


@pytest.mark.meets("IDL-1", "IDL-2")
def test_an_idle_panel_dims_after_two_minutes_and_goes_dark_after_ten() -> None:
    assert lights(Ward(), 2 * MINUTE - 1, 2 * MINUTE, 10 * MINUTE - 1, 10 * MINUTE, DAY) == [
        Light.BRIGHT,
        Light.DIM,
        Light.DIM,
        Light.BLANK,
        Light.BLANK,
    ]


def test_idle_is_since_the_last_touch() -> None:
    ward = ward_in(Phase.READY)
    ward.hold()  # refused
    up = ward.now
    assert lights(ward, up + 2 * MINUTE - 1, up + 2 * MINUTE) == [Light.BRIGHT, Light.DIM]


def test_idle_is_since_the_bed_was_ready() -> None:
    ward = ward_in(Phase.NUMB)
    over = ward.bay().windows[0].ends
    assert lights(ward, over - 1, over + 2 * MINUTE - 1, over + 2 * MINUTE) == [
        Light.BRIGHT,
        Light.BRIGHT,
        Light.DIM,
    ]


def test_a_panel_with_something_to_count_never_dims() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.press(1)
    assert lights(ward, ON + 10 * MINUTE, DUE, OVER + HOUR) == [Light.BRIGHT] * 3


@pytest.mark.meets("IDL-3")
def test_a_dark_panel_has_a_pixel_that_moves_each_second_and_nothing_else() -> None:
    ward = Ward()
    ward.until(20 * MINUTE)
    first = ward.screen()
    assert first.text == ()
    ward.wait(SECOND)
    assert ward.screen() == replace(first, pixel=first.pixel + 1)


@pytest.mark.meets("IDL-4")
def test_a_button_acts_at_once_on_a_dark_panel() -> None:
    ward = Ward()
    ward.until(20 * MINUTE)
    assert ward.screen().light is Light.BLANK
    ward.down()
    ward.wait(30)
    assert ward.screen().light is Light.BRIGHT
    seen = ward.screen()
    assert seen.prompts == (Prompt("LET GO", "cream on"),)
    assert (seen.news, seen.hints) == ((), ())
    ward.wait(120)
    ward.up()
    ward.wait(30)
    assert (ward.last().kind, ward.screen().word) == (FactKind.APPLIED, "CREAM ON")


def test_a_fault_dims_but_never_goes_dark() -> None:
    ward = Ward()
    ward.lose_journal()
    assert lights(ward, 2 * MINUTE, HOUR) == [Light.DIM, Light.DIM]
    assert "NOT SAVED" in ward.screen().text


def loses_panel(ward: Ward) -> None:
    ward.lose_panel(1)


def loses_the_lamp(ward: Ward) -> None:
    ward.report(PinReport(Part.LAMP, 0, "gone"))


def has_a_stuck_button(ward: Ward) -> None:
    ward.down()
    ward.wait(STUCK + SECOND)


def misses_a_bay(ward: Ward) -> None:
    ward.floor = replace(ward.floor, absent=(Absent("bed-9", 0, sure=True, until=3 * HOUR),))


def has_forgotten(ward: Ward) -> None:
    ward.floor = replace(ward.floor, asking=frozenset({"bed-1"}))


@pytest.mark.parametrize(
    "trouble",
    [loses_panel, loses_the_lamp, has_a_stuck_button, misses_a_bay, has_forgotten],
    ids=lambda trouble: trouble.__name__,
)
def test_each_trouble_alone_keeps_it_from_going_dark(trouble: Callable[[Ward], None]) -> None:
    ward = Ward(plan(panels=((0,), (0,)), lamps=True))
    trouble(ward)
    ward.until(2 * HOUR)
    assert ward.screen().light is Light.DIM
