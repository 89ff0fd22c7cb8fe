"""Boot 6, with a clock: a removal goes on; then the station is made busy."""

from tests.lab.guest.powercut.bed import BED_1, started, trusted
from tests.lab.guest.powercut.bounds import BEEP, GLASS
from tests.lab.guest.powercut.notes import noted

REMOVAL = 600
"""Seconds."""


def test_the_removal_goes_on_in_silence() -> None:
    start = started()
    assert all(trusted())
    resumed = BED_1.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("removal", True)
    BED_1.shows("removal")
    assert BED_1.sounds(start["at"], BEEP)
    assert abs(BED_1.counts_to(noted("bed_1_wiping") + REMOVAL)) < GLASS
