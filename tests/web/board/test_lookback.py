"""What the board has seen is kept, and looked back at: a day as a picture, alarms in figures."""

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from station.web.board import record as module
from station.web.board.record import Record, RecordRefusedError
from station.web.board.said import Bay, Fact, read_fact
from tests.waiting import until
from tests.web.board.clinic import Board, board, iso

DAY = "2026-05-04"
TEN = datetime(2026, 5, 4, 10, tzinfo=UTC).astimezone().replace(hour=10).timestamp()
"""Ten in the morning, where this machine is."""


def fact(kind: str, minutes: float, **told: Any) -> Fact:
    message = {"fact": kind, "bay": "bed-1", "at": 1000 + 60 * minutes, "boot": "b"}
    return read_fact(json.dumps(message | {"time": iso(TEN + 60 * minutes)} | told).encode())


VISIT = [
    fact("applied", 0, application=1, today=1),
    fact("removal_due", 20),
    fact("silenced", 20.5),
    fact("overdue", 22),
    fact("removed", 23, application=1, contact=1380.0, overdue_by=60.0, certain=True),
]


def keep(record: Record, facts: list[Fact], station: str = "room-1") -> None:
    for each in facts:
        record.keep(station, each, time.time_ns() // 1_000_000)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    kept = Record(tmp_path / "h.db", lambda: False)
    yield kept
    kept.close()


def everything(record: Record) -> list[Fact]:
    return [kept.fact for kept in record.between(0, 2**50, (None, None), 1000)]


def test_facts_are_kept_once_each(record: Record) -> None:
    keep(record, VISIT + VISIT)
    until(lambda: len(everything(record)) == len(VISIT))
    assert everything(record)[0].fact == "applied"
    assert everything(record)[-1] == VISIT[-1]


def test_they_are_there_after_another_start(tmp_path: Path) -> None:
    for _ in range(2):
        record = Record(tmp_path / "h.db", lambda: False)
        keep(record, VISIT)
        record.close()
    assert len(everything(record)) == len(VISIT)
    assert (tmp_path / "h.db").stat().st_mode & 0o077 == 0


def test_of_one_bay_with_what_its_station_says_of_itself(record: Record) -> None:
    own = msgspec.structs.replace(fact("started", 1), bay=None)
    keep(record, [*VISIT, own, fact("applied", 5, bay="bed-2")])
    until(lambda: len(everything(record)) == len(VISIT) + 2)
    kept = record.between(0, 2**50, ("room-1", "bed-2"), 10)
    assert [each.fact.fact for each in kept] == ["started", "applied"]
    assert record.between(0, 2**50, ("room-2", None), 10) == []


def test_what_is_old_or_too_much_goes(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FACTS", 3)
    monkeypatch.setattr(module, "TIDY", 0.0)
    now = time.time_ns() // 1_000_000
    for number in range(6):
        record.keep("room-1", fact("applied", number), now)
    until(lambda: len(everything(record)) == 3)
    record.keep("room-1", fact("applied", 99), now - module.KEPT - 1)
    record.keep("room-1", fact("applied", 7), now)
    until(lambda: [each.at for each in everything(record)][-1] == fact("applied", 7).at)


def test_when_the_board_was_deaf(tmp_path: Path) -> None:
    record = Record(tmp_path / "h.db", lambda: False)
    record.close()
    with sqlite3.connect(record.path) as file:
        file.executemany(
            "INSERT INTO heard VALUES (?, ?)",
            [(100_000, 200_000), (210_000, 300_000), (400_000, 500_000)],
        )
    file.close()
    assert record.deaf(150_000, 450_000) == [(300_000, 400_000)]
    assert record.deaf(0, 600_000) == [(0, 100_000), (300_000, 400_000), (500_000, 600_000)]
    assert record.deaf(700_000, 800_000) == [(700_000, 800_000)]


def test_a_disk_that_fails_is_told_and_nobody_waits(record: Record) -> None:
    keep(record, VISIT[:1])
    until(lambda: len(everything(record)) == 1)
    other = sqlite3.connect(record.path)
    other.execute("DROP TABLE fact")
    other.commit()
    other.close()
    keep(record, VISIT[1:])
    until(lambda: "no such table" in (record.now_wrong() or ""))


def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as file:
        file.execute("CREATE TABLE mine (a)")
    file.close()
    with pytest.raises(RecordRefusedError, match="somebody else's file"):
        Record(tmp_path / "other.db", lambda: False)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with board(1, tmp_path_factory.mktemp("board") / "h.db") as at_work:
        keep(at_work.running.record, VISIT)
        keep(at_work.running.record, [fact("applied", 300, bay="bed-2", application=1)], "room-2")
        label = '<img src=x onerror="alert(1)">'
        at_work.running.table.tell_bay(
            Bay(station="room-1", bay="bed-1", label=label, phase="ready")
        )
        until(lambda: len(everything(at_work.running.record)) == len(VISIT) + 1)
        yield at_work


def test_a_day_of_a_bay_as_a_picture(clinic: Board) -> None:
    status, svg, headers = clinic.ask(f"/back/day.svg?station=room-1&bay=bed-1&day={DAY}")
    assert status == 200
    assert headers["content-type"] == "image/svg+xml"
    assert "overdue" in svg
    assert "<img" not in svg
    assert "&lt;img" in svg


def test_and_as_a_table(clinic: Board) -> None:
    told = json.loads(clinic.ask(f"/back/day.json?station=room-1&day={DAY}")[1])
    assert [row[1] for row in told["rows"]][:3] == [
        "cream on, no. 1",
        "to be wiped, no. 1",
        "overdue, no. 1",
    ]
    assert any("heard nothing" in note for note in told["notes"])


def test_what_alarms_asked(clinic: Board) -> None:
    told = json.loads(clinic.ask(f"/back/figures.json?day={DAY}&days=7")[1])
    figures = dict(told["figures"])
    assert figures["Applications"] == "2"
    assert figures["Alarms"] == "2"
    assert told["worst"].endswith("room-1")
    assert len(told["rows"]) == 2


def test_alarms_that_fell_due_while_the_power_was_cut_count(clinic: Board) -> None:
    day = 1440
    cut = [
        fact("applied", day, application=1, today=1),
        fact("removal_due", day + 20, at=-1170.0, boot="c", late=True),
        fact("overdue", day + 22, at=-1050.0, boot="c", late=True),
    ]
    keep(clinic.running.record, cut, "room-3")
    until(lambda: cut[-1] in everything(clinic.running.record))
    told = json.loads(clinic.ask("/back/figures.json?station=room-3&day=2026-05-05")[1])
    assert dict(told["figures"])["Alarms"] == "2"


def test_only_of_the_day_asked_for_it_says_that_a_clock_was_not_to_be_trusted(
    clinic: Board,
) -> None:
    untimed = [fact("refused", minutes, time=None) for minutes in (0, 1, 2)]
    for days, each in zip((-1, 0, 1), untimed, strict=True):
        clinic.running.record.keep("room-4", each, round(1000 * TEN) + days * 86_400_000)
    until(lambda: untimed[-1] in everything(clinic.running.record))
    told = json.loads(clinic.ask(f"/back/figures.json?station=room-4&day={DAY}")[1])
    assert "1 fact came from a clock that was not to be trusted." in told["notes"]
    told = json.loads(clinic.ask("/back/figures.json?station=room-4&day=2026-05-07")[1])
    assert not any("trusted" in note for note in told["notes"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "station=<b>",
        "station=room-1&bay=../x",
        "bay=bed-1",
        "station=room-1&day=yesterday",
        "station=room-1&day=9999-12-31",
        "station=room-1&day=0001-01-01",
        "station=room-1&days=3",
        "station=room-1&days=1e9",
    ],
)
def test_questions_that_make_no_sense_are_answered_kindly(clinic: Board, query: str) -> None:
    status, text, _ = clinic.ask(f"/back/day.svg?{query}".replace("<", "%3C").replace(">", "%3E"))
    assert status == 400
    assert "Traceback" not in text


def test_a_day_of_which_nothing_is_known(clinic: Board) -> None:
    assert clinic.ask("/back/day.svg?station=nobody&day=2021-01-01")[0] == 200
    told = json.loads(clinic.ask("/back/figures.json?station=nobody&day=2021-01-01")[1])
    assert told["rows"] == []
