"""The crowd lives as clinics do, and its clients come back: else it would measure nothing."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.core.duration import HOUR
from tests.crowd.clinic import RUNNING, Clinic
from tests.crowd.crowd import Crowd
from tests.fleet.broker import Broker, needs_mosquitto, running
from tests.fleet.nurse import NOON, Listener


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with running(tmp_path / "broker") as found:
        yield found


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def facts_of_a_day(clinic: Clinic) -> Counter[str]:
    found: Counter[str] = Counter()
    number = 0
    while clinic.next < RUNNING + 24 * HOUR:
        clinic.live(clinic.next)
        while (letter := clinic.outbox.take()) is not None:
            number += 1
            clinic.outbox.sent(number, letter, time.monotonic())
            clinic.outbox.confirmed([number])
            if letter.topic.endswith("/fact"):
                found[json.loads(letter.payload)["fact"]] += 1
    return found


def test_a_day_has_visits_some_of_them_late() -> None:
    found = facts_of_a_day(Clinic("s1", 4, 1, lambda instant: NOON + instant))
    assert found["removed"] > 50
    assert abs(found["applied"] - found["removed"]) <= 4
    assert 0 < found["overdue"] < found["removed"] / 4
    assert found["refused"] <= found["removed"] / 10


@needs_mosquitto
def test_everybody_tells_and_comes_back_when_the_broker_has_died(broker: Broker) -> None:
    crowd = Crowd(3, 2, broker.port, speed=600)
    try:
        until(lambda: crowd.there)
        crowd.begin()
        until(lambda: len(crowd.log) > 20)
        broker.kill()
        until(lambda: not any(member.connected for member in crowd.members))
        broker.start()
        listener = Listener(broker.port)
        try:
            bays = {f"station/s{n}/bay/bed-{bed}" for n in range(3) for bed in (1, 2)}
            listener.until(lambda: bays <= {topic for topic, *_ in listener.heard})
        finally:
            listener.close()
    finally:
        crowd.stop()
