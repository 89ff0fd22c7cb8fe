"""One connection to the broker, from its beginning to its end; the next one is another.

So nothing is left over in the library: what has not been confirmed, the outbox still has.
"""

import socket
import ssl
import stat
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from station.config import BrokerConfig
from station.fleet.outbox import Letter
from station.fleet.reasons import NoConnectionError, ended, reasons, refused
from station.machine.pace import step_back

KEEP_ALIVE: Final = 30
"""Seconds after which a silent connection is asked whether it still is one."""
ANSWERS: Final = 10.0
"""Seconds that the broker may take to let us in."""
PARTING: Final = 0.5
"""Seconds that the last packet may take to go."""
MOST_BYTES: Final = 64 * 1024
"""Of one packet that the broker may send us (MQTT 5, 3.1.2.11.4): nothing for us is longer."""
MOST_HEARD: Final = 200
"""Messages that wait to be looked at; older ones are dropped."""


class Heard(Struct, frozen=True):
    """A message of somebody else's, or our own of before."""

    topic: str
    payload: bytes
    retained: bool
    """The broker had it from before."""


class _Client(Client):
    """One that tells when its thread comes to an end of which paho tells nobody.

    Paho stumbles over some packets that no broker should send (2.1 over more than later ones): its
    thread would end without a word, and the connection seem to be there for ever.
    """

    on_stumble: Callable[[Exception], None] | None = None

    def loop_forever(
        self,
        timeout: float = 1.0,
        retry_first_connection: bool = False,  # noqa: FBT001, FBT002 - paho's own
    ) -> MQTTErrorCode:
        """As paho's, but for how it may end."""
        try:
            return super().loop_forever(timeout, retry_first_connection)
        except Exception as error:
            if self.on_stumble is None:
                raise
            self.on_stumble(error)
            return MQTTErrorCode.MQTT_ERR_PROTOCOL


