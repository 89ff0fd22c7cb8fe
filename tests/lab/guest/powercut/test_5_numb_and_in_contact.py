"""Boot 5, with a clock: numbness and contact time go on as if nothing had been."""

from tests.lab.guest.powercut.bed import BED_1, BED_2, host_time_at, started, trusted
from tests.lab.guest.powercut.bounds import BEEP, CLOCKS, GLASS
from tests.lab.guest.powercut.notes import note, noted

CONTACT, EFFECT = 1200, 3000
"""Seconds."""


def test_the_clock_is_trusted_and_the_time_known() -> None:
    assert all(trusted())
    assert started()["certain"]


def test_both_countdowns_go_on_and_nothing_sounds() -> None:
    start = started()
    for bed, phase in ((BED_1, "contact"), (BED_2, "numb")):
        resumed = bed.fact("resumed", start["number"])
        assert (resumed["phase"], resumed["certain"]) == (phase, True)
        bed.shows(phase)
        assert bed.sounds(start["at"], BEEP)
    # The boot before had its clock from the time service, the earlier ones had not.
    assert abs(BED_1.counts_to(noted("bed_1_again") + CONTACT)) < GLASS + CLOCKS
    assert abs(BED_2.counts_to(noted("bed_2_wiped") + EFFECT)) < GLASS + CLOCKS


def test_then_wiping_begins_early_at_the_first_bed() -> None:
    BED_1.hold()
    wiping = BED_1.fact("removal_started", started()["number"])["at"]
    note(bed_1_wiping=host_time_at(wiping))
