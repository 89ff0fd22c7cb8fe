"""A ward in virtual time whose station tells a broker, and somebody else who listens there."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from station.config import BrokerConfig, StationConfig
from station.core.change import replace
from station.core.floor import Absent
from station.core.step import opened
from station.fleet.link import Link
from station.readers.configfile import load
from tests.core.ward import Ward

NOON: Final = 1_800_000_000_000
"""When the ward's clock is at zero."""
PATIENCE: Final = 20.0
"""Seconds of real time for what should take a tenth of one."""


@dataclass
class VirtualClock:
    """The ward's time, and a wall clock that is right unless a test sets it."""

    ward: Ward
    at_zero: int = NOON
    right: bool = True
    broken: bool = False
    """Whoever looks at it comes to grief."""
    boot: str = "boot 1"

    def now(self) -> int:
        return self.ward.now

    def wall(self) -> int:
        return self.at_zero + self.ward.now

    def trusted(self) -> bool:
        if self.broken:
            raise ZeroDivisionError("the clock's own")
        return self.right


def config(folder: Path, beds: int = 1, station: str = "room-1") -> StationConfig:
    """A station of so many beds."""
    pins = [p for p in range(4, 28) if p != 22]
    bays = "".join(
        f"  - {{id: bed-{n + 1}, label: Bed {n + 1}, button: {pins[n]}}}\n" for n in range(beds)
    )
    file = folder / f"{station}-{beds}.yaml"
    file.write_text(
        f"station: {station}\nbays:\n{bays}panels:\n  - {{}}\nbuzzers:\n  - {{pin: 22}}\n"
    )
    return load(file)


class LinkedWard:
    """The ward with its link: every turn is attended, every fact recorded."""

    def __init__(
        self,
        folder: Path,
        broker: BrokerConfig,
        beds: int = 1,
        station: str = "room-1",
        absent: tuple[Absent, ...] = (),
    ) -> None:
        self.said: list[str] = []
        made = config(folder, beds, station)
        floor = replace(opened(made.plan(), 0), absent=absent)
        self.ward = Ward(made.plan(), recovered=floor)
        self.clock = VirtualClock(self.ward)
        self.link = Link(made, broker, self.clock, self.said.append, "1.0")
        self._told = 0
        self.tell()

    def tell(self) -> None:
        """The engine's turn is done."""
        self.link.record(self.ward.facts[self._told :])
        self._told = len(self.ward.facts)
        self.link.attend(self.ward.floor, self.ward.now)

    def press(self, bed: int = 0) -> None:
        self.ward.press(bed)
        self.tell()

    def wait(self, milliseconds: int) -> None:
        self.ward.wait(milliseconds)
        self.tell()

    def close(self) -> None:
        self.link.close()


class Listener:
    """Somebody who listens to everything, with a client of its own."""

    def __init__(self, port: int, topic: str = "#", **access: Any) -> None:
        self.heard: list[tuple[str, bytes, bool]] = []
        """Topic, payload, and whether the broker had it from before."""
        self.ready = threading.Event()
        client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self._topic = topic
        client.on_connect = self._on_connect
        client.on_subscribe = lambda *_: self.ready.set()
        client.on_message = self._on_message
        client.reconnect_delay_set(1, 1)
        if "user" in access:
            client.username_pw_set(access["user"], access["word"])
        if "tls" in access:
            client.tls_set_context(access["tls"])
        client.connect("127.0.0.1", port)
        client.loop_start()
        self._client = client
        assert self.ready.wait(PATIENCE)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def say(self, topic: str, payload: bytes, *, retain: bool = True) -> None:
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(PATIENCE)

    def all(self, topic: str) -> list[bytes]:
        """All that was said there, in order."""
        return [payload for where, payload, _ in self.heard if where == topic]

    def latest(self, topic: str) -> Any:
        """The latest that was said there, as JSON if it is; None: nothing."""
        said = self.all(topic)
        if not said:
            return None
        with suppress(ValueError):
            return json.loads(said[-1])
        return said[-1].decode()

    def facts(self, station: str = "room-1") -> list[str]:
        """The facts, in order."""
        return [json.loads(payload)["fact"] for payload in self.all(f"station/{station}/fact")]

    def until(self, true: Callable[[], object]) -> None:
        """Wait for it."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.heard[-20:]
            time.sleep(0.01)

    def _on_connect(self, client: Client, *_rest: Any) -> None:
        client.subscribe(self._topic, qos=1)

    def _on_message(self, _client: Client, _user: Any, message: MQTTMessage) -> None:
        self.heard.append((message.topic, bytes(message.payload), message.retain))
