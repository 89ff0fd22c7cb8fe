"""The lines below the large figure where beds clash, or share a panel."""

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.footer import Footer, next_footer_change
from station.core.reports import Part, PinReport
from station.core.screen import Prompt
from tests.core.below import alone, asked, below, changes, hints, let_go, news
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short

# Clash


def clashing(later: int) -> Ward:
    """Bed 1 is ready, cream is on at bed 2 since so long."""
    ward = Ward(plan(2, protocol=short(reviewer="Dr. Who"), panels=((0,), (1,))))
    ward.until(ON)
    ward.press(1)
    ward.until(ON + later)
    return ward


@pytest.mark.meets("CLS-4", "PAN-14")
def test_a_clash_is_shown_with_whom_and_how_long_to_wait() -> None:
    assert news(clashing(30 * SECOND)) == ("CLASH Bed 2: wait 1:30",)
    assert news(clashing(30 * SECOND + 10)) == ("CLASH Bed 2: wait 1:30",)
    assert news(clashing(2 * MINUTE - 10)) == ("CLASH Bed 2: wait 0:01",)
    assert news(clashing(2 * MINUTE)) == ()


def test_the_wait_counts_down_each_second() -> None:
    ward = clashing(100 * SECOND + 500)
    assert changes(ward, ON + 10 * MINUTE) == [ON + t * SECOND for t in range(101, 121)]


def test_a_clash_is_shown_only_where_a_bed_is_ready() -> None:
    ward = clashing(30 * SECOND)
    assert (news(ward, (1,)), hints(ward, (1,))) == ((), ("prepare solutions",))
    ward.press(0)
    ward.wait(5 * SECOND)
    assert (news(ward), hints(ward)) == ((), ("prepare solutions",))


# Where a panel serves several


@pytest.mark.meets("PAN-7")
def test_lines_name_the_bed_where_a_panel_serves_several() -> None:
    ward = Ward(plan(2, protocol=short(reviewer="Dr. Who")))
    ward.until(ON)
    assert below(ward, (0, 1)) == Footer(
        prompts=(Prompt("PRESS", "cream on", "Bed 1"), Prompt("HOLD", "nothing", "Bed 1"))
    )
    assert asked(ward, (0, 1)) == ("Bed 1: PRESS cream on", "Bed 1: HOLD nothing")
    ward.down(1)
    ward.wait(100)
    assert alone(ward, (0, 1)) == Footer(prompts=(let_go("cream on", "Bed 2"),))
    ward.down(0)
    ward.wait(100)
    both = (let_go("cream on", "Bed 1"), let_go("cream on", "Bed 2"))
    assert alone(ward, (0, 1)) == Footer(prompts=both)
    assert asked(ward, (0, 1)) == ("Bed 1: LET GO cream on", "Bed 2: LET GO cream on")
    ward.up(0)
    ward.up(1)
    ward.wait(5 * SECOND)
    ward.press(1)
    assert alone(ward, (0, 1)) == Footer(news=("Bed 2: NOT TAKEN: cream is on",))
    ward.wait(5 * SECOND)
    ward.press(1, length=11 * SECOND)
    assert news(ward, (0, 1))[0] == "Bed 2: BUTTON STUCK"


def test_every_fault_of_a_bed_names_it_but_a_panel_is_nobodys() -> None:
    ward = Ward(plan(2, protocol=short(reviewer="Dr. Who"), lamps=True))
    ward.until(ON)
    ward.report(PinReport(Part.LAMP, 1, "Input/output error"))
    ward.lose_panel(0)
    assert news(ward, (0, 1)) == ("Bed 2: LAMP FAILED", "PANEL 0 LOST")
    assert news(ward, (1,)) == ("LAMP FAILED", "PANEL 0 LOST")


def test_two_refused_at_once_are_both_news() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.hold(0)
    ward.hold(1)
    assert alone(ward, (0, 1)) == Footer(
        news=("Bed 1: NOT TAKEN: nothing to clear", "Bed 2: NOT TAKEN: nothing to clear")
    )


def test_no_bed_is_named_where_a_panel_has_one() -> None:
    ward = Ward(plan(2, panels=((0,), (1,))))
    ward.until(ON)
    assert {prompt.bay for i in (0, 1) for prompt in below(ward, (i,)).prompts} == {""}
    ward.down(1)
    ward.wait(100)
    assert alone(ward, (1,)) == Footer(prompts=(let_go("cream on"),))


def test_a_refusal_at_any_of_its_beds_ends_on_time() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    [refused] = ward.hold(1)
    assert next_footer_change(ward.floor, (0, 1), ward.now) == refused.acted + 5 * SECOND
