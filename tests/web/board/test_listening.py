"""A broker that speaks rubbish is left, and listened to again: a deaf board must not look well."""

import pytest
from paho.mqtt.client import Client

from station.web.board import listening
from station.web.board.address import Broker
from station.web.board.listening import Listening
from station.web.board.table import Table
from tests.fleet.rubbish import WELCOME, saying
from tests.fleet.test_rubbish import PACKETS
from tests.web.board.clinic import until


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
