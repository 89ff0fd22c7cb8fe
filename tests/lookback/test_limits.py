"""How long, how far apart: every figure of looking back by itself, in milliseconds."""

import pytest

from station.lookback import cream, told

FIGURES: list[tuple[int, int, str]] = [
    (cream.SLACK, 120_000, "two tellings of one instant differ"),
    (told.LATEST_UNDO, 40_000, "from a gesture to the end of its undo"),
]


@pytest.mark.parametrize(
    ("ours", "said"), [row[:2] for row in FIGURES], ids=[row[2] for row in FIGURES]
)
def test_each_figure_is_the_one_that_was_decided(ours: int, said: int) -> None:
    assert repr(ours) == repr(said)  # 1000.0 would be no instant
