"""A broker that speaks rubbish is left, and listened to again: a deaf board must not look well."""

import json
from typing import Any

import pytest
from paho.mqtt.client import Client

from station.web.board import listening
from station.web.board.address import Broker
from station.web.board.listening import Listening
from station.web.board.said import RefusedError
from station.web.board.table import Known, Table
from tests.fleet.rubbish import WELCOME, saying
from tests.fleet.test_rubbish import PACKETS
from tests.waiting import until
from tests.web.board.clinic import bay, cream_on, iso

NOON = 1_800_000_000.0
BED = "station/room-1/bay/bed-1"
OF_2000 = bay("contact", since=iso(946_684_860), due=iso(946_686_060), overdue=iso(946_686_180))
OF_A_LATER_STATION = cream_on(NOON, alarm="allergy")


def listening_to(*told: tuple[str, bytes]) -> tuple[Listening, Table]:
    """A board that has heard that."""
    table = Table()
    board = Listening(Broker("127.0.0.1", 1), table, lambda *_fact: None, lambda: None)
    for topic, payload in told:
        board.take(topic, payload, retained=True)
    return board, table


def bed(table: Table) -> dict[str, Any]:
    """The one bay, as pages are told it."""
    (one,) = json.loads(table.changes(Known(), 10).body)["bays"]
    assert isinstance(one, dict)
    return one


@pytest.mark.parametrize("told", [OF_2000, OF_A_LATER_STATION, {}], ids=["2000", "later", "{}"])
def test_a_bay_that_is_not_understood_is_not_shown_as_it_was_before(told: dict[str, Any]) -> None:
    board, table = listening_to((BED, json.dumps(bay()).encode()))
    with pytest.raises(RefusedError):
        board.take(BED, json.dumps(told).encode(), retained=False)
    assert bed(table)["unclear"] is True
    assert bed(table)["phase"] == "ready", "its last word, for what that is worth"
    board.take(BED, json.dumps(bay()).encode(), retained=False)
    assert "unclear" not in bed(table)


def test_cream_that_was_on_goes_on_though_its_station_is_not_understood() -> None:
    board, table = listening_to((BED, json.dumps(cream_on(NOON)).encode()))
    with pytest.raises(RefusedError):
        board.take(BED, b"{", retained=False)
    assert (bed(table)["phase"], bed(table)["due"]) == ("contact", 1000 * (NOON + 20 * 60))
    assert bed(table)["unclear"] is True


def test_a_bay_that_was_never_understood_is_shown_as_not_known() -> None:
    board, table = listening_to(("station/room-1/status", b"online"))
    with pytest.raises(RefusedError):
        board.take(BED, json.dumps(OF_2000).encode(), retained=True)
    assert bed(table) == {
        "station": "room-1",
        "bay": "bed-1",
        "label": "bed-1",
        "phase": "unknown",
        "unclear": True,
    }


@pytest.mark.parametrize("packet", PACKETS.values(), ids=PACKETS.keys())
def test_a_broker_that_speaks_rubbish_is_left(packet: bytes) -> None:
    with saying(WELCOME + packet) as port:
        board = Listening(Broker("127.0.0.1", port), Table(), lambda *_fact: None, lambda: None)
        board._visit()
    assert not board.hearing.joined
    assert board.hearing.why


def test_it_comes_again_whatever_the_library_stumbled_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visits = []

    def stumble(*_arguments: object) -> None:
        visits.append(1)
        raise KeyError(3)

    monkeypatch.setattr(Client, "loop_read", stumble)
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 0.01)
    with saying(WELCOME) as port:
        board = Listening(Broker("127.0.0.1", port), Table(), lambda *_fact: None, lambda: None)
        board.start()
        until(lambda: bool(visits) and bool(board.hearing.why))
        assert board._thread.is_alive()
        board.close()
