"""Rides take a virtual machine and minutes: only `make lab` and its like collect them."""

import os

import pytest

from tests.lab.image import Recipe
from tests.lab.ride import Installed, installed
from tests.lab.tools import NoLabError

collect_ignore_glob = [] if os.environ.get("STATION_LAB") == "host" else ["test_*.py"]


@pytest.fixture(scope="session")
def guest() -> Installed:
    """A guest with today's station installed in it."""
    arch = os.environ.get("ARCH", "arm64")
    assert arch in ("arm64", "amd64"), f"ARCH is arm64 or amd64, not {arch}"
    try:
        return installed(Recipe(arch))  # type: ignore[arg-type]  # mypy does not narrow by `in`
    except NoLabError as lacking:
        pytest.exit(f"NO LAB HERE: {lacking}", returncode=3)
