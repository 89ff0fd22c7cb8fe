"""A connection to a broker that speaks rubbish ends, and says so: the next one may be better."""

import pytest
from paho.mqtt.client import Client

from station.config import BrokerConfig
from station.fleet.connection import Connection
from station.fleet.outbox import Letter
from station.fleet.reasons import NoConnectionError
from tests.fleet.rubbish import PATIENCE, WELCOME, saying

WILL = Letter("station/room-1/status", b"offline", retain=True)
PACKETS = {
    "let in twice, for a reason that there is not": b"\x20\x03\x00\x03\x00",
    "a subscription without any": b"\x90\x00",
    "a property of something else": b"\x90\x06\x00\x01\x01\x01\x01\x01",
    "a property that goes on after the end": b"\x20\x04\x00\x00\x81\x00",
    "a message without a topic": b"\x30\x00",
    "an end without a reason": b"\xe0\x01\xfe",
    "no packet at all": b"\xff\xff\xff\xff\xff",
}


def reason_of(talk: bytes) -> str:
    """Why a connection is over that was told this."""
    with saying(talk) as port:
        try:
            broker = BrokerConfig("127.0.0.1", port, tls=False)
            connection = Connection(broker, "station-room-1", WILL, lambda: None)
        except NoConnectionError as error:
            return str(error)
        assert connection._lost.wait(PATIENCE), "it seems to be there for ever"
        connection.close()
        return connection.reason


@pytest.mark.parametrize("packet", PACKETS.values(), ids=PACKETS.keys())
def test_a_broker_that_speaks_rubbish_is_left(packet: bytes) -> None:
    assert reason_of(WELCOME + packet).startswith("it ")


def test_whatever_the_library_stumbles_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paho 2.1 stumbles over all of the above; a later one may over something else."""

    def stumble(*_arguments: object) -> None:
        raise KeyError(3)

    monkeypatch.setattr(Client, "loop_read", stumble)
    assert reason_of(WELCOME) == "it is not understood (KeyError: 3)"
