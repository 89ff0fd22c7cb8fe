"""The measuring itself: that it finds what is there."""

import os

from station.replay.play import play
from tests.bench.growth import EARLY, Days, Size, size, told
from tests.bench.replay import _day

KIB = 1024
MUCH = 64 * KIB * KIB


def days(total: int, leak: bool) -> list[Size]:
    """What this process has at each day's end; it may keep something of each."""
    sizes = []
    kept: list[bytes] = []
    open_files: list[int] = []

    def over() -> None:
        if leak:
            kept.append(b"x" * MUCH)
            open_files.append(os.open(os.devnull, os.O_RDONLY))
        sizes.append(size())

    scenario = _day(1, total + 1)
    play(scenario, Days(over), only=frozenset({"fact"}), as_json=True)  # type: ignore[arg-type]
    for file in open_files:
        os.close(file)
    return sizes[:total]


def test_a_leak_is_found() -> None:
    sizes = days(EARLY + 2, leak=True)
    assert len(sizes) == EARLY + 2
    memory, descriptors = told(sizes[EARLY - 1], sizes[-1])
    assert memory.ours - (memory.reference or 0) > 100
    assert descriptors.ours - (descriptors.reference or 0) == 2
    assert descriptors.met is False


def test_a_replay_leaves_no_file_open() -> None:
    sizes = days(2, leak=False)
    assert sizes[0].descriptors == sizes[1].descriptors


def test_more_memory_than_there_may_be_is_found() -> None:
    early = Size(100 * KIB, 5)
    assert [figure.met for figure in told(early, Size(105 * KIB, 5))] == [True, True]
    assert [figure.met for figure in told(early, Size(106 * KIB, 6))] == [False, False]
