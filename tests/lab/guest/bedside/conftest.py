"""The day is lived through once; every test judges it.

What was seen is kept with the results, as day.pickle. LAB_DAY names such a file: then that day is
judged again, anywhere, without a machine:

    LAB_DAY=.../out/day.pickle STATION_LAB=guest pytest tests/lab/guest/bedside
"""

import os
import pickle
from pathlib import Path

import pytest

from tests.lab.guest.bare import share
from tests.lab.guest.bedside.day import Day, Stage

KEPT = Path("/host/out/day.pickle")
STAGE = pytest.StashKey[Stage]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """The station starts while tests are collected: both take seconds in the guest."""
    if "LAB_DAY" not in os.environ:
        session.config.stash[STAGE] = Stage()


@pytest.fixture(scope="session")
def day(pytestconfig: pytest.Config) -> Day:
    if "LAB_DAY" in os.environ:
        day = _before(os.environ["LAB_DAY"])
    else:
        day = pytestconfig.stash[STAGE].play()
        KEPT.write_bytes(pickle.dumps(day))
    late = day.bare.late
    print(
        f"a bare loop is {share(late, 0.5):.1f} ms late (p50), {share(late, 0.99):.1f} (p99),"
        f" {max(late):.1f} at most; the latest finger was {day.late:.1f} ms late;"
        f" the station took {day.cpu:.0f} % of a core"
    )
    return day


def _before(path: str) -> Day:
    day = pickle.loads(Path(path).read_bytes())  # noqa: S301 - our own
    assert isinstance(day, Day)
    return day