class Connection:
    """A connection whose network traffic has a thread of its own (paho's)."""

    def __init__(
        self, broker: BrokerConfig, name: str, will: Letter, wake: Callable[[], None]
    ) -> None:
        """Connect, and wait until the broker has let us in. Raises NoConnectionError.

        `name` is the client's: of two with the same, the broker sends the older one away, and says
        its `will` before it lets the younger in. `wake` is called at whatever happens.
        """
        self._broker = broker
        self._wake = wake
        self._answered = threading.Event()
        self._lost = threading.Event()
        self._given_up = False
        self._confirmed: deque[int] = deque()
        self._refused: deque[tuple[int, str]] = deque()
        self._topics: Sequence[str] = ()
        self._barred: deque[str] = deque()
        self._heard: deque[Heard] = deque(maxlen=MOST_HEARD)
        self.reason = "it does not answer"
        """Why there is no connection, or no more."""
        self._client = self._made(name, will)
        self._open()

    @property
    def lost(self) -> bool:
        """Whether it is over."""
        return self._given_up or self._lost.is_set()

    def send(self, letter: Letter) -> int | None:
        """Give a letter to the network. Returns its number; None: the connection is over."""
        info = self._client.publish(letter.topic, letter.payload, qos=1, retain=letter.retain)
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._lost.set()
            return None
        return info.mid

    def confirmed(self) -> Collection[int]:
        """The numbers of the letters that the broker has taken since the last call."""
        return list(_taken(self._confirmed))

    def refused(self) -> Mapping[int, str]:
        """The numbers of those that it has refused since, each with its reason."""
        return dict(_taken(self._refused))

    def barred(self) -> Sequence[str]:
        """The topics that it has not let us hear since."""
        return list(_taken(self._barred))

    def heard(self) -> Sequence[Heard]:
        """What came since the last call."""
        return list(_taken(self._heard))

    def subscribe(self, topics: Sequence[str]) -> None:
        """Hear these from now on, and what is retained there. Called once."""
        self._topics = topics
        self._client.subscribe([(topic, 1) for topic in topics])

    def give_up(self, reason: str) -> None:
        """It counts as lost, though the network knows nothing of that."""
        self.reason = reason
        self._given_up = True

    def close(self) -> None:
        """Take leave: the broker does not say our will, if it still listens."""
        self._client.disconnect()
        if self._lost.wait(PARTING):
            self._end()
        else:
            self.cut()  # else paho waits for a broker that hangs

    def cut(self) -> None:
        """End it without a word: the broker says our will."""
        line = self._client.socket()
        if isinstance(line, socket.socket):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            self._lost.wait(PARTING)  # paho closes it, unless it is told to stop before
        self._end()
        if isinstance(line, socket.socket):
            line.close()  # paho has, unless it stumbled

    def _end(self) -> None:
        """The network's thread ends, and nothing calls us any more.

        So paho's client goes at once, and closes the sockets that it wakes its thread with; the
        collector of garbage would come upon these first, still open.
        """
        client = self._client
        client.loop_stop()
        client.on_connect = client.on_disconnect = client.on_publish = None
        client.on_subscribe = client.on_message = client.on_stumble = None

    def _made(self, name: str, will: Letter) -> _Client:
        client = _Client(
            CallbackAPIVersion.VERSION2,
            client_id=name,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        client.will_set(will.topic, will.payload, qos=1, retain=will.retain)
        client.connect_timeout = ANSWERS
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.on_stumble = self._on_stumble
        with reasons():
            if self._broker.username is not None:
                client.username_pw_set(self._broker.username, _password(self._broker.password))
            if self._broker.tls:
                client.tls_set_context(_tls(self._broker))
        return client

    def _open(self) -> None:
        limits = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call] # paho's own
        limits.MaximumPacketSize = MOST_BYTES
        with reasons():
            self._client.connect(
                self._broker.host,
                self._broker.port,
                KEEP_ALIVE,
                clean_start=True,
                properties=limits,
            )
        self._client.loop_start()
        self._answered.wait(ANSWERS)
        if self._lost.is_set() or not self._answered.is_set():
            self.close()
            raise NoConnectionError(self.reason)

    # In paho's thread

    def _on_connect(
        self, _client: Client, _user: Any, _flags: Any, code: ReasonCode, _properties: Any
    ) -> None:
        step_back()
        if code.is_failure:
            self.reason = refused(code, self._broker)
            self._lost.set()
        self._answered.set()
        self._wake()

    def _on_disconnect(
        self, _client: Client, _user: Any, _flags: Any, code: ReasonCode, _properties: Any
    ) -> None:
        if not self.lost:
            self.reason = ended(code)
        self._lost.set()
        self._answered.set()
        self._wake()

    def _on_stumble(self, error: Exception) -> None:
        self.reason = f"it is not understood ({type(error).__name__}: {error})"
        self._lost.set()
        self._answered.set()
        self._wake()

    def _on_publish(
        self, _client: Client, _user: Any, number: int, code: ReasonCode, _properties: Any
    ) -> None:
        if code.is_failure:
            self._refused.append((number, str(code)))
        else:
            self._confirmed.append(number)
        self._wake()

    def _on_subscribe(
        self, _client: Client, _user: Any, _number: int, codes: list[ReasonCode], _properties: Any
    ) -> None:
        answers = zip(self._topics, codes, strict=False)
        self._barred.extend(topic for topic, code in answers if code.is_failure)
        self._wake()

    def _on_message(self, _client: Client, _user: Any, message: MQTTMessage) -> None:
        with suppress(UnicodeDecodeError):  # a topic that is no text is none of ours
            self._heard.append(Heard(message.topic, bytes(message.payload), message.retain))
            self._wake()


def _taken(queue: deque[Any]) -> Iterator[Any]:
    with suppress(IndexError):
        while True:
            yield queue.popleft()


def _password(file: Path | None) -> str | None:
    """The first line of a file that not everybody may read; read anew for each connection."""
    if file is None:
        return None
    if stat.S_IMODE(file.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH):
        raise NoConnectionError(f"{file}: everybody can read it: chmod o= {file}")
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise NoConnectionError(f"{file}: there is no password in its first line")
    return lines[0]


def _tls(broker: BrokerConfig) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=broker.ca)
    if broker.certificate is not None:
        # A key that wants a passphrase is refused: nobody is there to be asked for one.
        context.load_cert_chain(broker.certificate, broker.key, password="")
    return context
