"""The lines below the large figure, most important first (section 4 of the design)."""

from station.core.duration import MINUTE, SECOND
from station.core.footer import Footer, footer, next_footer_change
from station.core.phase import Phase
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

REVIEWED = plan(protocol=short(reviewer="Dr. Who", hints={}))


def lines(ward: Ward, order: tuple[int, ...] = (0,)) -> tuple[str, ...]:
    return footer(ward.floor, order, ward.now).lines


def rest(ward: Ward, order: tuple[int, ...] = (0,)) -> tuple[str, ...]:
    """The lines after what a press and a hold do."""
    below = footer(ward.floor, order, ward.now)
    return below.lines[below.prompts :]


def changes(ward: Ward, until: int) -> list[int]:
    """When the lines change; and that they change then, and not a millisecond before."""
    found = []
    while (at := next_footer_change(ward.floor, (0,), ward.now)) is not None and at <= until:
        before = lines(ward)
        ward.until(at - 1)
        assert lines(ward) == before
        ward.until(at)
        assert lines(ward) != before
        found.append(at)
    return found


# Alone


def test_letting_go_has_the_footer_to_itself() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.wait(20)
    assert len(lines(ward)) > 1
    ward.wait(10)
    assert footer(ward.floor, (0,), ward.now) == Footer(("LET GO nothing",), prompts=0)
    assert next_footer_change(ward.floor, (0,), ward.now) is None
    ward.wait(2 * SECOND)
    assert lines(ward) == ("LET GO wipe early",)
    ward.wait(8 * SECOND)
    assert "BUTTON STUCK" in lines(ward)


def test_a_refused_gesture_is_shown_for_five_seconds() -> None:
    ward = ward_in(Phase.CONTACT)
    [refused] = ward.press()
    assert footer(ward.floor, (0,), ward.now) == Footer(("NOT TAKEN: cream is on",), prompts=0)
    assert changes(ward, refused.acted + MINUTE) == [refused.acted + 5 * SECOND]


def test_every_refusal_says_why() -> None:
    def said(ward: Ward, *, hold: bool = False, length: int = 150) -> str:
        ward.press(length=3000 if hold else length)
        [line] = lines(ward)
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
    ward.hold()
    assert not [line for line in lines(ward) if line.startswith("NOT TAKEN")]


# In turn


def test_what_a_press_and_a_hold_do_comes_first_and_most_often() -> None:
    ward = ward_in(Phase.CONTACT)
    below = footer(ward.floor, (0,), ward.now)
    assert below.lines == (
        "PRESS nothing",
        "HOLD wipe early",
        "prepare solutions",
        "UNREVIEWED",
    )
    assert below.prompts == 2


def test_a_protocol_with_a_reviewer_is_not_called_unreviewed() -> None:
    assert rest(ward_in(Phase.CONTACT, on=REVIEWED)) == ()


def test_hints_are_those_of_the_phase() -> None:
    hints = {Phase.READY: ("cleanse", "20 x 20 cm at most"), Phase.NUMB: ("divide the area",)}
    protocol = plan(protocol=short(reviewer="Dr. Who", hints=hints))
    assert rest(ward_in(Phase.READY, on=protocol)) == hints[Phase.READY]
    assert rest(ward_in(Phase.CONTACT, on=protocol)) == ()
    assert rest(ward_in(Phase.NUMB, on=protocol)) == hints[Phase.NUMB]


def test_faults_come_before_everything_else() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel(0)
    ward.press(length=11 * SECOND)
    expected = ("BUTTON STUCK", "PANEL 0 LOST", "prepare solutions", "UNREVIEWED")
    assert rest(ward) == expected
    ward.wait(SECOND)
    ward.restore_panel(0)
    assert rest(ward) == expected[2:]


def test_a_chattering_button_is_called_faulty() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    for _ in range(26):
        ward.down()
        ward.wait(10)
        ward.up()
        ward.wait(10)
    assert rest(ward) == ("BUTTON FAULTY",)


