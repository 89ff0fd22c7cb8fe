"""A clinic on a broker, as tests need it: stations that speak, and the board that listens."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from station.commands.board import Doors, Running, _who_may, guarded, run, server
from station.web.board.address import Broker as Address
from station.web.listening import listening_on

PATIENCE = 20.0
MINUTE = 60.0


def iso(seconds: float | None) -> str | None:
    """An instant as stations write it."""
    if seconds is None:
        return None
    at = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return at.replace("+00:00", "Z")


def bay(phase: str = "ready", **told: Any) -> dict[str, Any]:
    """A bay's message."""
    return {
        "label": "Bed 1",
        "phase": phase,
        "since": None,
        "due": None,
        "overdue": None,
        "application": None,
        "today": 0,
        "limit": 6,
        "alarm": None,
        "silenced": False,
        "certain": True,
        "numb_until": None,
        "faults": [],
        "protocol": "numb520",
        **told,
    }


def cream_on(since: float, **told: Any) -> dict[str, Any]:
    """Cream on since then, for 20 min."""
    times = {"since": since, "due": since + 20 * MINUTE, "overdue": since + 22 * MINUTE}
    return bay("contact", **{k: iso(v) for k, v in times.items()}, application=1, today=1, **told)


@dataclass
class Voice:
    """Somebody who publishes on the broker."""

    port: int
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(CallbackAPIVersion.VERSION2)
        self.client.max_queued_messages_set(0)
        self.client.max_inflight_messages_set(1000)
        self.client.connect("127.0.0.1", self.port)
        self.client.loop_start()

    def close(self) -> None:
        """Gone."""
        self.client.disconnect()
        self.client.loop_stop()

    def say(self, topic: str, payload: bytes | str, *, retain: bool = True) -> None:
        """Publish, and wait until the broker has it."""
        self.client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(PATIENCE)

    def status(self, station: str, word: str = "online") -> None:
        """A station is there, or its last will is heard."""
        self.say(f"station/{station}/status", word)

    def bay(self, station: str, place: str, told: Mapping[str, Any]) -> None:
        """A bay is so."""
        self.say(f"station/{station}/bay/{place}", json.dumps(told))

    def gone(self, station: str, place: str) -> None:
        """A bay is no more."""
        self.say(f"station/{station}/bay/{place}", b"")

    def fact(self, station: str, fact: str, at: float, **told: Any) -> None:
        """Something happened."""
        message = {"fact": fact, "at": at, "boot": "b1", "time": None, **told}
        self.say(f"station/{station}/fact", json.dumps(message), retain=False)


@contextmanager
def speaking(port: int) -> Iterator[Voice]:
    """Somebody on the broker of this port."""
    voice = Voice(port)
    try:
        yield voice
    finally:
        voice.close()


@dataclass
class Board:
    """A board that serves."""

    port: int
    running: Running

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str = "/", method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        finally:
            connection.close()

    @contextmanager
    def page(self) -> Iterator["Listener"]:
        """A page that is open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/events")
        answer = connection.getresponse()
        try:
            yield Listener(answer)
        finally:
            answer.close()
            connection.close()


class Listener:
    """What an open page knows."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer
        self.bays: dict[tuple[str, str], dict[str, Any]] = {}
        self.stations: dict[str, dict[str, Any]] = {}
        self.beat: dict[str, Any] = {}
        self.bytes = 0

    def until(self, seen: Callable[["Listener"], bool]) -> "Listener":
        """Listen until it is so."""
        while not seen(self):
            self._take()
        return self

    def _take(self) -> None:
        event = b""
        while line := self._answer.readline():
            self.bytes += len(line)
            if line.startswith(b"event: "):
                event = line.removeprefix(b"event: ").strip()
            if line.startswith(b"data: "):
                told = json.loads(line.removeprefix(b"data: "))
                if event == b"beat":
                    self.beat = told
                if event == b"changes":
                    self._change(told)
                return
        raise AssertionError("the board has ended")

    def _change(self, told: dict[str, Any]) -> None:
        if told["reset"]:
            self.bays.clear()
            self.stations.clear()
        for key in told["gone"]:
            if len(key) > 1:
                self.bays.pop(tuple(key), None)
            else:
                self.stations.pop(key[0], None)
        self.stations |= {one["station"]: one for one in told["stations"]}
        self.bays |= {(one["station"], one["bay"]): one for one in told["bays"]}


@contextmanager
def board(
    broker: Address | int, history: Path | None = None, doors: Doors | None = None, port: int = 0
) -> Iterator[Board]:
    """A board at work on loopback, listening to the broker of this port."""
    address = Address("127.0.0.1", broker) if isinstance(broker, int) else broker
    doors = doors or Doors()
    with run(address, history) as running, listening_on("127.0.0.1", port) as listening:
        port = listening.getsockname()[1]
        at_work = server(guarded(running, doors, port, *_who_may(doors)), running.pages)
        thread = threading.Thread(target=at_work.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Board(port, running)
        finally:
            at_work.should_exit = True
            thread.join()
