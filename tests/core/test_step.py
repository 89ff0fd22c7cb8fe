"""Word from an edge, and what becomes of it at that very instant."""

import pytest

from station.core.change import replace
from station.core.duration import MINUTE
from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.gesture import STUCK
from station.core.lamp import Lamp
from station.core.phase import Phase
from station.core.reports import CheckReport, JournalReport, PanelReport, Part, PinReport, Saved
from station.core.step import _folded, next_change_of_state, opened, report, written
from tests.core.ward import APPLIED, Ward, plan, ward_in

K = FactKind


def floor() -> Floor:
    return opened(plan(2, panels=((0,), (1,)), lamps=True), 5)


def test_a_panel_is_lost_and_restored() -> None:
    lost, facts = report(floor(), PanelReport(1, "no answer"), 7)
    assert facts == (Fact(K.PANEL_LOST, 7, 7, panel=1, reason="no answer"),)
    assert lost.lost_panels == (None, 7)
    restored, facts = report(lost, PanelReport(1, None), 9)
    assert facts == (Fact(K.PANEL_RESTORED, 9, 9, panel=1),)
    assert restored.lost_panels == (None, None)


def test_the_journal_is_lost_and_restored_and_why_is_said_both_times() -> None:
    lost, facts = report(floor(), JournalReport("full"), 7)
    assert facts == (Fact(K.JOURNAL_LOST, 7, 7, reason="full"),)
    assert (lost.journal_lost, lost.journal_reason) == (7, "full")
    restored, facts = report(lost, JournalReport(None), 9)
    assert facts == (Fact(K.JOURNAL_RESTORED, 9, 9, reason="full"),)
    assert (restored.journal_lost, restored.journal_reason) == (None, "full")


def test_a_pin_that_fails_is_no_fact() -> None:
    dead, facts = report(floor(), PinReport(Part.LAMP, 1, "gone"), 7)
    assert dead.dead == {(Part.LAMP, 1)}
    assert facts == ()
    both, _ = report(dead, PinReport(Part.BUZZER, 0, "gone"), 8)
    assert both.dead == {(Part.LAMP, 1), (Part.BUZZER, 0)}
    well, facts = report(both, PinReport(Part.LAMP, 1, None), 9)
    assert well.dead == {(Part.BUZZER, 0)}
    assert facts == ()


def test_what_was_saved_ends_the_check_that_waited_for_it_with_all_that_it_found() -> None:
    said = CheckReport(6, frozenset({(Part.LAMP, 1)}), trusted=True, row=3)
    asked, facts = report(replace(floor(), check=floor().check.begun(6)), said, 7)
    assert (asked.check.said, facts) == (said, ())
    early, _ = report(asked, Saved(2), 8)
    assert (early.saved, early.check) == (2, asked.check)
    over, facts = report(asked, Saved(3, "3 MB left"), 8)
    assert (over.saved, facts) == (3, ())
    well = asked.check.over(said, saved=True, short_of_room=True, well=True)
    assert over.check == well


@pytest.mark.parametrize("bay", ["bed-1", "bed-2"])
def test_a_fact_that_went_to_the_journal_is_its_bay_s(bay: str) -> None:
    noted = written(floor(), [Fact(K.SILENCED, 5, 5, bay), Fact(K.STARTED, 5, 5)], rows=4)
    assert [place.written for place in noted.places] == [4 * (p == bay) for p in ("bed-1", "bed-2")]


def test_a_station_at_rest_next_checks_itself() -> None:
    assert next_change_of_state(floor()) == floor().check.due


# What the lamp makes of it


def test_a_lamp_knows_when_overdue_began_and_when_it_was_over() -> None:
    ward = ward_in(Phase.OVERDUE)
    over = APPLIED + 22 * MINUTE
    lamp = ward.floor.places[0].lamp
    assert (lamp.switched, lamp.moving) == (over, False)
    ward.press()
    assert ward.phase() is Phase.NUMB
    assert ward.floor.places[0].lamp.switched == ward.last().acted


def test_a_lamp_knows_that_overdue_goes_on_at_other_instants() -> None:
    ward = ward_in(Phase.OVERDUE)
    place, cream = ward.floor.places[0], ward.bay().cream
    assert cream is not None
    assert _folded(place, place.bay, 7).lamp == place.lamp
    earlier = replace(place.bay, cream=replace(cream, since=cream.since - 1))
    assert _folded(place, earlier, 7).lamp == Lamp(switched=7, moving=True)


def test_a_stuck_button_is_acted_on_as_it_is_found() -> None:
    ward = Ward()
    ward.down()
    ward.wait(STUCK)
    [fact] = ward.facts
    assert (fact.kind, fact.at, fact.acted) == (K.BUTTON_FAULT, STUCK, STUCK)