# Clash


def clashing(later: int) -> Ward:
    """Bed 1 is ready, cream is on at bed 2 since so long."""
    ward = Ward(plan(2, protocol=short(reviewer="Dr. Who"), panels=((0,), (1,))))
    ward.until(ON)
    ward.press(1)
    ward.until(ON + later)
    return ward


def test_a_clash_is_shown_with_whom_and_how_long_to_wait() -> None:
    assert rest(clashing(30 * SECOND)) == ("CLASH Bed 2: wait 1:30",)
    assert rest(clashing(30 * SECOND + 10)) == ("CLASH Bed 2: wait 1:30",)
    assert rest(clashing(2 * MINUTE - 10)) == ("CLASH Bed 2: wait 0:01",)
    assert rest(clashing(2 * MINUTE)) == ()


def test_the_wait_counts_down_each_second() -> None:
    ward = clashing(100 * SECOND + 500)
    assert changes(ward, ON + 10 * MINUTE) == [ON + t * SECOND for t in range(101, 121)]


def test_a_clash_is_shown_only_where_a_bed_is_ready() -> None:
    ward = clashing(30 * SECOND)
    assert rest(ward, (1,)) == ("prepare solutions",)
    ward.press(0)
    ward.wait(5 * SECOND)
    assert rest(ward) == ("prepare solutions",)


# Numb windows in the background


def test_windows_in_the_background_are_shown_small_the_first_to_end_first() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    for _ in range(3):
        ward.treat()
    first, second, _ = (window.ends for window in ward.bay().windows)
    ward.until(first - 30 * MINUTE)
    left = -(-(second - ward.now) // MINUTE)
    assert rest(ward) == ("area 1 numb 30 min", f"area 2 numb {left} min")


def test_with_cream_on_all_windows_are_in_the_background() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    ward.treat()
    ward.press()
    ends = ward.bay().windows[0].ends
    ward.until(ends - MINUTE - 1)
    assert "area 1 numb 2 min" in rest(ward)
    ward.until(ends - MINUTE)
    assert rest(ward) == ("area 1 numb 1 min",)
    ward.until(ends - 1)
    assert rest(ward) == ("area 1 numb 1 min",)
    ward.until(ends)
    assert rest(ward) == ()


def test_their_minutes_change_when_a_minute_less_is_left() -> None:
    ward = ward_in(Phase.READY, on=REVIEWED)
    ward.treat()
    ward.press()
    ward.wait(MINUTE)
    ends = ward.bay().windows[0].ends
    expected = [t for t in range(ends - 60 * MINUTE, ends, MINUTE) if t > ward.now]
    assert changes(ward, ward.now + 10 * MINUTE) == expected[:10]


# Where a panel serves several


def test_lines_name_the_bed_where_a_panel_serves_several() -> None:
    ward = Ward(plan(2, protocol=short(reviewer="Dr. Who")))
    ward.until(ON)
    assert lines(ward, (0, 1)) == ("Bed 1: PRESS cream on", "Bed 1: HOLD nothing")
    ward.down(1)
    ward.wait(100)
    assert lines(ward, (0, 1)) == ("Bed 2: LET GO cream on",)
    ward.down(0)
    ward.wait(100)
    assert lines(ward, (0, 1)) == ("Bed 1: LET GO cream on", "Bed 2: LET GO cream on")
    ward.up(0)
    ward.up(1)
    ward.wait(5 * SECOND)
    ward.press(1)
    assert lines(ward, (0, 1)) == ("Bed 2: NOT TAKEN: cream is on",)
    ward.wait(5 * SECOND)
    ward.press(1, length=11 * SECOND)
    assert rest(ward, (0, 1))[0] == "Bed 2: BUTTON STUCK"


def test_a_refusal_at_any_of_its_beds_ends_on_time() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    [refused] = ward.hold(1)
    assert next_footer_change(ward.floor, (0, 1), ward.now) == refused.acted + 5 * SECOND
