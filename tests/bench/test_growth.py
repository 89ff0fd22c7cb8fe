"""The measuring itself: that it finds what is there."""

import io
import os

from station.replay.play import play
from station.replay.scenario import Kill, PowerCut
from tests.bench.growth import BUSY, EARLY, Days, Size, month, size, told, with_deaths
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
    play(scenario, Days(total, over), only=frozenset({"fact"}), as_json=True)  # type: ignore[arg-type]
    for file in open_files:
        os.close(file)
    return sizes


def test_a_leak_is_found() -> None:
    sizes = days(EARLY + 2, leak=True)
    assert len(sizes) == EARLY + 2
    memory, descriptors = told("busy", sizes[EARLY - 1], sizes[-1])
    assert memory.ours - (memory.reference or 0) > 100
    assert descriptors.ours - (descriptors.reference or 0) == 2
    assert descriptors.met is False


def test_a_month_has_deaths_and_is_looked_at_each_day() -> None:
    out = io.StringIO()
    month(BUSY, 1, out)
    ((kib, descriptors),) = (line.split() for line in out.getvalue().splitlines())
    assert int(kib) > 0
    assert int(descriptors) > 0
    deaths = [e for e in with_deaths(_day(1)).events if isinstance(e, Kill | PowerCut)]
    assert len(deaths) == 22 + 5


def test_a_replay_leaves_no_file_open() -> None:
    sizes = days(2, leak=False)
    assert sizes[0].descriptors == sizes[1].descriptors


def test_more_memory_than_there_may_be_is_found() -> None:
    early = Size(100 * KIB, 5)
    assert [figure.met for figure in told("busy", early, Size(105 * KIB, 5))] == [True, True]
    assert [figure.met for figure in told("busy", early, Size(106 * KIB, 6))] == [False, False]
