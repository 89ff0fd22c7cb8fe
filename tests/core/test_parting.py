"""The last word of a station that stops while cream is on."""

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.parting import Label, parting_screen
from station.core.phase import Phase
from station.core.screen import LastWord, Spoken
from tests.core.outage import Outages, power_lost_with_cream_on
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, ward_in


def clock(instant: int) -> str | None:
    """The station of these tests came up at noon."""
    return f"12:{instant // MINUTE:02d}"


def nobody_knows(_instant: int) -> str | None:
    """The wall clock is not to be trusted."""
    return None


@pytest.mark.meets("LST-1")
def test_it_says_when_cream_was_applied_and_by_when_to_wipe() -> None:
    ward = ward_in(Phase.CONTACT)
    shown = parting_screen(ward.floor, 0, ward.now, clock)
    last_word = "Bed 1 CREAM ON since 12:01, wipe by 12:21"
    assert shown.text == ("Bed 1", "STOPPED", last_word)


def test_on_a_small_panel_it_says_so_briefly_and_least_of_all_by_when() -> None:
    def last(ward: Ward, label: Label = clock) -> LastWord:
        [word] = parting_screen(ward.floor, 0, ward.now, label).last_words
        return word

    contact, due = ward_in(Phase.CONTACT), "12:21"
    whole = f"CREAM ON since 12:01, wipe by {due}"
    assert last(contact) == LastWord("Bed 1", whole, f"12:01 wipe {due}", due)
    whole = "CREAM ON since 12:01, wipe NOW"
    assert last(ward_in(Phase.OVERDUE)) == LastWord("Bed 1", whole, "12:01 wipe NOW", "NOW")
    whole = "CREAM ON, for 5:00 when this stopped"
    assert last(contact, nobody_knows) == LastWord("Bed 1", whole, "on 5:00 at stop", "+5:00")
    doubted = power_lost_with_cream_on()
    whole = "CREAM ON, for 5:00 or more when this stopped"
    assert last(doubted) == LastWord("Bed 1", whole, "on 5:00 or more", "+5:00")


def test_it_is_no_alarm() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    assert ward.screen().inverted
    shown = parting_screen(ward.floor, 0, ward.now, clock)
    assert (shown.phase, str(shown.inverted)) == (Phase.OVERDUE, "False")


def test_nothing_of_it_still_counts() -> None:
    ward = ward_in(Phase.CONTACT)
    shown = parting_screen(ward.floor, 0, ward.now, clock)
    assert (shown.figure, shown.bar, shown.turn, shown.marks) == ("", None, 0, "")
    assert (shown.header, shown.prompts, shown.news, shown.hints) == ((), (), (), ())


def test_without_a_trusted_clock_it_says_how_long_the_cream_has_been_on() -> None:
    ward = ward_in(Phase.CONTACT)
    shown = parting_screen(ward.floor, 0, ward.now, nobody_knows)
    assert shown.text[-1] == "Bed 1 CREAM ON, for 5:00 when this stopped"


def test_and_no_more_than_it_knows() -> None:
    station = Outages()
    station.ward.until(ON)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(MINUTE, trusted=False)
    shown = parting_screen(station.ward.floor, 0, station.ward.now, clock)
    assert shown.text[-1] == "Bed 1 CREAM ON, for 5:00 or more when this stopped"


def test_every_bed_with_cream_on_is_named_the_most_urgent_first() -> None:
    ward = Ward(plan(3))
    ward.until(ON)
    ward.press(2)
    ward.wait(30 * SECOND)
    ward.press(0)
    shown = parting_screen(ward.floor, 0, ward.now, clock)
    assert [word.label for word in shown.last_words] == ["Bed 3", "Bed 1"]
    assert shown.labels == ("Bed 3", "Bed 1", "Bed 2"), "no name may be cut to what Bed 2 is called"


def test_where_no_cream_is_on_there_is_nothing_to_say_but_that() -> None:
    shown = parting_screen(Ward(plan(2)).floor, 0, 0, clock)
    assert shown.text == ("STOPPED", "nothing is timed")
    assert shown.spoken == shown.aside == Spoken("nothing is timed", 0)


def test_after_an_early_removal_it_says_by_when_that_should_be_over() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.hold()
    assert parting_screen(ward.floor, 0, ward.now, clock).text[-1].endswith("wipe by 12:08")


def test_what_is_overdue_is_to_be_wiped_now() -> None:
    ward = ward_in(Phase.OVERDUE)
    shown = parting_screen(ward.floor, 0, ward.now, clock)
    assert shown.text[-1] == "Bed 1 CREAM ON since 12:01, wipe NOW"
