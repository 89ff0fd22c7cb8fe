"""A station and a real broker: what is told, and to whom."""

import json
import time

import pytest

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.floor import Absent
from tests.fleet.broker import Broker, needs_mosquitto
from tests.fleet.nurse import Listener
from tests.fleet.topics import BED_1, BED_2, DISCOVERY, STATUS, Open, phase

pytestmark = needs_mosquitto


def test_a_visit_is_told_as_it_goes(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    assert listener.latest(STATUS) == "online"
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    ward.wait(20 * MINUTE)
    listener.until(lambda: phase(listener) == "removal")
    ward.wait(2 * MINUTE)
    listener.until(lambda: phase(listener) == "overdue")
    listener.until(
        lambda: listener.facts() == ["applied", "removal_soon", "removal_due", "overdue"]
    )
    told = listener.latest(BED_1)
    assert (told["alarm"], told["application"]) == ("overdue", 1)


@pytest.mark.meets("MQT-7")
def test_a_countdown_is_told_once_and_not_every_second(opened: Open, listener: Listener) -> None:
    ward = opened()
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    before = len(listener.heard)
    for _ in range(100):
        ward.wait(SECOND)
        time.sleep(0.001)
    ward.link._news.ring()
    ward.press()  # refused: this is told, and all before it has been
    listener.until(lambda: "refused" in listener.facts())
    assert [topic for topic, *_ in listener.heard[before:]] == ["station/room-1/fact"]


@pytest.mark.meets("MQT-2", "MQT-6")
def test_who_comes_later_finds_it_all(opened: Open, broker: Broker) -> None:
    ward = opened(beds=2)
    ward.press(1)
    late = Listener(broker.port)
    try:
        late.until(lambda: phase(late, BED_2) == "contact" and phase(late, BED_1) == "ready")
        assert late.latest(STATUS) == "online"
    finally:
        late.close()


def test_a_station_that_stops_says_so_and_leaves_its_bays_as_they_are(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    ward.close()
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert phase(listener) == "contact"


def test_the_last_facts_before_a_stop_are_told(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.press()
    ward.close()
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert listener.facts() == ["applied"]
    assert phase(listener) == "contact"


@pytest.mark.meets("MQT-11")
def test_nobody_can_command_it(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    for topic in (BED_1, f"{BED_1}/set", STATUS, "station/room-1/command", DISCOVERY):
        for payload in (b'{"phase": "contact"}', b"\xff\xfe", b"[" * 20_000, b"reset"):
            listener.say(topic, payload, retain=False)
    listener.until(lambda: listener.all(STATUS)[-1] == b"online")
    ward.press()
    listener.until(lambda: listener.facts() == ["applied"])
    listener.until(lambda: phase(listener) == "contact")
    assert ward.ward.kinds() == ["applied"]


def test_whoever_says_that_it_is_offline_is_corrected(opened: Open, listener: Listener) -> None:
    opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    listener.say(STATUS, b"offline")
    listener.until(lambda: listener.all(STATUS)[-2:] == [b"offline", b"online"])


def test_a_bay_that_is_no_longer_there_is_forgotten(opened: Open, listener: Listener) -> None:
    first = opened(beds=2)
    listener.until(lambda: phase(listener, BED_2) == "ready")
    first.close()
    opened(beds=1)
    listener.until(lambda: listener.all(BED_2)[-1] == b"")
    listener.until(lambda: "bed-2_phase" not in listener.all(DISCOVERY)[-1].decode())
    steps = [json.loads(payload)["cmps"] for payload in listener.all(DISCOVERY)]
    assert steps[-2]["bed-2_phase"] == {"p": "sensor"}, "this is how Home Assistant forgets it"
    assert "bed-1_phase" in steps[-1]


def test_but_not_while_cream_is_on_there(opened: Open, listener: Listener) -> None:
    first = opened(beds=2)
    first.press(1)
    listener.until(lambda: phase(listener, BED_2) == "contact")
    first.close()
    then = opened(beds=1, absent=(Absent("bed-2", 0, sure=True, until=HOUR),))
    listener.until(lambda: listener.all(STATUS)[-2:] == [b"offline", b"online"])
    then.press()
    listener.until(lambda: phase(listener) == "contact")
    assert phase(listener, BED_2) == "contact"
    then.wait(HOUR)
    listener.until(lambda: listener.all(BED_2)[-1] == b"")


@pytest.mark.meets("MQT-10")
def test_home_assistant_is_told_again_when_it_has_come(opened: Open, listener: Listener) -> None:
    opened()
    listener.until(lambda: listener.all(DISCOVERY))
    before = len(listener.all(DISCOVERY))
    listener.say("homeassistant/status", b"online", retain=False)
    listener.until(lambda: len(listener.all(DISCOVERY)) == before + 1)


def test_without_discovery_home_assistant_is_told_nothing(opened: Open, listener: Listener) -> None:
    opened(discovery=None)
    listener.until(lambda: phase(listener) == "ready")
    assert not listener.all(DISCOVERY)


def test_a_clock_that_was_put_right_is_told(opened: Open, listener: Listener) -> None:
    ward = opened()
    ward.clock.right = False
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    assert listener.latest(BED_1)["due"] is None
    ward.clock.right = True
    listener.until(lambda: listener.latest(BED_1)["due"] == "2027-01-15T08:20:00.000Z")
