"""What the buzzers' lines did, edge by edge, and what the lamps' did."""

from collections.abc import Sequence
from typing import Final

import pytest

from tests.lab.guest.bare import share
from tests.lab.guest.bedside.day import Day
from tests.lab.guest.bedside.story import END, WARD
from tests.lab.guest.bedside.told import lamps, sounds
from tests.lab.guest.lamps import MOST_FLASHES, disagreements, flashes
from tests.lab.guest.patterns import Allowed, heard

HORNS: Final = [horn.pin for horn in WARD.horns]
LAMPS: Final = [bed.lamp for bed in WARD.beds]
TIMES_BARE: Final = 3
"""What the station may be late by, in terms of the latest edge of a loop that does nothing else."""
THINKS: Final = 25.0
"""Milliseconds, beside that: what it has to do first, seven beds under emulation."""


def allowed(day: Day) -> Allowed:
    most = TIMES_BARE * max(day.bare.late) + THINKS
    return Allowed(late=most, length=most)


@pytest.mark.parametrize("pin", HORNS)
def test_a_buzzer_says_what_the_design_has_it_say_and_nothing_else(day: Day, pin: int) -> None:
    found = heard(day.edges.get(pin, ()), sounds(day.told)[pin], allowed(day))
    if found.late:
        print(figures(found.late, "begins"), figures([abs(b) for b in found.lengths], "lengths"))
    assert not found.wrong


@pytest.mark.parametrize("pin", LAMPS)
def test_a_lamp_shows_its_phase_as_the_design_has_it(day: Day, pin: int) -> None:
    lamp, edges = lamps(day.told)[pin], day.edges.get(pin, ())
    end = day.told.instant(END)
    assert not disagreements(lamp, edges, day.told.origin, end, allowed(day).late)
    assert flashes(edges) <= MOST_FLASHES


def test_a_voltmeter_sees_what_the_tracer_says(day: Day) -> None:
    edges = day.edges[HORNS[0]]
    within = allowed(day).early
    sure = seen = 0
    for sample in day.samples:
        if any(sample.before - within <= e.at <= sample.after + within for e in edges):
            continue
        level = next((e.level for e in reversed(edges) if e.at < sample.before), 0)
        assert sample.level == level, sample
        sure, seen = sure + 1, seen + level
    print(f"{len(day.samples)} samples, {sure} of them far from an edge, {seen} high")
    assert sure > len(day.samples) / 2
    assert seen > 20 * (3 + 10), "bursts of three and of ten pulses, each seen many times"


def figures(of: Sequence[float], what: str) -> str:
    return (
        f"{what}: p50 {share(of, 0.5):.1f} ms, p99 {share(of, 0.99):.1f}, most {max(of):.1f}"
        f" of {len(of)};"
    )
