"""A broker of the test's own, who listens there, and stations that tell it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.config import BrokerConfig
from station.core.floor import Absent
from tests.fleet.broker import Broker, running
from tests.fleet.nurse import LinkedWard, Listener
from tests.fleet.topics import Open

HA = {"discovery": "homeassistant"}


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with running(tmp_path / "broker") as found:
        yield found


@pytest.fixture
def listener(broker: Broker) -> Iterator[Listener]:
    found = Listener(broker.port)
    yield found
    found.close()


@pytest.fixture
def opened(tmp_path: Path, broker: Broker) -> Iterator[Open]:
    """Stations with a link, closed at the end."""
    wards: list[LinkedWard] = []

    def open_ward(
        beds: int = 1,
        station: str = "room-1",
        absent: tuple[Absent, ...] = (),
        **access: object,
    ) -> LinkedWard:
        settings = {"host": "127.0.0.1", "port": broker.port, "tls": False, **HA, **access}
        settled = BrokerConfig(**settings)  # type: ignore[arg-type] # the test's own
        wards.append(LinkedWard(tmp_path, settled, beds, station, absent))
        return wards[-1]

    yield open_ward
    for ward in wards:
        ward.close()
