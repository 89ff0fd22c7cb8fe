"""The broker's side of the board: a thread that listens, and comes again when it is cut off.

It only subscribes. MQTT 5, for two reasons: a Mosquitto drops what it retains beyond 1,020
messages at a new subscription unless the listener says that it takes more at once (Receive
Maximum), and what nobody needs to carry (a message of 200 MB) can be refused at the broker.
"""

import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from msgspec import Struct
from paho.mqtt.client import Client, ConnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from station.core.change import replace
from station.web.board.address import Broker
from station.web.board.said import Fact, RefusedError, place, read_bay, read_fact, read_status
from station.web.board.table import Table

TOPICS: Final = ("station/+/status", "station/+/bay/+", "station/+/fact")
KEEPALIVE: Final = 15
"""Seconds: a broker that is silent for one and a half times as long is lost."""
LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a message that the broker may pass on at all."""
AT_ONCE: Final = 65535
"""Messages that the broker may have under way: all that it retains."""
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 10.0
"""Seconds before it tries again; each time twice as long, up to this, and by chance up to half less
(hundreds that were cut off at once should not come back at once)."""
QUIET: Final = 2.0
"""Seconds without anything retained after which a roll call is over, once it is confirmed: a broker
that is slow to do so has not told anything yet."""
LONGEST_ROLL: Final = 120.0
"""Seconds for a roll call, and for its confirmation."""
ROLL_EVERY: Final = 600.0
"""Seconds from one roll call to the next: a message that a broker dropped on a full queue is not
missed for longer."""

FactHeard = Callable[[str, Fact, int], None]
"""Station, fact, and when it was heard, in milliseconds since 1970."""


class Hearing(Struct, frozen=True):
    """Whether the broker is heard."""

    joined: bool
    """And has told all that it retains: before, what is known may be of long ago."""
    since: int | None
    """Since when it is, or is not, in milliseconds since 1970; None: it never was."""
    why: str
    """Why not, for people."""
    whole: bool = False
    """It has once told all that it retains."""


class Listening:
    """A thread that listens, and tells a table."""

    def __init__(
        self, broker: Broker, table: Table, fact: FactHeard, changed: Callable[[], None]
    ) -> None:
        """`changed` is called from its thread whenever pages have something new to be told."""
        self.hearing = Hearing(joined=False, since=None, why="not connected yet")
        self.refused: Counter[str] = Counter()
        self.messages = 0
        self._broker = broker
        self._table = table
        self._fact = fact
        self._changed = changed
        self._ended = threading.Event()
        self._why = ""
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)
        self._roll: tuple[float, float] | None = None
        """When the present roll call was confirmed, and when it last brought something."""
        self._called: float | None = None
        """When one was asked for that is not confirmed yet."""
        self._rolled = 0.0

    def start(self) -> None:
        """Connect in a thread of its own, again and again until closed. Returns at once."""
        self._thread.start()

    def close(self) -> None:
        """End it. Returns when it has ended."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._ended.is_set():
            before = self.hearing.since
            self._visit()
            if self.hearing.since != before:  # it was heard meanwhile
                pause = FIRST_PAUSE
            self._ended.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(2 * pause, LONGEST_PAUSE)

    def _visit(self) -> None:
        """Connect, and listen until cut off."""
        client = self._client()
        self._why = ""
        try:
            wanted = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # it has none
            wanted.ReceiveMaximum = AT_ONCE
            wanted.MaximumPacketSize = LARGEST
            client.connect(
                self._broker.host, self._broker.port, KEEPALIVE, clean_start=True, properties=wanted
            )
            while not self._ended.is_set():
                if client.loop(timeout=0.25) != MQTTErrorCode.MQTT_ERR_SUCCESS:
                    break
                self._go_on(client)
        except Exception as error:  # noqa: BLE001 - paho stumbles over some packets in its own ways
            self._why = self._why or _words(error)
        finally:
            with suppress(Exception):  # it may stumble over the rest of them
                client.disconnect()
                client.loop(timeout=0.01)  # says goodbye, where there is somebody to hear it
        self._lose(self._why or "the connection was cut")

    def _client(self) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        client.connect_timeout = 5.0
        if self._broker.username is not None:
            client.username_pw_set(self._broker.username, self._broker.password)
        if self._broker.tls is not None:
            client.tls_set_context(self._broker.tls)
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_message = self._heard
        return client

    def _connected(
        self,
        client: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._why = f"the broker does not let this board in: {reason}"
            client.disconnect()
        else:
            self._call_roll(client)

    def _subscribed(
        self,
        _client: Client,
        _userdata: Any,
        _mid: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        barred = [topic for topic, code in zip(TOPICS, reasons, strict=True) if code.is_failure]
        if barred:
            self._why = f"the broker does not let this board read {', '.join(barred)}"
            _client.disconnect()
            return
        now = time.monotonic()
        self._called, self._roll = None, (now, now)
        if not self.hearing.joined:
            why = "it is telling what it knows"
            self.hearing = replace(self.hearing, why=why)
            self._changed()

    def _call_roll(self, client: Client) -> None:
        self._called = self._rolled = time.monotonic()
        self._table.begin_roll()
        client.subscribe([(topic, SubscribeOptions(qos=1)) for topic in TOPICS])

    def _go_on(self, client: Client) -> None:
        """A roll call ends, or begins."""
        now = time.monotonic()
        if self._called is not None:
            if now - self._called > LONGEST_ROLL:
                self._why = "the broker does not confirm that it will tell this board anything"
                client.disconnect()
        elif self._roll is not None:
            began, last = self._roll
            if now - last > QUIET or now - began > LONGEST_ROLL:
                self._roll = None
                self._table.end_roll(_now())
                if not self.hearing.joined:
                    self.hearing = Hearing(joined=True, since=_now(), why="", whole=True)
                self._changed()
        elif self.hearing.joined and now - self._rolled > ROLL_EVERY:
            self._call_roll(client)

    def _heard(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self.messages += 1
        if self._roll is not None and message.retain:
            self._roll = (self._roll[0], time.monotonic())
        try:
            self.take(message.topic, bytes(message.payload), retained=message.retain)
        except UnicodeDecodeError:
            self.refused["topic"] += 1
        except RefusedError as refused:
            self.refused[refused.reason] += 1
        self._changed()

    def take(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """One message. Raises RefusedError if no station sends such."""
        station, what, bay = place(topic)
        if bay is not None and payload:
            try:
                said = read_bay(station, bay, payload)
            except RefusedError:
                self._table.misunderstand_bay(station, bay)
                raise
            self._table.tell_bay(said)
        elif bay is not None:
            self._table.forget_bay(station, bay)
        elif what == "fact":
            if retained:
                raise RefusedError("retained fact")
            self._fact(station, read_fact(payload), _now())
        elif payload:
            online = read_status(payload)
            self._table.tell_status(station, _now(), online=online, retained=retained)
        else:
            self._table.forget_status(station)

    def _lose(self, why: str) -> None:
        now = _now()
        since = now if self.hearing.joined else self.hearing.since
        if self.hearing.joined:
            self._table.lose(now)
        self._roll = self._called = None
        self.hearing = replace(self.hearing, joined=False, since=since, why=why)
        self._changed()


def _now() -> int:
    return time.time_ns() // 1_000_000


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the broker's certificate is not to be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"the broker does not speak TLS as this board does: {error.reason or error}"
    if isinstance(error, TimeoutError):
        return "the broker does not answer"
    if isinstance(error, OSError):
        return f"the broker cannot be reached: {error.strerror or error}"
    return f"the broker is not understood ({type(error).__name__}: {error})"
