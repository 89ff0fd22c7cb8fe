"""What the machine is told of a station at work, and what feeds its watchdog."""

import pytest

from station.core.duration import SECOND
from station.engine.supervision import Supervision
from tests.core.ward import Ward


class Machine:
    """Notes what it is told."""

    def __init__(self, watchdog: int | None = None) -> None:
        self.watchdog = watchdog
        self.said: list[str] = []
        self.fed: list[str] = []

    def ready(self, status: str) -> None:
        self.said.append(f"ready: {status}")

    def status(self, text: str) -> None:
        self.said.append(text)

    def feed(self) -> None:
        self.fed.append("")


def test_it_is_ready_after_the_first_turn_and_not_before() -> None:
    machine, ward = Machine(), Ward()
    watch = Supervision(machine, [])
    assert machine.said == []
    watch.attend(ward.floor, ward.now)
    assert machine.said == ["ready: 1 bay: bed-1 ready"]


def test_what_happens_is_told_at_once_and_a_countdown_every_second() -> None:
    machine, ward = Machine(), Ward()
    watch = Supervision(machine, [])
    watch.attend(ward.floor, ward.now)
    ward.press()
    watch.attend(ward.floor, ward.now)
    assert machine.said[-1] == "1 bay: bed-1 contact 20:00 left"
    told = len(machine.said)
    floor, now = ward.floor, ward.now
    for later in range(now + 10, now + 3 * SECOND, 10):
        watch.attend(floor, later)
    assert len(machine.said) - told == 3


@pytest.mark.meets("FLT-19")
def test_the_watchdog_is_fed_every_second_or_as_often_as_it_wants() -> None:
    for wants, fed in ((None, 10), (5000, 10), (250, 40)):
        machine, ward = Machine(wants), Ward()
        watch = Supervision(machine, [lambda: True])
        for now in range(0, 10 * SECOND, 10):
            watch.attend(ward.floor, now)
        assert len(machine.fed) == fed


@pytest.mark.meets("FLT-19")
def test_one_edge_without_progress_starves_it() -> None:
    machine, ward = Machine(), Ward()
    works = [True, True]
    watch = Supervision(machine, [lambda: works[0], lambda: works[1]])
    watch.attend(ward.floor, 0)
    works[1] = False
    for now in range(SECOND, 20 * SECOND, SECOND):
        watch.attend(ward.floor, now)
    assert len(machine.fed) == 1
    works[1] = True
    watch.attend(ward.floor, 20 * SECOND)
    assert len(machine.fed) == 2
