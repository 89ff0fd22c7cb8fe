"""Boot 2, with a clock: one countdown goes on, the other ran out while there was no power."""

from tests.lab.guest.powercut.bed import BED_1, BED_2, host_time_at, started, trusted
from tests.lab.guest.powercut.bounds import AT_ONCE, BEEP, CLOCKS, GLASS, HIGH
from tests.lab.guest.powercut.notes import note, noted

CONTACT, BRIEF, WIPING = 1200, 25, 5
"""Seconds; see real/protocols."""


def test_the_clock_is_trusted_and_the_time_known() -> None:
    assert all(trusted())
    assert started()["certain"]


def test_the_countdown_in_contact_goes_on() -> None:
    resumed = BED_1.fact("resumed")
    assert (resumed["phase"], resumed["certain"]) == ("contact", True)
    BED_1.shows("contact")
    assert abs(BED_1.counts_to(noted("bed_1_applied") + CONTACT)) < GLASS
    assert BED_1.sounds(started()["at"], BEEP)


def test_what_fell_due_meanwhile_fired_at_once_and_late() -> None:
    start = started()
    due, over = BED_2.fact("removal_due", start["number"]), BED_2.fact("overdue", start["number"])
    assert [(f["acted"], f["late"]) for f in (due, over)] == [(start["at"], True)] * 2
    assert over["at"] - due["at"] == 1000 * WIPING
    assert abs(host_time_at(due["at"]) - (noted("bed_2_applied") + BRIEF)) < CLOCKS
    resumed = BED_2.fact("resumed", start["number"])
    assert (resumed["phase"], resumed["certain"]) == ("overdue", True)


def test_it_sounds_at_once_and_counts_up() -> None:
    assert BED_2.sounds(started()["at"], HIGH) - started()["at"] < AT_ONCE
    BED_2.shows("overdue")
    assert abs(BED_2.counts_from(noted("bed_2_applied") + BRIEF + WIPING)) < GLASS


def test_then_wiping_begins_early_at_the_first_bed() -> None:
    BED_1.hold()
    wiping = BED_1.fact("removal_started", started()["number"])["at"]
    note(bed_1_wiping=host_time_at(wiping), boot_2=host_time_at(0))
