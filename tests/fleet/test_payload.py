"""What a station says of itself, as it goes over the network."""

import json
from typing import Any

import pytest

from station.core.bulletin import bulletin
from station.core.duration import SECOND
from station.core.phase import Phase
from station.fleet.payload import bay_payload, fact_payload
from station.fleet.walltime import STEADY, WallTime
from tests.core.ward import Ward, ward_in
from tests.fleet.nurse import NOON, VirtualClock


def told(ward: Ward, clock: VirtualClock) -> dict[str, Any]:
    wall = WallTime(clock)
    wall.look()
    found: dict[str, Any] = json.loads(bay_payload(bulletin(ward.floor, 0, ward.now), wall))
    return found


@pytest.mark.meets("MQT-4", "MQT-5")
def test_a_bay_is_told_with_times_on_everybody_s_clock() -> None:
    ward = ward_in(Phase.CONTACT)
    assert told(ward, VirtualClock(ward)) == {
        "label": "Bed 1",
        "phase": "contact",
        "since": "2027-01-15T08:01:00.000Z",
        "due": "2027-01-15T08:21:00.000Z",
        "overdue": "2027-01-15T08:23:00.000Z",
        "application": 1,
        "today": 1,
        "limit": 6,
        "alarm": None,
        "silenced": False,
        "certain": True,
        "numb_until": None,
        "faults": [],
        "protocol": "numb520",
    }


@pytest.mark.meets("MQT-5")
def test_with_a_clock_that_may_be_wrong_no_time_is_told() -> None:
    ward = ward_in(Phase.CONTACT)
    clock = VirtualClock(ward, right=False)
    found = told(ward, clock)
    assert (found["since"], found["due"], found["overdue"]) == (None, None, None)
    assert found["phase"] == "contact"


@pytest.mark.meets("MQT-8")
def test_a_fact_is_told_as_replay_tells_it_with_its_time_and_its_boot() -> None:
    ward = ward_in(Phase.CONTACT)
    clock = VirtualClock(ward)
    wall = WallTime(clock)
    wall.look()
    assert json.loads(fact_payload(ward.last(), "boot 1", wall)) == {
        "fact": "applied",
        "bay": "bed-1",
        "at": 60.0,
        "application": 1,
        "today": 1,
        "time": "2027-01-15T08:01:00.000Z",
        "boot": "boot 1",
    }


def test_a_clock_that_is_corrected_a_little_changes_no_time_that_was_told() -> None:
    clock = VirtualClock(Ward())
    wall = WallTime(clock)
    wall.look()
    assert wall(0) == NOON
    clock.at_zero += STEADY
    wall.look()
    assert wall(0) == NOON
    clock.at_zero += 1
    wall.look()
    assert wall(0) == NOON + STEADY + 1


def test_a_clock_that_is_not_trusted_any_more_tells_no_time() -> None:
    clock = VirtualClock(Ward())
    wall = WallTime(clock)
    assert wall(0) is None, "nobody has looked yet"
    wall.look()
    clock.right = False
    wall.look()
    assert wall(0) is None


@pytest.mark.meets("MQT-7")
def test_a_bay_says_the_same_every_second_of_a_countdown() -> None:
    """So nobody is told of it again: an outbox keeps what has not changed to itself."""
    for phase in (Phase.CONTACT, Phase.OVERDUE, Phase.NUMB):
        ward = ward_in(phase)
        clock = VirtualClock(ward)
        first = told(ward, clock)
        for _ in range(40):
            ward.wait(SECOND)
            assert told(ward, clock) == first
