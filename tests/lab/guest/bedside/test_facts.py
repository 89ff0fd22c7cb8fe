"""What becomes of fingers on real buttons: facts in the journal."""

from typing import Final

import pytest

from tests.lab.guest.bedside.day import Day
from tests.lab.guest.bedside.told import FACTS, STATION

NEAR: Final = 100
"""Milliseconds from a finger to its fact, at most: a look every 10, under emulation."""
CHATTER: Final = 500
"""The same of chattering: which of so many changes is seen is chance."""
DURATIONS: Final = ("contact", "overdue_by")


def test_the_fingers_came_in_time(day: Day) -> None:
    assert day.late < NEAR / 2, "this guest is too slow for the story: nothing else counts"


@pytest.mark.parametrize("bed", FACTS)
def test_a_bed_has_its_facts_and_no_others(day: Day, bed: str) -> None:
    got = day.told.bed(bed)
    assert [fact["kind"] for fact in got] == [kind for _, kind, _ in FACTS[bed]]
    for fact, (at, _, fields) in zip(got, FACTS[bed], strict=True):
        allowed = CHATTER if fields.get("reason") == "chattering" else NEAR
        assert abs(fact["at"] - day.told.instant(at)) < allowed, fact
        for name, value in fields.items():
            if name in DURATIONS:
                assert abs(fact[name] - value) < NEAR, fact
            else:
                assert fact[name] == value, fact


def test_the_station_has_its_own(day: Day) -> None:
    assert tuple(f["kind"] for f in day.facts if f["bay"] is None) == STATION


def test_deadlines_are_at_their_own_instants_to_the_millisecond(day: Day) -> None:
    at = day.told.at
    visit = at("applied", "bed-1")
    assert at("removal_due", "bed-1") - visit == 6000
    assert at("overdue", "bed-1") - visit == 9000
    assert at("numb_over", "bed-1") - at("removed", "bed-1") == 8000
    assert at("resounded", "bed-2") - at("silenced", "bed-2") == 60_000
    assert at("removal_soon", "bed-3") - at("applied", "bed-3") == 2000
    assert at("removal_due", "bed-3") - at("applied", "bed-3") == 62_000
    assert at("numb_ending", "bed-4") - at("removed", "bed-4") == 2000
    assert at("overdue", "bed-4") - at("applied", "bed-4") == 19_000
    assert at("button_fault", "bed-7", 1) - day.told.instant(37) == pytest.approx(10_000, abs=NEAR)


def test_a_bounce_is_one_press_at_the_instant_when_the_contact_settled(day: Day) -> None:
    pressed = day.told.at("applied", "bed-7") - day.told.instant(2.9)
    assert 0 <= pressed <= 24 + 10 + NEAR / 2, "24 ms of bounces, then the next look"
