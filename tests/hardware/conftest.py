from collections.abc import Iterator
from pathlib import Path

import pytest

from station.config import StationConfig
from station.readers.configfile import load
from tests.hardware.wires import CONFIG, FakePiWires, MockWires, Wires


@pytest.fixture(params=[MockWires, FakePiWires])
def wires(request: pytest.FixtureRequest) -> Iterator[Wires]:
    wires: Wires = request.param()
    yield wires
    wires.factory.close()
    wires.factory.pins.clear()  # gpiozero keeps the pins of local factories for the whole process


@pytest.fixture
def config(tmp_path: Path) -> StationConfig:
    path = tmp_path / "station.yaml"
    path.write_text(CONFIG)
    return load(path)
