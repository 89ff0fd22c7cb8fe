"""Thousands of MQTT clients (paho's) in one thread: each with a connection of its own."""

import selectors
import time
from collections.abc import Callable
from typing import Any, Final

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from station.fleet.backoff import Backoff
from station.fleet.outbox import Letter
from station.fleet.topics import OFFLINE
from tests.crowd.clinic import Clinic

KEEP_ALIVE: Final = 60
Sent = Callable[[Letter], None]


class Member:
    """A clinic and its connection, made anew whenever it is lost."""

    def __init__(self, clinic: Clinic, port: int, sent: Sent) -> None:
        self.clinic = clinic
        self._port = port
        self._sent = sent
        self._backoff = Backoff()
        self._client: Client | None = None
        self._line: Any = None
        self._welcome = False
        self._retry_at = 0.0
        self.sent = 0

    @property
    def connected(self) -> bool:
        """Whether there is a line to the broker: paho drops one that is broken, once it sees."""
        return self._client is not None and self._client.socket() is not None

    @property
    def there(self) -> bool:
        """Whether the broker has let it in, and been told everything."""
        return self.connected and self._welcome and self.clinic.outbox.empty

    def connect(self, select: selectors.BaseSelector) -> None:
        """Try, unless it is too soon."""
        self._give_up(select)
        if time.monotonic() < self._retry_at:
            return
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"station-{self.clinic.topics.station}",
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        client.will_set(self.clinic.topics.status, OFFLINE, qos=1, retain=True)
        client.on_connect = self._on_connect
        client.on_publish = self._on_publish
        try:
            client.connect("127.0.0.1", self._port, KEEP_ALIVE, clean_start=True)
        except OSError:
            self._retry_at = time.monotonic() + self._backoff.next()
            return
        self._client, self._line = client, client.socket()
        assert self._line is not None
        select.register(self._line, selectors.EVENT_READ, self)

    def _give_up(self, select: selectors.BaseSelector) -> None:
        """On a line that is broken."""
        if self._client is None:
            return
        if self._line is not None:
            select.unregister(self._line)
        self._client, self._line, self._welcome = None, None, False
        self.clinic.outbox.cut_off()
        self._retry_at = time.monotonic() + self._backoff.next()

    def read(self) -> None:
        """The broker has said something, or is gone."""
        if self._client is not None and self._client.loop_read() == 0:
            self.tell()

    def tell(self) -> None:
        """Send what there is to send."""
        if not self._welcome or not self.connected or self._client is None:
            return
        while (letter := self.clinic.outbox.take()) is not None:
            info = self._client.publish(letter.topic, letter.payload, 1, letter.retain)
            self.clinic.outbox.sent(info.mid, letter, time.monotonic())
            self.sent += 1
            self._sent(letter)
        if self._client.want_write():
            self._client.loop_write()

    def breathe(self) -> None:
        """Keep the connection alive."""
        if self._client is not None and self.connected:
            self._client.loop_misc()

    def _on_connect(self, _client: Client, _user: Any, _flags: Any, code: Any, _rest: Any) -> None:
        self._welcome = not code.is_failure

    def _on_publish(self, _client: Client, _user: Any, mid: int, _code: Any, _rest: Any) -> None:
        self.clinic.outbox.confirmed([mid])
