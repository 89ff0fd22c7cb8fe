"""A broker that knows a handful of MQTT 5's packets: it takes what one station says, byte by byte.

So what a station puts on the network is seen where no Mosquitto is installed. It keeps nothing and
forwards nothing; whatever it cannot read fails the test that waits for it.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import BinaryIO

PATIENCE = 20.0
"""Seconds for what takes some milliseconds."""
HAS_WILL = 0x04


class Kind(IntEnum):
    """The packets that it knows."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8
    SUBACK = 9
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14


@dataclass(frozen=True)
class Said:
    """One message, and what the broker is asked to do with it."""

    topic: str
    payload: bytes
    qos: int
    retained: bool


@dataclass
class Packet:
    """The bytes of one packet, read from the front."""

    rest: bytes

    def take(self, count: int) -> bytes:
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def number(self, count: int = 2) -> int:
        return int.from_bytes(self.take(count))

    def word(self) -> bytes:
        """What comes with its length before it."""
        return self.take(self.number())

    def properties(self) -> bytes:
        return self.take(_length(lambda: self.take(1)))


@dataclass
class Ear:
    """What a station has said since it came."""

    port: int
    said: list[Said] = field(default_factory=list)
    will: Said | None = None
    topics: list[str] = field(default_factory=list)
    """Where it listens."""
    took_leave: bool = False
    _line: socket.socket | None = None
    _news: threading.Condition = field(default_factory=threading.Condition)

    def until(self, true: Callable[[], object]) -> None:
        """Wait for it."""
        with self._news:
            assert self._news.wait_for(true, PATIENCE), self.said

    def all(self, topic: str) -> list[bytes]:
        """All that was said there, in order."""
        return [said.payload for said in self.said if said.topic == topic]

    def say(self, topic: str, payload: bytes) -> None:
        """As if somebody else had, to whoever listens there or not."""
        assert self._line is not None
        word = topic.encode()
        self._line.sendall(packet_of(Kind.PUBLISH, len(word).to_bytes(2) + word + b"\0" + payload))

    def listen(self, line: socket.socket) -> None:
        """Answer one station until it goes."""
        self._line = line
        with line, line.makefile("rb") as stream, suppress(OSError, EOFError):
            while True:
                self._answer(line, *read_packet(stream))

    def _answer(self, line: socket.socket, kind: int, flags: int, packet: Packet) -> None:
        with self._news:
            match kind:
                case Kind.CONNECT:
                    self._meet(packet)
                    line.sendall(packet_of(Kind.CONNACK, b"\0\0\0"))
                case Kind.PUBLISH:
                    topic, qos = packet.word().decode(), flags >> 1 & 3
                    number = packet.take(2) if qos else b""
                    packet.properties()
                    self.said.append(Said(topic, packet.rest, qos, bool(flags & 1)))
                    if qos:
                        line.sendall(packet_of(Kind.PUBACK, number))
                case Kind.SUBSCRIBE:
                    number = packet.take(2)
                    packet.properties()
                    while packet.rest:
                        self.topics.append(packet.word().decode())
                        packet.take(1)
                    granted = bytes([1] * len(self.topics))
                    line.sendall(packet_of(Kind.SUBACK, number + b"\0" + granted))
                case Kind.PINGREQ:
                    line.sendall(packet_of(Kind.PINGRESP, b""))
                case Kind.DISCONNECT:
                    self.took_leave = True
            self._news.notify_all()

    def _meet(self, packet: Packet) -> None:
        assert packet.word() == b"MQTT"
        _version, flags, _keep_alive = packet.number(1), packet.number(1), packet.number()
        packet.properties()
        packet.word()  # its name
        if flags & HAS_WILL:
            packet.properties()
            topic, payload = packet.word().decode(), packet.word()
            self.will = Said(topic, payload, flags >> 3 & 3, bool(flags >> 5 & 1))


@contextmanager
def listening() -> Iterator[Ear]:
    """An ear on a port of its own, for one station that comes once."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        ear = Ear(door.getsockname()[1])

        def attend() -> None:
            with suppress(OSError):
                ear.listen(door.accept()[0])

        thread = threading.Thread(target=attend, daemon=True)
        thread.start()
        yield ear
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE)


def packet_of(kind: int, body: bytes) -> bytes:
    """The bytes of a packet without flags."""
    assert len(body) < 2**14
    low, high = len(body) % 128, len(body) // 128
    return bytes([kind << 4, low | 128, high] if high else [kind << 4, low]) + body


def read_packet(stream: BinaryIO) -> tuple[int, int, Packet]:
    """The next packet's kind and flags, and what it has. Raises EOFError."""
    first = _exactly(stream, 1)[0]
    length = _length(lambda: _exactly(stream, 1))
    return first >> 4, first & 15, Packet(_exactly(stream, length))


def _exactly(stream: BinaryIO, count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found


def _length(byte: Callable[[], bytes]) -> int:
    """A number of as many bytes as it takes, seven bits in each."""
    total, shift = 0, 0
    while True:
        (more,) = byte()
        total |= (more & 127) << shift
        shift += 7
        if more < 128:
            return total
