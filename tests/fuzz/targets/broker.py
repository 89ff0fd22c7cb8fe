"""A broker that speaks rubbish, byte by byte: neither the board nor a station may go deaf of it."""

import threading
from collections.abc import Sequence

from hypothesis import strategies as st

from station.config import BrokerConfig
from station.fleet.connection import Connection
from station.fleet.outbox import Letter
from station.fleet.reasons import NoConnectionError
from station.web.board.address import Broker
from station.web.board.listening import Listening
from station.web.board.table import Table
from tests.fleet.rubbish import saying
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.verdict import require_printable

PATIENCE = 5.0
CONNACK = b"\x20\x03\x00\x00\x00"
PACKETS = (
    CONNACK,
    b"\x20\x06\x00\x00\x03\x21\x00\x05",  # with a property: receive maximum
    b"\x20\x03\x00\x87\x00",  # not authorized
    b"\x90\x06\x00\x01\x00\x01\x01\x01",  # three subscriptions granted
    b"\x90\x06\x00\x01\x00\x80\x87\x01",
    b"\x30\x1d\x00\x15station/room-1/status\x00online",
    b"\x32\x1f\x00\x15station/room-1/status\x00\x07\x00online",
    b"\x34\x1f\x00\x15station/room-1/status\x00\x07\x00online",
    b"\x40\x02\x00\x01",
    b"\x40\x04\x00\x01\x10\x00",
    b"\x50\x02\x00\x01",
    b"\x62\x02\x00\x07",
    b"\x70\x02\x00\x01",
    b"\xb0\x04\x00\x01\x00\x00",
    b"\xd0\x00",
    b"\xc0\x00",
    b"\xe0\x00",
    b"\xe0\x01\x8e",
    b"\xe0\x02\x8b\x00",
    b"\xf0\x00",
)


def _spoilt(packet: bytes, changes: Sequence[tuple[str, int, bytes]]) -> bytes:
    """Changed within; its length then said as it is, so that the rest is looked at."""
    command, rest = packet[:1], packet[2:]
    for what, where, new in changes:
        at = where % (len(rest) + 1)
        match what:
            case "command":
                command = new[:1] or command
            case "insert":
                rest = rest[:at] + new + rest[at:]
            case "cut":
                rest = rest[:at]
            case _:
                rest = rest[:at] + new + rest[at + len(new) :]
    return command + _length(len(rest)) + rest


def _length(number: int) -> bytes:
    low, high = number % 128, number // 128
    return bytes([low | 128, high]) if high else bytes([low])


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["command", "insert", "cut", "replace", "replace"]),
        st.integers(0, 60),
        st.one_of(
            st.binary(max_size=3),
            st.sampled_from([b"\xff", b"\x00", b"\x7f", b"\x26\x00\x01a", b"\x1f"]),
        ),
    ),
    max_size=2,
)
SPOILT = st.builds(_spoilt, st.sampled_from(PACKETS), CHANGES)
TALKS = st.tuples(
    st.sampled_from([CONNACK, CONNACK, CONNACK, b""]),
    st.lists(
        st.one_of(SPOILT, SPOILT, st.sampled_from(PACKETS), st.binary(max_size=8)), max_size=4
    ),
)


def judge(drawn: tuple[bytes, Sequence[bytes]]) -> str:
    """Both come back from it, to try again."""
    first, others = drawn
    talk = first + b"".join(others)
    return f"fine: {_board(talk)}; {_station(talk)}"


def _board(talk: bytes) -> str:
    with saying(talk) as port:
        board = Listening(Broker("127.0.0.1", port), Table(), lambda *_fact: None, lambda: None)
        board._visit()
    require_printable(board.hearing.why)
    if board.hearing.joined or not board.hearing.why:
        raise WrongError("hears nobody, and does not say so", board.hearing)
    return board.hearing.why[:40]


def _station(talk: bytes) -> str:
    told: list[threading.ExceptHookArgs] = []
    before, threading.excepthook = threading.excepthook, told.append
    try:
        with saying(talk) as port:
            lost, why = _visited(BrokerConfig("127.0.0.1", port, tls=False))
    finally:
        threading.excepthook = before
    if told:
        raise WrongError("a thread ends", told[0].exc_value)
    if not lost:
        raise WrongError("does not notice that the broker is gone", talk)
    require_printable(why)
    return why[:40]


def _visited(broker: BrokerConfig) -> tuple[bool, str]:
    """Whether the connection was seen to end, and why."""
    will = Letter("station/room-1/status", b"offline", retain=True)
    try:
        connection = Connection(broker, "s", will, lambda: None)
    except NoConnectionError as no:
        return True, str(no)
    connection.subscribe(["station/room-1/#"])
    connection.send(will)
    connection._lost.wait(PATIENCE)
    lost, why = connection.lost, connection.reason
    connection.close()
    return lost, why


BROKER = Target("broker", TALKS, judge, repr, ("web/board/listening.py", "fleet/connection.py"))
