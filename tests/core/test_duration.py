"""Lengths of time, and how staff read them."""

import pytest

from station.core.duration import DAY, HOUR, MILLISECOND, MINUTE, SECOND, clock_face


@pytest.mark.meets("INS-1")
def test_everything_counts_whole_milliseconds() -> None:
    assert (MILLISECOND, SECOND, MINUTE, HOUR, DAY) == (1, 1000, 60_000, 3_600_000, 86_400_000)


@pytest.mark.parametrize(
    ("seconds", "read"),
    [
        (0, "0:00"),
        (1, "0:01"),
        (59, "0:59"),
        (60, "1:00"),
        (120, "2:00"),
        (751, "12:31"),
        (1200, "20:00"),
        (3600, "60:00"),
        (5999, "99:59"),
    ],
)
def test_a_length_of_time_reads_as_minutes_and_seconds(seconds: int, read: str) -> None:
    assert clock_face(seconds) == read


@pytest.mark.parametrize(
    ("seconds", "read"), [(6000, "1h40"), (7199, "1h59"), (7200, "2h00"), (93_900, "26h05")]
)
def test_one_that_no_longer_fits_a_panel_so_reads_as_hours_and_minutes(
    seconds: int, read: str
) -> None:
    assert clock_face(seconds) == read
