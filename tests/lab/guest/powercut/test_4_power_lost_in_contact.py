"""Boot 4, without a clock: cream is on at one bed and the other numb, nobody knows since when."""

from tests.lab.guest.powercut.bed import (
    BED_1,
    BED_2,
    host_time_at,
    last_before,
    started,
    synchronise,
    trusted,
)
from tests.lab.guest.powercut.bounds import AT_ONCE, BEEP, CLOCKS, GLASS, MEDIUM
from tests.lab.guest.powercut.notes import noted

CONTACT, REMOVAL, EFFECT = 1200, 600, 3000
"""Seconds."""


def test_nobody_knows_the_time() -> None:
    assert not any(trusted())
    assert not started()["certain"]


def test_cream_is_to_be_wiped_from_now_on_with_the_medium_alarm() -> None:
    start = started()
    resumed = BED_1.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("removal", False)
    assert BED_1.sounds(start["at"], MEDIUM) - start["at"] < AT_ONCE
    assert abs(BED_1.counts_to(host_time_at(start["at"]) + REMOVAL)) < GLASS
    BED_1.says_power_lost(on_since=noted("bed_1_again") - (noted("boot_3") + last_before() / 1e3))


def test_a_numb_window_goes_by_the_least_time() -> None:
    start = started()
    resumed = BED_2.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("numb", False)
    assert BED_2.sounds(start["at"], BEEP)
    BED_2.says_power_lost()
    least = noted("boot_3") + last_before() / 1e3 - noted("bed_2_wiped")
    assert abs(BED_2.counts_to(host_time_at(0) - least + EFFECT)) < GLASS


def test_then_the_time_is_found_out_and_what_is_left_of_it_given_back() -> None:
    start = started()
    synchronise()
    assert BED_1.fact("time_confirmed", start["number"])["phase"] == "contact"
    assert BED_2.fact("time_confirmed", start["number"])["phase"] == "numb"
    BED_1.shows("contact")
    BED_2.shows("numb")
    assert abs(BED_1.counts_to(noted("bed_1_again") + CONTACT)) < GLASS + CLOCKS
    assert abs(BED_2.counts_to(noted("bed_2_wiped") + EFFECT)) < GLASS + CLOCKS
