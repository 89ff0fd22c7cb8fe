"""The day is lived through once; every test judges it."""

import pytest

from tests.lab.guest.bare import share
from tests.lab.guest.bedside.day import Day, lived


@pytest.fixture(scope="session")
def day() -> Day:
    day = lived()
    late = day.bare.late
    print(
        f"a bare loop is {share(late, 0.5):.1f} ms late (p50), {share(late, 0.99):.1f} (p99),"
        f" {max(late):.1f} at most; the latest finger was {day.late:.1f} ms late"
    )
    return day
