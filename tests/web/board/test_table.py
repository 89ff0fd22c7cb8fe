"""What pages are told of stations and bays, however slow they are and whatever is flooded."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.web.board import table as module
from station.web.board.said import Bay, RefusedError
from station.web.board.table import FORGOTTEN_AFTER, Known, Table

NOON = 1_800_000_000_000


def bed(name: str = "bed-1", phase: Any = "ready", station: str = "room-1", **told: Any) -> Bay:
    return Bay(station=station, bay=name, label="Bed 1", phase=phase, **told)


class Page:
    """What an open page knows, asking for so much at once."""

    def __init__(self, table: Table, most: int = 1000) -> None:
        self.table, self.most, self.known = table, most, Known()
        self.told: dict[tuple[str, ...], Any] = {}

    def look(self) -> "Page":
        more = True
        while more:
            more = self.step()
        return self

    def step(self) -> bool:
        changes = self.table.changes(self.known, self.most)
        self.known = changes.known
        if changes.body:
            told = json.loads(changes.body)
            if told["reset"]:
                self.told.clear()
            for key in told["gone"]:
                self.told.pop(tuple(key), None)
            self.told |= {(s["station"],): s for s in told["stations"]}
            self.told |= {(b["station"], b["bay"]): b for b in told["bays"]}
        return changes.more


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.mark.meets("CMD-12")
def test_a_page_is_told_all_and_then_what_changes(table: Table) -> None:
    table.tell_status("room-1", NOON, online=True, retained=True)
    table.tell_bay(bed())
    page = Page(table).look()
    assert page.told["room-1",]["online"] is True
    assert page.told["room-1", "bed-1"]["phase"] == "ready"
    table.tell_bay(bed(phase="contact"))
    changes = table.changes(page.known, 10)
    assert json.loads(changes.body)["stations"] == []
    assert [b["phase"] for b in json.loads(changes.body)["bays"]] == ["contact"]


def test_nothing_new_is_nothing_told(table: Table) -> None:
    table.tell_bay(bed())
    page = Page(table).look()
    table.tell_bay(bed())
    assert table.changes(page.known, 10).body == b""


def test_a_bay_that_its_station_took_away_is_gone(table: Table) -> None:
    table.tell_bay(bed(phase="contact"))
    page = Page(table).look()
    table.forget_bay("room-1", "bed-1")
    assert ("room-1", "bed-1") not in page.look().told
    assert table.bays == 0


def test_a_station_that_went_offline_is_not_heard_from_since_then(table: Table) -> None:
    table.tell_status("room-1", NOON, online=True, retained=True)
    table.tell_status("room-1", NOON + 5, online=False, retained=False)
    assert Page(table).look().told["room-1",]["since"] == NOON + 5
    table.tell_status("room-1", NOON + 9, online=False, retained=True)
    assert Page(table).look().told["room-1",]["since"] == NOON + 5, "no later"
    table.tell_status("room-1", NOON + 10, online=True, retained=False)
    assert Page(table).look().told["room-1",] == {
        "station": "room-1",
        "online": True,
        "since": None,
    }


def test_one_that_was_offline_before_the_board_came_nobody_knows_since_when(table: Table) -> None:
    table.tell_status("room-1", NOON, online=False, retained=True)
    assert Page(table).look().told["room-1",] == {
        "station": "room-1",
        "online": False,
        "since": None,
    }


def test_one_that_went_offline_while_the_broker_was_lost_was_last_heard_before(
    table: Table,
) -> None:
    table.tell_status("room-1", NOON, online=True, retained=True)
    table.lose(NOON + 100)
    table.begin_roll()
    table.tell_status("room-1", NOON + 999, online=False, retained=True)
    assert Page(table).look().told["room-1",]["since"] == NOON + 100


def test_a_station_that_nobody_spoke_of_is_not_known_to_run(table: Table) -> None:
    table.tell_bay(bed())
    assert Page(table).look().told["room-1",]["online"] is None


def test_after_a_roll_call_what_the_broker_does_not_name_is_gone(table: Table) -> None:
    for name in ("bed-1", "bed-2"):
        table.tell_bay(bed(name))
    table.tell_status("room-2", NOON, online=True, retained=True)
    table.begin_roll()
    table.tell_bay(bed("bed-2"))
    table.end_roll(NOON)
    assert set(Page(table).look().told) == {("room-1",), ("room-1", "bed-2")}


def test_but_not_where_cream_was_on(table: Table) -> None:
    table.tell_status("room-1", NOON, online=True, retained=True)
    table.tell_bay(bed(phase="contact"))
    table.lose(NOON + 5)
    table.begin_roll()
    table.end_roll(NOON + 70)
    told = Page(table).look().told
    assert told["room-1", "bed-1"]["missing"] == NOON + 5
    assert told["room-1",] == {"station": "room-1", "online": False, "since": NOON + 5}
    table.begin_roll()
    table.end_roll(NOON + FORGOTTEN_AFTER)
    assert ("room-1", "bed-1") in Page(table).look().told
    table.begin_roll()
    table.end_roll(NOON + FORGOTTEN_AFTER + 6)
    assert ("room-1", "bed-1") not in Page(table).look().told
    table.tell_bay(bed(phase="contact"))
    assert "missing" not in Page(table).look().told["room-1", "bed-1"]


def test_nor_where_nobody_understood_whether_cream_was_on(table: Table) -> None:
    table.tell_bay(bed("bed-1"))
    for name in ("bed-1", "bed-2"):
        table.misunderstand_bay("room-1", name)
    table.begin_roll()
    table.end_roll(NOON)
    told = Page(table).look().told
    assert told["room-1", "bed-1"]["missing"] == told["room-1", "bed-2"]["missing"] == NOON


def test_a_station_that_is_no_more_goes_with_its_last_bay(table: Table) -> None:
    table.tell_bay(bed())
    table.forget_status("room-1")
    table.forget_bay("room-1", "bed-1")
    table.begin_roll()
    table.end_roll(NOON)
    assert Page(table).look().told == {}


def test_no_more_than_so_many(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(3):
        table.tell_bay(bed(f"bed-{number}", station=f"room-{number}"))
    with pytest.raises(RefusedError, match="too many"):
        table.tell_bay(bed("bed-9", station="room-0"))
    with pytest.raises(RefusedError, match="too many"):
        table.tell_status("room-9", NOON, online=True, retained=True)
    with pytest.raises(RefusedError, match="too many"):
        table.misunderstand_bay("room-0", "bed-9")
    table.tell_bay(bed("bed-1", "contact", station="room-1"))
    assert len(Page(table).look().told) == 6
    table.forget_bay("room-0", "bed-0")
    table.tell_bay(bed("bed-9", station="room-0"))


def test_a_page_that_is_far_behind_begins_anew(table: Table) -> None:
    page = Page(table)
    table.tell_bay(bed("stays"))
    table.tell_bay(bed("goes"))
    page.look()
    table.forget_bay("room-1", "goes")
    for number in range(module.MOST_GONE):
        table.tell_bay(bed(f"b-{number}"))
        table.forget_bay("room-1", f"b-{number}")
    assert set(page.look().told) == {("room-1",), ("room-1", "stays")}


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ["bay", "unclear", "gone", "online", "offline", "forget", "roll", "lose", "look"]
        ),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["1", "2", "3", "4"]),
        st.sampled_from(["ready", "contact", "numb"]),
    ),
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(DOINGS, st.integers(1, 4))
def test_a_slow_page_knows_in_the_end_what_a_new_one_is_told(
    doings: list[tuple[str, str, str, str]], most: int
) -> None:
    before, module.MOST_GONE = module.MOST_GONE, 3  # type: ignore[misc]
    try:
        table = Table()
        slow = Page(table, most)
        for now, (what, station, name, phase) in enumerate(doings, NOON):
            match what:
                case "bay":
                    table.tell_bay(bed(name, phase, station))
                case "unclear":
                    table.misunderstand_bay(station, name)
                case "gone":
                    table.forget_bay(station, name)
                case "online" | "offline":
                    table.tell_status(
                        station, now, online=what == "online", retained=phase == "numb"
                    )
                case "forget":
                    table.forget_status(station)
                case "roll":
                    table.begin_roll()
                    table.tell_bay(bed(name, phase, station))
                    table.end_roll(now)
                case "lose":
                    table.lose(now)
                case _:
                    slow.step()
        assert slow.look().told == Page(table).look().told
        assert table.bays == sum(len(key) == 2 for key in slow.told)
        assert table.stations == sum(len(key) == 1 for key in slow.told)
    finally:
        module.MOST_GONE = before  # type: ignore[misc]


def test_a_bay_costs_less_than_2_kb() -> None:
    def fill(table: Table, bays: int) -> None:
        for number in range(bays):
            place = {"name": f"bed-{number % 4}", "station": f"room-{number // 4}"}
            times: dict[str, Any] = dict.fromkeys(("since", "due", "overdue", "numb_until"), NOON)
            rest: dict[str, Any] = {"application": 1, "today": 1, "limit": 6, "protocol": "numb520"}
            seen = bed(phase="contact", faults=("panel_lost",), **place, **times, **rest)
            table.tell_bay(seen)

    fill(Table(), 100)
    tracemalloc.start()
    try:
        table = Table()
        fill(table, 10_000)
        each = tracemalloc.get_traced_memory()[0] / 10_000
    finally:
        tracemalloc.stop()
    assert each < 1000, f"{each:.0f} bytes"
