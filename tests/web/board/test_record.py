"""The board's record: written soon however much comes, and ended however the disk does."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from station.web.board import record as module
from station.web.board.record import Record
from station.web.board.said import Fact
from tests.web.board.clinic import until

HOUR = 3_600_000
SOON = 8.0
"""Seconds of real time for what should take a part of one."""


def fact(number: int) -> Fact:
    return Fact(fact="refused", at=float(number), boot="b", bay="bed-1")


def now() -> int:
    return time.time_ns() // 1_000_000


def listened(record: Record) -> int:
    """Until when it is written that it did, in ms since 1970."""
    with sqlite3.connect(record.path) as file:
        (ended,) = file.execute("SELECT coalesce(max(ended), 0) FROM heard").fetchone()
    file.close()
    return int(ended)


def kept(record: Record) -> int:
    return len(record.between(0, 2**50, (None, None), 1_000_000))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], Record]]:
    records: list[Record] = []

    def open_record() -> Record:
        records.append(Record(tmp_path / "history" / "board.db", lambda: True))
        return records[-1]

    (tmp_path / "history").mkdir()
    yield open_record
    for each in records:
        each.close()


def taken_away(record: Record) -> None:
    """Nothing can be written any more: a folder is in its place."""
    for part in record.path.parent.iterdir():
        part.unlink()
    record.path.mkdir()


def ends(record: Record) -> bool:
    """Whether it can be closed."""
    ending = Thread(target=record.close, daemon=True)
    ending.start()
    ending.join(SOON)
    return not ending.is_alive()


def test_of_facts_that_come_without_a_pause_the_first_are_kept_at_once(
    opened: Callable[[], Record],
) -> None:
    record = opened()
    end = time.monotonic() + SOON
    number = 0
    while kept(record) < 20:
        assert time.monotonic() < end, f"{number} facts came, and none is kept"
        record.keep("room-1", fact(number), now())
        number += 1
        time.sleep(0.02)
    assert number < module.BATCH


def test_all_that_waits_is_written_when_it_ends(opened: Callable[[], Record]) -> None:
    record = opened()
    for number in range(3 * module.BATCH):
        record.keep("room-1", fact(number), now())
    record.close()
    assert kept(record) == 3 * module.BATCH


def test_a_board_that_was_put_to_sleep_does_not_say_that_it_listened(
    opened: Callable[[], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wall:
        slept = 0
        monotonic = staticmethod(time.monotonic)

        @staticmethod
        def time_ns() -> int:
            return time.time_ns() + Wall.slept * 1_000_000

    monkeypatch.setattr(module, "time", Wall)
    monkeypatch.setattr(module, "ROUND", 0.1)
    record, begun = opened(), now()
    until(lambda: listened(record) > 0)
    Wall.slept = 3 * HOUR
    until(lambda: listened(record) > begun + 3 * HOUR)
    gap, *more = record.deaf(begun, now() + 3 * HOUR)
    assert not more
    assert begun <= gap[0] < begun + HOUR, "until it fell asleep it did"
    assert gap[1] > begun + 3 * HOUR, "and since it is awake"


@pytest.mark.parametrize("waiting", [0, 1, 3 * module.BATCH])
def test_it_can_be_ended_though_nothing_can_be_written(
    opened: Callable[[], Record], waiting: int
) -> None:
    record = opened()
    taken_away(record)
    for number in range(waiting):
        record.keep("room-1", fact(number), now())
    assert ends(record)
    assert record.trouble is not None


def test_it_can_be_ended_though_nothing_more_can_wait(
    opened: Callable[[], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 10)
    monkeypatch.setattr(module, "BATCH", 5)
    record = opened()
    taken_away(record)
    while not record.dropped:
        record.keep("room-1", fact(record.dropped), now())
    assert ends(record)
