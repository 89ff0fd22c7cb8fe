"""What a station puts on the network, seen by the plainest of brokers: no Mosquitto is needed."""

import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from station.config import BrokerConfig
from station.core.duration import HOUR
from tests.fleet.ear import Ear, Said, listening
from tests.fleet.nurse import LinkedWard

STATUS, BED = "station/room-1/status", "station/room-1/bay/bed-1"
FACT, DISCOVERY = "station/room-1/fact", "homeassistant/device/room-1/config"


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as found:
        yield found


@pytest.fixture
def ward(tmp_path: Path, ear: Ear) -> Iterator[LinkedWard]:
    found = told_to(tmp_path, ear.port)
    yield found
    found.close()


def told_to(folder: Path, port: int) -> LinkedWard:
    return LinkedWard(folder, BrokerConfig("127.0.0.1", port, tls=False, discovery="homeassistant"))


def seen(ear: Ear, topic: str, part: bytes) -> Callable[[], bool]:
    return lambda: any(part in payload for payload in ear.all(topic))


@pytest.mark.meets("MQT-2", "MQT-6", "MQT-8", "MQT-9")
def test_every_message_has_its_topic_and_is_kept_if_it_is_a_state(
    ward: LinkedWard, ear: Ear
) -> None:
    ear.until(seen(ear, BED, b'"ready"'))
    ward.press()
    ear.until(seen(ear, BED, b'"contact"'))
    ear.until(seen(ear, FACT, b'"applied"'))
    assert {said.topic: said.retained for said in ear.said} == {
        STATUS: True,
        BED: True,
        FACT: False,
        DISCOVERY: True,
    }
    assert {said.qos for said in ear.said} == {1}
    assert ear.all(STATUS) == [b"online"]


@pytest.mark.meets("MQT-3")
def test_its_will_says_that_it_is_offline(ward: LinkedWard, ear: Ear) -> None:
    ear.until(seen(ear, STATUS, b"online"))
    assert ear.will == Said(STATUS, b"offline", qos=1, retained=True)
    assert ward.said == [f"mqtt 127.0.0.1:{ear.port}: connected"]


@pytest.mark.meets("MQT-3")
def test_a_station_that_stops_says_that_it_is_offline(ward: LinkedWard, ear: Ear) -> None:
    ear.until(seen(ear, BED, b'"ready"'))
    ward.close()
    ear.until(lambda: ear.took_leave)
    assert ear.all(STATUS) == [b"online", b"offline"]
    assert ear.said[-1].retained


@pytest.mark.meets("MQT-10")
def test_home_assistant_is_told_again_when_it_is_born(ward: LinkedWard, ear: Ear) -> None:
    ear.until(seen(ear, DISCOVERY, b"bed-1_phase"))
    assert ward.ward.facts == []
    ear.say("homeassistant/status", b"online")
    ear.until(lambda: len(ear.all(DISCOVERY)) == 2)
    assert len(set(ear.all(DISCOVERY))) == 1


@pytest.mark.meets("MQT-11")
def test_nothing_that_anybody_says_is_obeyed(ward: LinkedWard, ear: Ear) -> None:
    """Also to a broker that sends what nobody asked for."""
    ear.until(seen(ear, BED, b'"ready"'))
    assert set(ear.topics) == {
        *("station/room-1/bay/+", STATUS, DISCOVERY),
        "homeassistant/status",
    }
    for topic in (BED, f"{BED}/set", FACT, DISCOVERY, "station/room-1/command"):
        for payload in (b'{"phase": "contact"}', b"press", b"\xff\xfe", b"[" * 9000, b""):
            ear.say(topic, payload)
    ward.press()
    ear.until(seen(ear, FACT, b'"applied"'))
    assert ward.ward.kinds() == ["applied"]
    assert len(ear.all(FACT)) == 1


@pytest.mark.meets("FLT-15", "MQT-1")
def test_without_a_broker_the_ward_goes_on_and_waits_for_nobody(tmp_path: Path) -> None:
    """A port that takes calls and never says a word is the worst of them."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begins = [time.monotonic()]
        ward = told_to(tmp_path, deaf.getsockname()[1])
        begins.append(time.monotonic())
        ward.press()
        for _ in range(60):
            begins.append(time.monotonic())
            ward.wait(HOUR // 60)
        begins.append(time.monotonic())
        ward.close()
    assert ward.ward.kinds() == ["applied", "removal_soon", "removal_due", "overdue"]
    slowest = max(after - before for before, after in pairwise(begins))
    assert slowest < 5, "the engine waited for the network"  # which would take it ten
