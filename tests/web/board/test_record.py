"""The board's record: written soon however much comes, and ended however the disk does."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from station.web.board import record as module
from station.web.board.record import Kept, Record, RecordRefusedError
from station.web.board.said import Fact
from tests.waiting import until

HOUR = 3_600_000
SOON = 8.0
"""Seconds of real time for what should take a part of one."""


FIRST = """
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    station TEXT NOT NULL, boot TEXT NOT NULL, bay TEXT NOT NULL, kind TEXT NOT NULL,
    at INTEGER NOT NULL, time INTEGER NOT NULL, heard INTEGER NOT NULL, told BLOB NOT NULL,
    UNIQUE (station, boot, bay, kind, at)
) STRICT;
CREATE TABLE heard (began INTEGER PRIMARY KEY, ended INTEGER NOT NULL) STRICT;
CREATE INDEX fact_time ON fact (time);
CREATE INDEX fact_bay ON fact (station, bay, time);
"""
"""The tables as the first boards made them."""


def fact(number: int) -> Fact:
    return Fact(fact="refused", at=float(number), boot="b", bay="bed-1")


def unplugged(panel: int) -> Fact:
    return Fact(fact="panel_lost", at=10.0, boot="b", panel=panel)


def now() -> int:
    return time.time_ns() // 1_000_000


def listened(record: Record) -> int:
    """Until when it is written that it did, in ms since 1970."""
    with sqlite3.connect(record.path) as file:
        (ended,) = file.execute("SELECT coalesce(max(ended), 0) FROM heard").fetchone()
    file.close()
    return int(ended)


def everything(record: Record) -> list[Kept]:
    return record.between(0, 2**50, (None, None), 1_000_000)


def kept(record: Record) -> int:
    return len(everything(record))


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


def test_of_two_panels_unplugged_at_once_both_are_kept(opened: Callable[[], Record]) -> None:
    record = opened()
    for panel in (0, 1, 0, 1):
        record.keep("room-1", unplugged(panel), now())
    record.close()
    assert [each.fact.panel for each in everything(record)] == [0, 1]


def test_what_an_earlier_board_kept_is_kept_on(opened: Callable[[], Record]) -> None:
    record = opened()
    record.close()
    record.path.unlink()
    with sqlite3.connect(record.path) as file:
        file.executescript(f"PRAGMA application_id = {module.APPLICATION}; {FIRST}")
        before = [
            (number, each.fact, round(1000 * each.at), now() - HOUR, msgspec.json.encode(each))
            for number, each in enumerate((fact(7), unplugged(0)), 1)
        ]
        insert = "INSERT INTO fact VALUES (?, 'room-1', 'b', '', ?, ?, 0, ?, ?)"
        file.executemany(insert, before)
    file.close()
    for panel in (0, 1):  # told again, as a broker may
        record = opened()
        record.keep("room-1", unplugged(panel), now())
        record.close()
    kept = everything(record)
    assert [(each.fact.fact, each.fact.panel) for each in kept] == [
        ("refused", None),
        ("panel_lost", 0),
        ("panel_lost", 1),
    ]
    assert all(each.heard < now() - HOUR for each in kept[:2]), "when it was heard first"


def test_a_file_of_a_later_board_is_left_alone(opened: Callable[[], Record]) -> None:
    record = opened()
    record.close()
    with sqlite3.connect(record.path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(RecordRefusedError, match="a later board"):
        opened()


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
