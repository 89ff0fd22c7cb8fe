"""The short words beside the label, most important first (section 4 of the design)."""

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.panel import TURN, wording
from station.core.phase import Phase
from station.core.step import written
from tests.core.outage import Outages, power_lost_with_cream_on
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in


@pytest.mark.meets("PRO-9", "PAN-11")
def test_the_header_says_which_application_of_how_many() -> None:
    ward = ward_in(Phase.READY, on=plan(protocol=short(reviewer="Dr. Who")))
    assert ward.screen().header == ()
    for count in range(1, 7):
        ward.treat()
        assert ward.screen().header == (f"{count} of 6",)
    ward.press()
    ward.wait(SECOND)
    ward.press()
    assert ward.screen().header == ("7 of 6",)


def test_without_a_limit_it_says_which_application() -> None:
    ward = ward_in(Phase.CONTACT, on=plan(protocol=short(applications=None)))
    assert ward.screen().header == ("no. 1",)


@pytest.mark.meets("PAN-10")
def test_not_saved_is_beside_it() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_journal()
    assert (ward.screen().unsaved, ward.screen().header) == ("NOT SAVED", ("1 of 6",))
    ward.restore_journal()
    assert (ward.screen().unsaved, ward.screen().header) == ("", ("1 of 6",))


def test_the_headers_words_take_turns_with_that_of_the_phase() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.down()
    ward.wait(SECOND)
    seen = ward.screen()
    assert (seen.header, len(seen.prompts)) == (("1 of 6",), 1)
    ward.up()
    ward.wait(7 * SECOND)
    assert ward.screen().turn == (ward.now - ward.bay().since) // TURN > 0


@pytest.mark.meets("FIL-3", "PAN-17")
def test_a_cream_that_nobody_has_reviewed_is_marked_while_it_can_still_be_left_off() -> None:
    ward = ward_in(Phase.READY)
    assert ward.screen().header == ("UNREVIEWED",)
    ward.treat()
    ward.wait(61 * MINUTE)
    assert ward.screen().header == ("1 of 6", "UNREVIEWED")
    ward.press()
    assert "UNREVIEWED" not in ward.screen().header
    ward.wait(6 * SECOND)
    assert "UNREVIEWED" in ward.screen().hints


# With power lost


@pytest.mark.meets("RES-6")
def test_power_lost_comes_first_then_what_is_known_with_not_saved_beside_it() -> None:
    ward = power_lost_with_cream_on()
    ward.lose_journal()
    on_at_least = ("POWER LOST", "on at least 5:00")
    assert ward.screen().header == (*on_at_least, "1 of 6?")
    assert ward.screen().text[-4:] == ("NOT SAVED", *ward.screen().header)


def test_a_word_that_is_not_saved_yet_leaves_what_is_known_in_its_place() -> None:
    ward = power_lost_with_cream_on()
    ward.floor = written(ward.floor, ward.facts[-1:], rows=7)
    assert ward.screen().unsaved == "unsaved"
    assert ward.screen().header == ("POWER LOST", "on at least 5:00", "1 of 6?")


def test_a_time_that_is_known_has_nothing_of_it() -> None:
    assert ward_in(Phase.REMOVAL).screen().header == ("1 of 6",)


@pytest.mark.meets("RES-6")
def test_the_least_time_on_ticks_in_the_header_each_second_whatever_the_footer_says() -> None:
    def seconds(ward: Ward, count: int) -> list[str]:
        """What is said at the beginning and at the end of each second of the cream's."""
        cream = ward.bay().cream
        assert cream is not None
        ward.until(ward.now + SECOND - (ward.now - cream.applied) % SECOND)
        heard = []
        for _ in range(count):
            assert wording(ward.floor, 0, ward.now).until == ward.now + SECOND
            first = ward.screen().header[1]
            ward.wait(SECOND - 1)
            assert ward.screen().header[1] == first
            heard.append(first)
            ward.wait(1)
        return heard

    ward = power_lost_with_cream_on()
    ward.until(19 * SECOND)
    assert seconds(ward, 3) == [f"on at least 5:{s}" for s in (20, 21, 22)]
    ward.until(30 * SECOND)
    ward.down()
    ward.wait(30)
    assert [prompt.doing for prompt in ward.screen().prompts] == ["LET GO"]
    assert seconds(ward, 3) == [f"on at least 5:{s}" for s in (31, 32, 33)]


def test_a_numb_window_of_unknown_age_lasts_so_long_at_most() -> None:
    station = Outages()
    station.ward.until(ON)
    station.ward.treat()
    station.ward.wait(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert station.ward.phase() is Phase.NUMB
    assert station.ward.screen().header == ("POWER LOST", "so long at most", "1 of 6?")
