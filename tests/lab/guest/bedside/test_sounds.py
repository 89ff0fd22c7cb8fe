"""What the buzzers' lines did, edge by edge, and what the lamps' did."""

from collections.abc import Sequence
from typing import Final

import pytest

from tests.lab.guest.bare import share
from tests.lab.guest.bedside.day import Day
from tests.lab.guest.bedside.story import END, WARD
from tests.lab.guest.bedside.told import lamps, sounds
from tests.lab.guest.lamps import MOST_FLASHES, disagreements, flashes
from tests.lab.guest.patterns import Allowed, heard, pulses

HORNS: Final = [horn.pin for horn in WARD.horns]
LAMPS: Final = [bed.lamp for bed in WARD.beds]
TIMES_BARE: Final = 3
"""What nine of ten pulses and gaps may be off by, in terms of a loop that does nothing else: its
latest edge. The station sets its lines between drawing and writing, which share its Python."""
THINKS: Final = 50.0
"""Milliseconds, beside that, for the tenth: one picture drawn under emulation."""
MOST: Final = 90.0
"""Never more than that: a lamp's shortest flash is 100, and must not be missed."""
SHARE: Final = 0.9


def allowed(day: Day) -> Allowed:
    most = min(MOST, TIMES_BARE * max(day.bare.late) + THINKS)
    return Allowed(late=most, length=most)


@pytest.mark.parametrize("pin", HORNS)
def test_a_buzzer_says_what_the_design_has_it_say_and_nothing_else(day: Day, pin: int) -> None:
    found = heard(day.edges.get(pin, ()), sounds(day.told)[pin], allowed(day))
    if found.late:
        print(figures(found.late, "begins"), figures([abs(b) for b in found.lengths], "lengths"))
    assert not found.wrong


def test_nine_of_ten_pulses_and_gaps_are_as_exact_as_this_guest_allows(day: Day) -> None:
    every = [
        abs(by)
        for pin in HORNS
        for by in heard(day.edges.get(pin, ()), sounds(day.told)[pin], allowed(day)).lengths
    ]
    print(figures(every, "all lengths"), f"nine of ten within {share(every, SHARE):.1f}")
    assert len(every) > 150, "a whole visit's worth of them, with every alarm"
    assert share(every, SHARE) <= TIMES_BARE * max(day.bare.late)


@pytest.mark.parametrize("pin", LAMPS)
def test_a_lamp_shows_its_phase_as_the_design_has_it(day: Day, pin: int) -> None:
    lamp, edges = lamps(day.told)[pin], day.edges.get(pin, ())
    end = day.told.instant(END)
    assert not disagreements(lamp, edges, day.told.origin, end, allowed(day).late)
    assert flashes(edges) <= MOST_FLASHES


def test_a_voltmeter_sees_what_the_tracer_says(day: Day) -> None:
    edges = day.edges[HORNS[0]]
    within = allowed(day).early
    sure = 0
    for sample in day.samples:
        if any(sample.before - within <= e.at <= sample.after + within for e in edges):
            continue
        level = next((e.level for e in reversed(edges) if e.at < sample.before), 0)
        assert sample.level == level, sample
        sure += 1
    began, ended = day.samples[0].before, day.samples[-1].after
    seen = [
        sum(p.begin <= s.before and s.after <= p.end and s.level for s in day.samples)
        for p in pulses(edges)
        if began < p.begin and p.end < ended
    ]
    print(f"{len(day.samples)} samples, {sure} of them far from an edge; each pulse: {seen}")
    assert sure > len(day.samples) / 2
    assert len(seen) >= 3 + 10, "a burst of three and one of ten"
    assert min(seen) > 3


def figures(of: Sequence[float], what: str) -> str:
    return (
        f"{what}: p50 {share(of, 0.5):.1f} ms, p99 {share(of, 0.99):.1f}, most {max(of):.1f}"
        f" of {len(of)};"
    )
