"""A broker that is slow to confirm what it was asked has not told anything yet: nobody is gone."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from station.web.board import listening
from station.web.board.address import Broker
from station.web.board.listening import Listening
from station.web.board.table import Known, Table
from tests.fleet.ear import Kind, Packet, packet_of, read_packet
from tests.waiting import until
from tests.web.board.clinic import bay, cream_on

NOON = 1_800_000_000.0
BEDS = {"bed-1": cream_on(NOON), "bed-2": bay()}
RETAINED = 0x01


@dataclass
class SlowBroker:
    """It confirms a subscription once it was asked so often (by pings) whether it is there."""

    port: int
    pings: int | None = 0
    """None: never."""
    _line: socket.socket | None = None
    _asked: tuple[int, bytes] | None = None
    """How many pings it still waits for, and the number of the subscription."""

    def cut(self) -> None:
        """Hang up."""
        assert self._line is not None
        self._line.shutdown(socket.SHUT_RDWR)

    def listen(self, line: socket.socket) -> None:
        """Answer one board until it goes."""
        self._line, self._asked = line, None
        with line, line.makefile("rb") as stream, suppress(OSError, EOFError):
            while True:
                kind, _flags, packet = read_packet(stream)
                self._answer(line, kind, packet)

    def _answer(self, line: socket.socket, kind: int, packet: Packet) -> None:
        if kind == Kind.CONNECT:
            line.sendall(packet_of(Kind.CONNACK, b"\0\0\0"))
        elif kind == Kind.SUBSCRIBE and self.pings is not None:
            self._asked = (self.pings, packet.take(2))
        elif kind == Kind.PINGREQ:
            line.sendall(packet_of(Kind.PINGRESP, b""))
            if self._asked is not None:
                self._asked = (self._asked[0] - 1, self._asked[1])
        if self._asked is not None and self._asked[0] <= 0:
            line.sendall(packet_of(Kind.SUBACK, self._asked[1] + b"\0\1\1\1"))
            self._asked = None
            self._tell(line, "station/room-1/status", b"online")
            for bed, told in BEDS.items():
                self._tell(line, f"station/room-1/bay/{bed}", json.dumps(told).encode())

    def _tell(self, line: socket.socket, topic: str, payload: bytes) -> None:
        body = len(topic).to_bytes(2) + topic.encode() + b"\0" + payload
        packet = packet_of(Kind.PUBLISH, body)
        line.sendall(bytes([packet[0] | RETAINED]) + packet[1:])


@contextmanager
def slow_broker() -> Iterator[SlowBroker]:
    """One on a port of its own, for as many boards as come, one after another."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        broker = SlowBroker(door.getsockname()[1])

        def attend() -> None:
            with suppress(OSError):
                while True:
                    broker.listen(door.accept()[0])

        thread = threading.Thread(target=attend, daemon=True)
        thread.start()
        yield broker
        door.shutdown(socket.SHUT_RDWR)
        thread.join()


@contextmanager
def board(broker: SlowBroker) -> Iterator["Watched"]:
    """A board that listens there."""
    watched = Watched(Table(), [])
    watched.listening = Listening(
        Broker("127.0.0.1", broker.port), watched.table, lambda *_fact: None, watched.look
    )
    watched.listening.start()
    yield watched
    watched.listening.close()


@dataclass
class Watched:
    """What pages were told at each change."""

    table: Table
    seen: list[tuple[bool, dict[str, Any]]]
    listening: Listening = field(init=False)

    def look(self) -> None:
        """Whether the broker is heard, and each bay."""
        told = json.loads(self.table.changes(Known(), 10).body or b'{"bays": []}')
        bays = {one["bay"]: one for one in told["bays"]}
        self.seen.append((self.listening.hearing.joined, bays))


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "QUIET", 0.3)
    monkeypatch.setattr(listening, "KEEPALIVE", 1)
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.05)


def test_until_it_confirms_nobody_is_gone_and_the_board_is_not_whole() -> None:
    with slow_broker() as broker, board(broker) as watched:
        until(lambda: watched.listening.hearing.joined)
        watched.seen = []
        broker.pings = 2
        broker.cut()
        until(lambda: not watched.listening.hearing.joined)
        until(lambda: watched.listening.hearing.joined and watched.seen[-1][0])
        for _joined, bays in watched.seen:
            assert set(bays) == set(BEDS), "what was known is still known"
            assert "missing" not in bays["bed-1"]


def test_a_board_that_begins_with_it_knows_nothing_until_then() -> None:
    with slow_broker() as broker:
        broker.pings = 2
        with board(broker) as watched:
            until(lambda: watched.listening.hearing.joined)
            first = next(bays for joined, bays in watched.seen if joined)
            assert set(first) == set(BEDS)


def test_one_that_never_confirms_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LONGEST_ROLL", 0.5)
    with slow_broker() as broker:
        broker.pings = None
        with board(broker) as watched:
            until(lambda: "does not confirm" in watched.listening.hearing.why)
            assert not watched.listening.hearing.whole
