"""What Home Assistant is told; where it is installed, its own validators judge."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from station.core.bulletin import bulletin
from station.core.phase import Phase
from station.fleet.discovery import Discovery
from station.fleet.payload import bay_payload
from station.fleet.topics import Topics
from station.fleet.walltime import WallTime
from tests.core.ward import Ward, plan, ward_in
from tests.fleet.nurse import VirtualClock

ROOT = Path(__file__).parent.parent.parent
HOME_ASSISTANT = ROOT / "build/home-assistant/bin/python"
needs_home_assistant = pytest.mark.skipif(
    not HOME_ASSISTANT.exists(),
    reason="no Home Assistant here: make home-assistant (it takes Python 3.13)",
)
TWO_BEDS = Discovery(Topics("room-1"), [("bed-1", "Bed 1"), ("bed-2", "Bed 2")], "1.0")
ONE_BED = Discovery(Topics("room-1"), [("bed-1", "Bed 1")], "1.0")


def components(document: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document)["cmps"]
    return found


def home_assistant(document: bytes, *states: dict[str, Any]) -> dict[str, Any]:
    """What it says."""
    asked = {"document": json.loads(document), "states": states}
    done = subprocess.run(
        [HOME_ASSISTANT, Path(__file__).parent / "home_assistant_says.py"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def state_of(ward: Ward, *, right: bool = True) -> dict[str, Any]:
    wall = WallTime(VirtualClock(ward, right=right))
    wall.look()
    payload = json.loads(bay_payload(bulletin(ward.floor, 0, ward.now), wall))
    return {"topic": "bay/bed-1", "payload": payload}


@pytest.mark.meets("MQT-9")
def test_every_bay_has_its_entities_and_the_station_its_connection() -> None:
    wanted = {
        f"bed-{n}_{of}"
        for n in (1, 2)
        for of in ("phase", "due", "alarm", "applications", "faults")
    }
    assert set(components(TWO_BEDS.document())) == {"connection"} | wanted


def test_no_two_entities_have_one_id() -> None:
    found = [c["unique_id"] for c in components(TWO_BEDS.document()).values()]
    assert len(set(found)) == len(found)


def test_a_bay_that_is_gone_is_named_once_more_without_anything() -> None:
    gone = ONE_BED.gone(TWO_BEDS.document())
    assert set(gone) == {
        f"bed-2_{of}" for of in ("phase", "due", "alarm", "applications", "faults")
    }
    document = components(ONE_BED.document(gone))
    assert document["bed-2_phase"] == {"p": "sensor"}
    assert document["bed-2_faults"] == {"p": "binary_sensor"}
    assert ONE_BED.gone(ONE_BED.document()) == {}


@pytest.mark.parametrize(
    "before",
    [
        b"", b"null", b"[]", b"{}", b'{"cmps": 3}', b'{"cmps": {"x": 3}}', b'{"cmps": {"x": {}}}',
        b'{"cmps": {"x": {"p": "switch"}}}', b'{"cmps": {"x": {"p": []}}}', b"\xff", b"[" * 60_000,
    ],
)  # fmt: skip
def test_nonsense_that_was_there_before_means_nothing(before: bytes) -> None:
    assert ONE_BED.gone(before) == {}


@pytest.mark.meets("MQT-9")
@needs_home_assistant
def test_home_assistant_takes_it() -> None:
    assert home_assistant(TWO_BEDS.document())["refused"] == []
    gone = ONE_BED.gone(TWO_BEDS.document())
    assert home_assistant(ONE_BED.document(gone))["refused"] == []


@needs_home_assistant
def test_home_assistant_refuses_what_is_wrong() -> None:
    document = json.loads(ONE_BED.document())
    document["cmps"]["bed-1_phase"]["device_class"] = "nonsense"
    del document["cmps"]["bed-1_due"]["state_topic"]
    refused = home_assistant(json.dumps(document).encode())["refused"]
    assert {line.partition(":")[0] for line in refused} == {"bed-1_phase", "bed-1_due"}


@needs_home_assistant
def test_home_assistant_reads_a_bay_as_it_stands() -> None:
    overdue = ward_in(Phase.OVERDUE, sounding=True)
    overdue.lose_panel()
    states = home_assistant(
        ONE_BED.document(),
        state_of(Ward(plan())),
        state_of(ward_in(Phase.CONTACT)),
        state_of(ward_in(Phase.CONTACT), right=False),
        state_of(overdue),
    )["states"]
    told = [
        tuple(state[f"bed-1_{of}"] for of in ("phase", "due", "alarm", "applications", "faults"))
        for state in states
    ]
    assert told == [
        ("ready", "None", "none", "0", "OFF"),
        ("contact", "2027-01-15T08:21:00.000Z", "none", "1", "OFF"),
        ("contact", "None", "none", "1", "OFF"),
        ("overdue", "2027-01-15T08:23:00.000Z", "overdue", "1", "ON"),
    ]
