"""Boot 3, without a clock: it was wiped at one bed and overdue at the other, nobody knows when."""

from tests.lab.guest.powercut.bed import (
    BED_1,
    BED_2,
    host_time_at,
    last_before,
    started,
    synchronise,
    trusted,
)
from tests.lab.guest.powercut.bounds import AT_ONCE, CLOCKS, GLASS, HIGH, MEDIUM
from tests.lab.guest.powercut.notes import note, noted

OVERDUE, REMOVAL = 25 + 5, 600
"""Seconds after the second bed's application; a removal at the first. See real/protocols."""


def test_nobody_knows_the_time() -> None:
    assert not any(trusted())
    assert not started()["certain"]


def test_a_removal_counts_from_the_start_with_the_medium_alarm() -> None:
    start = started()
    resumed = BED_1.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("removal", False)
    assert resumed["at"] == start["at"]
    assert BED_1.sounds(start["at"], MEDIUM) - start["at"] < AT_ONCE
    assert abs(BED_1.counts_to(host_time_at(start["at"]) + REMOVAL)) < GLASS


def test_what_was_overdue_stays_so() -> None:
    start = started()
    resumed = BED_2.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("overdue", False)
    assert BED_2.sounds(start["at"], HIGH) - start["at"] < AT_ONCE


def test_the_panels_say_power_lost_and_for_how_long_at_least() -> None:
    last = noted("boot_2") + last_before() / 1e3  # all that is known, and then the uptime
    for bed, applied in ((BED_1, noted("bed_1_applied")), (BED_2, noted("bed_2_applied"))):
        bed.says_power_lost(on_since=applied - last)


def test_then_the_time_service_comes_and_the_time_is_found_out() -> None:
    start = started()
    synchronise()
    for bed, phase in ((BED_1, "removal"), (BED_2, "overdue")):
        assert bed.fact("time_confirmed", start["number"])["phase"] == phase
        bed.shows(phase)
    assert abs(BED_1.counts_to(noted("bed_1_wiping") + REMOVAL)) < GLASS + CLOCKS
    assert abs(BED_2.counts_from(noted("bed_2_applied") + OVERDUE)) < GLASS + CLOCKS


def test_then_both_are_wiped_and_cream_is_on_again_at_the_first() -> None:
    start = started()["number"]
    for bed in (BED_1, BED_2):
        bed.press()
        bed.fact("silenced", start)
        bed.hold()
        bed.fact("removed", start)
    BED_1.press()
    note(
        bed_1_again=host_time_at(BED_1.fact("applied", start)["at"]),
        bed_2_wiped=host_time_at(BED_2.fact("removed", start)["at"]),
        boot_3=host_time_at(0),
    )
