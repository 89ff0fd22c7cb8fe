"""A station and a real broker, when the network, the broker or the station itself fails."""

import json
import time

import pytest

from station.core.duration import HOUR, MINUTE
from station.core.facts import Fact, FactKind
from tests.fleet.broker import Broker, needs_mosquitto
from tests.fleet.nurse import Listener
from tests.fleet.topics import BED_1, BED_2, STATUS, Open, phase
from tests.waiting import until

pytestmark = needs_mosquitto


@pytest.mark.meets("MQT-3")
def test_of_a_station_that_vanishes_the_broker_says_so(
    opened: Open, listener: Listener, broker: Broker
) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    # Another one of the same name comes: for the broker the first has vanished.
    double = opened()
    listener.until(lambda: b"offline" in listener.all(STATUS))
    listener.until(lambda: any("is there another station 'room-1'?" in w for w in ward.said))
    double.close()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    assert f"mqtt 127.0.0.1:{broker.port}: connected" in double.said


@pytest.mark.meets("FLT-17")
def test_after_a_broker_s_death_it_is_told_everything_again(
    opened: Open, broker: Broker, listener: Listener
) -> None:
    ward = opened(beds=2)
    ward.press(0)
    listener.until(lambda: phase(listener) == "contact")
    broker.kill()
    listener.until(lambda: any("no connection" in line for line in ward.said))
    ward.wait(20 * MINUTE)  # it falls due meanwhile
    ward.press(1)
    broker.start()
    late = Listener(broker.port)
    try:
        late.until(lambda: (phase(late, BED_1), phase(late, BED_2)) == ("removal", "contact"))
        late.until(lambda: late.latest(STATUS) == "online")
    finally:
        late.close()


@pytest.mark.meets("FLT-15", "MQT-1")
def test_an_hour_without_a_network_loses_no_final_state_and_keeps_nobody_waiting(
    opened: Open, broker: Broker, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    broker.freeze()  # connections stay, and nothing comes through
    slowest = 0.0
    ward.press()
    for _ in range(600):  # an hour of the ward's in turns of six seconds
        before = time.monotonic()
        ward.wait(HOUR // 600)
        slowest = max(slowest, time.monotonic() - before)
    assert slowest < 0.5, "the engine waited for the network"
    assert len(ward.link._facts) + len(ward.link._outbox._facts) < 1000
    broker.thaw()
    listener.until(lambda: phase(listener) == "overdue")
    told = listener.facts()
    assert told[: told.index("overdue") + 1] == [
        "applied",
        "removal_soon",
        "removal_due",
        "overdue",
    ]


def test_a_station_that_finds_no_broker_works_and_says_why(opened: Open, broker: Broker) -> None:
    broker.stop()
    ward = opened()
    ward.press()
    until(lambda: ward.said)
    assert ward.said == [f"mqtt 127.0.0.1:{broker.port}: no connection: Connection refused"]
    broker.start()
    late = Listener(broker.port)
    try:
        late.until(lambda: phase(late) == "contact")
    finally:
        late.close()


# When something goes wrong on this side


def test_a_reason_in_bytes_that_are_no_text_is_told_all_the_same(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    ward.link.record([Fact(FactKind.JOURNAL_LOST, 1, 1, reason="Ger\udce4t voll")])
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    listener.until(lambda: listener.facts() == ["journal_lost", "applied"])
    (lost, _) = listener.all("station/room-1/fact")
    assert json.loads(lost)["reason"] == "Ger?t voll"


def test_a_station_that_can_tell_no_more_does_not_pass_for_online(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.clock.broken = True
    ward.press()  # nobody can be told
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert any("a fault in this program: ZeroDivisionError: the clock" in w for w in ward.said)
    ward.clock.broken = False
    listener.until(lambda: listener.latest(STATUS) == "online")
    listener.until(lambda: phase(listener) == "contact")
    listener.until(lambda: "applied" in listener.facts())
