"""Lamps, buzzers and panels together, and the instant at which any of them can next change."""

import random
from collections.abc import Callable

import pytest

from station.core import step
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.outputs import (
    Outputs,
    PinLevels,
    next_change,
    next_pin_change,
    outputs,
    pin_levels,
)
from station.core.phase import Phase
from station.core.plan import Plan, PlannedBay
from station.core.reports import JournalReport
from station.core.step import next_change_of_state
from tests.core.ward import APPLIED as ON
from tests.core.ward import NUMB520, SCAN, Ward, plan, short, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE


@pytest.mark.meets("STA-2")
def test_outputs_are_the_pins_and_every_panel() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan(2, panels=((0,), (0, 1)), lamps=True))
    ward.until(OVER + 5800)
    assert outputs(ward.floor, ward.now) == Outputs(
        PinLevels(lamps=(False, False), buzzers=(True,)), (ward.screen(0), ward.screen(1))
    )


@pytest.mark.meets("STA-1")
def test_a_bed_without_a_lamp_drives_none() -> None:
    bays = (
        PlannedBay("bed-1", "Bed 1", NUMB520),
        PlannedBay("bed-2", "Bed 2", NUMB520, lamp=True),
    )
    ward = Ward(Plan(bays, panels=((0, 1),), buzzers=((0, 1),)))
    ward.until(ON)
    ward.press(1)
    assert pin_levels(ward.floor, ward.now).lamps == (None, True)


def test_where_nobody_can_see_or_hear_anything_nothing_changes_of_itself() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan(panels=(), buzzers=()))
    assert next_change(ward.floor, ward.now) is None


def test_nothing_changes_on_a_station_at_rest_but_its_panels() -> None:
    ward = ward_in(Phase.READY, on=plan(lamps=True))
    assert next_pin_change(ward.floor, ward.now) is None
    assert next_change_of_state(ward.floor) == ward.floor.check.due
    unseen = Ward(plan(panels=(), lamps=True))
    unseen.wait(MINUTE)
    assert next_change(unseen.floor, unseen.now) == unseen.floor.check.due


def test_asking_changes_nothing() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan(2, lamps=True))
    first = outputs(ward.floor, ward.now)
    outputs(ward.floor, ward.now + HOUR)
    assert outputs(ward.floor, ward.now) == first


def follow(ward: Ward, until: int, chance: random.Random) -> None:
    """Go from one `next_change` to the next: each is the very instant of a change.

    Before it outputs are as they are now; then they are others, or the floor changes of itself.
    """
    while ward.now < until and ward.floor.settled:
        floor, now = ward.floor, ward.now
        at = next_change(floor, now)
        end = until if at is None else min(at, until)
        assert end > now
        shown = outputs(floor, now)
        for instant in (end - 1, chance.randrange(now, end)):
            later, facts = step.advance(floor, instant)
            assert (outputs(floor, instant), facts) == (shown, ())
            assert outputs(later, instant) == shown
        if at is not None and at <= until:
            stirs = step.advance(floor, at) != (floor, ())
            assert stirs or outputs(floor, at) != shown, f"nothing happens at {at}"
        ward.until(end)


def treatment(ward: Ward, chance: random.Random) -> None:
    """One bed from the first touch to ready again, every alarm and notice heard."""
    follow(ward, ON, chance)
    ward.press()
    follow(ward, ON + 10 * SECOND, chance)
    ward.press()
    follow(ward, ON + 40 * SECOND, chance)
    ward.until(ON + 18 * MINUTE + 50 * SECOND)
    follow(ward, ON + 19 * MINUTE + 5 * SECOND, chance)
    ward.until(DUE - 5 * SECOND)
    follow(ward, DUE + 20 * SECOND, chance)
    ward.press()
    follow(ward, DUE + 30 * SECOND, chance)
    ward.until(OVER - 5 * SECOND)
    follow(ward, OVER + 15 * SECOND, chance)
    ward.press()
    follow(ward, OVER + 90 * SECOND, chance)
    ward.press()
    ward.wait(11 * SECOND)
    ward.press()
    removed = ward.last().at
    follow(ward, removed + 40 * SECOND, chance)
    for event in (50 * MINUTE, HOUR):
        ward.until(removed + event - 5 * SECOND)
        follow(ward, removed + event + 5 * SECOND, chance)


def faults(ward: Ward, chance: random.Random) -> None:
    """A lost panel and a lost journal amid a treatment, and a stuck button."""
    ward.until(ON)
    ward.press()
    follow(ward, ON + 10 * SECOND, chance)
    ward.lose_panel(0)
    follow(ward, ON + MINUTE, chance)
    ward.press()
    ward.lose_journal()
    follow(ward, ON + 90 * SECOND, chance)
    ward.restore_panel(0)
    ward.until(ON + 19 * MINUTE - 5 * SECOND)
    follow(ward, ON + 19 * MINUTE + 5 * SECOND, chance)
    ward.down()
    ward.wait(30)
    follow(ward, ward.now + 12 * SECOND, chance)
    ward.up()
    ward.wait(30)
    follow(ward, ward.now + 2 * SECOND, chance)


def idle(ward: Ward, chance: random.Random) -> None:
    """A touch that is refused, then nothing."""
    ward.until(ON)
    ward.hold()
    follow(ward, ON + 11 * MINUTE, chance)


@pytest.mark.parametrize("story", [treatment, faults, idle])
def test_the_next_change_is_the_very_instant(story: Callable[[Ward, random.Random], None]) -> None:
    story(Ward(plan(lamps=story is not faults)), random.Random(7))


@pytest.mark.parametrize("seed", range(1, 4))
def test_so_it_is_whatever_happens_at_three_beds(seed: int) -> None:
    chance = random.Random(seed)
    quick = short(contact=70 * SECOND, removal=20 * SECOND, effect=11 * MINUTE)
    ward = Ward(
        plan(3, protocol=quick, panels=((0, 1), (2,)), buzzers=((0, 1, 2), (2,)), lamps=True)
    )
    ward.until(ON)
    for _ in range(20):
        bed = chance.randrange(3)
        if chance.random() < 0.15:
            ward.report(JournalReport(chance.choice(["full", None])))
        else:
            ward.press(bed, length=chance.choice([40, 150, 300, 2500]))
        wait = chance.choice([200, 1000, 3000, 9000])
        follow(ward, ward.now + wait, chance)
        ward.wait(chance.choice([0, SECOND, 20 * SECOND]) + SCAN - ward.now % SCAN)
    assert len(set(ward.kinds())) > 6
