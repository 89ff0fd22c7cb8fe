"""A config of the test's own, and a clinic with protocols of its own."""

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where it is."""
    return tmp_path / "station.yaml"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The directory of a config, with an empty one for protocols."""
    (tmp_path / "protocols").mkdir()
    return tmp_path
