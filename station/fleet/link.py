"""A station's link to the broker: told by the engine, tells the clinic, and is never waited for.

The engine only leaves things here: the floor as it stands, facts as they happen. A thread of the
link's own makes messages of them, and the network has another one (paho's). Whatever becomes of the
network, at most the outbox's bound waits here, and the next connection begins with every state.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from station.config import BrokerConfig, StationConfig
from station.core.bulletin import bulletin
from station.core.facts import Fact
from station.core.floor import Floor
from station.core.reports import Report
from station.core.selfcheck import Checked
from station.fleet.backoff import LONGEST, Backoff
from station.fleet.connection import Connection, Heard
from station.fleet.discovery import BIRTH, BORN, Discovery
from station.fleet.outbox import MOST_FACTS, Letter, Outbox
from station.fleet.payload import bay_payload, fact_payload
from station.fleet.reasons import NoConnectionError
from station.fleet.topics import OFFLINE, ONLINE, Topics
from station.fleet.walltime import Clock, WallTime
from station.machine.pace import Bell, after_you, step_back

LOOKS: Final = 5.0
"""Seconds after which it looks again without any news: the wall clock may have been set, and what
was today may be so no more."""
GATHERS: Final = 0.02
"""Seconds for which news are gathered before they are told: a press makes several."""
COMES_BACK: Final = 30.0
"""Seconds after which our own `online` has come back to us, if the broker lets us read it."""
CONFIRMS: Final = 60.0
"""Seconds after which a broker that has not confirmed a letter will not: the connection is lost."""
TRIES_AGAIN: Final = 60.0
"""Seconds after which what the broker has refused is offered once more."""
PARTING: Final = 1.0
"""Seconds that the last words may take when the station stops."""


class Link:
    """Attends each turn of the engine, and records facts, as `edges` wants it."""

    def __init__(
        self,
        config: StationConfig,
        broker: BrokerConfig,
        clock: Clock,
        say: Callable[[str], None],
        version: str,
    ) -> None:
        """`say` is told, in words, what becomes of the connection."""
        self._broker = broker
        self._topics = Topics(config.station)
        self._bays = [bay.id for bay in config.bays]
        self._clock = clock
        self._wall = WallTime(clock)
        self._say = say
        self._said = ""
        self._outbox = Outbox()
        self._discovery = Discovery(
            self._topics, [(bay.id, bay.label) for bay in config.bays], version
        )
        self._backoff = Backoff()
        self._floor: Floor | None = None
        self._others: set[str] = set()
        """Topics of bays that we had before, as long as it may be that cream is on there."""
        self._facts: deque[Fact] = deque(maxlen=MOST_FACTS)
        self._dropped = 0
        """Facts that nobody will be told: too many waited."""
        self._echo = math.inf
        """By when our own `online` is to come back (time.monotonic()); infinite: it has, or it is
        known why not."""
        self._retry = math.inf
        """When what was refused is offered again."""
        self._news = Bell()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="link", daemon=True)
        self._thread.start()

    # In the engine's thread

    def attend(self, floor: Floor, now: int) -> None:  # noqa: ARG002 - a watch's interface
        """A turn is done."""
        if floor is not self._floor:
            self._floor = floor
            self._news.ring()

    def record(self, facts: Sequence[Fact]) -> None:
        """Facts in the order in which the station acted."""
        self._dropped += max(0, len(self._facts) + len(facts) - MOST_FACTS)
        self._facts.extend(facts)
        self._news.ring()

    def report(self, said: Report) -> None:
        """Nothing: what matters of it is in the floor."""

    def checked(self, checked: Checked) -> None:
        """Nothing: what matters of it is in the floor."""

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        self._closing.set()
        self._news.ring()
        self._thread.join(2 * PARTING)

    # In the link's

    def _work(self) -> None:
        step_back()
        while not self._closing.is_set():
            try:
                self._visit()
            except NoConnectionError as error:
                self._tell(f"no connection: {error}")
            except Exception as error:  # noqa: BLE001 - without this thread nobody is told anything
                fault = f"{type(error).__name__}: {error}"
                self._tell(f"no connection: a fault in this program: {fault}; please report it")
            self._closing.wait(self._backoff.next())

    def _visit(self) -> None:
        """One connection, from its beginning to its end. Raises NoConnectionError."""
        connection = Connection(
            self._broker,
            f"station-{self._topics.station}",
            Letter(self._topics.status, OFFLINE, retain=True),
            self._news.ring,
        )
        self._tell("connected")
        self._tell_dropped()
        began = time.monotonic()
        try:
            self._serve(connection)
        except Exception:
            connection.cut()  # no goodbye: of a station that tells nothing the broker says so
            raise
        finally:
            self._outbox.cut_off()
            lasted = time.monotonic() - began
            if lasted > LONGEST:
                self._backoff.reset()
        if not self._closing.is_set():
            # Of two by one name the broker always sends the older one away.
            name = self._topics.station
            hint = "" if lasted > LONGEST else f" (is there another station '{name}'?)"
            self._tell(f"no connection: {connection.reason}{hint}")

    def _serve(self, connection: Connection) -> None:
        """Tell what there is to tell, until the connection is lost or the station stops."""
        self._outbox.state(self._topics.status, ONLINE)
        self._echo = time.monotonic() + COMES_BACK
        self._retry = time.monotonic() + TRIES_AGAIN
        heard = [self._topics.bays, self._topics.status]
        if self._broker.discovery is not None:
            prefix = self._broker.discovery
            self._outbox.state(self._topics.discovery(prefix), self._discovery.document())
            heard += [self._topics.discovery(prefix), f"{prefix}/{BIRTH}"]
        connection.subscribe(heard)
        while not connection.lost and not self._closing.is_set():
            self._turn(connection)
            self._news.wait(LOOKS)
            self._closing.wait(GATHERS)
        if not connection.lost:
            self._take_leave(connection)
        with suppress(OSError):
            if connection.lost:
                connection.cut()
            else:
                connection.close()

    def _turn(self, connection: Connection) -> None:
        after_you()
        self._outbox.confirmed(connection.confirmed())
        self._see_rules(connection)
        if self._outbox.waits(time.monotonic()) > CONFIRMS:
            connection.give_up("it confirms nothing that it is told")
            return
        for message in connection.heard():
            self._hear(message)
        self._compose()
        while (letter := self._outbox.take()) is not None:
            number = connection.send(letter)
            if number is None:
                return
            self._outbox.sent(number, letter, time.monotonic())

    def _see_rules(self, connection: Connection) -> None:
        """Whether the broker does what is asked of it; what it refuses is said."""
        refused = connection.refused()
        if topics := self._outbox.refused(refused):
            why = next(iter(refused.values()))
            self._tell_rules(f"refuses what we say at {_some(topics)} ({why})")
        barred = connection.barred()
        if not barred and time.monotonic() > self._echo:
            barred = [self._topics.status]  # a Mosquitto says yes, and tells us nothing
        if barred:
            self._tell_rules(f"does not let us read {_some(barred)}")
        if barred or self._topics.status in topics:
            self._echo = math.inf
        if time.monotonic() > self._retry:
            self._outbox.try_again()
            self._retry = time.monotonic() + TRIES_AGAIN

    def _compose(self) -> None:
        self._wall.look()
        floor = self._floor
        with suppress(IndexError):
            while True:
                fact = self._facts.popleft()
                payload = fact_payload(fact, self._clock.boot, self._wall)
                self._outbox.fact(self._topics.fact, payload)
        if floor is None:
            return
        self._forget_others({self._topics.bay(gone.bay) for gone in floor.absent})
        now = self._clock.now()
        for index, bay in enumerate(self._bays):
            payload = bay_payload(bulletin(floor, index, now), self._wall)
            self._outbox.state(self._topics.bay(bay), payload)

    def _forget_others(self, cream_on: set[str]) -> None:
        """Take back what is retained of bays that we had before, unless cream is on there."""
        for topic in self._others - cream_on:
            self._outbox.once(topic)
        self._others &= cream_on

    def _hear(self, message: Heard) -> None:
        """What others retain in our name is put right; nothing that anybody says is obeyed."""
        topic, payload = message.topic, message.payload
        if topic == self._topics.status:
            self._echo = math.inf
            # An older connection's will, say, that comes late. Goodbye is never wrong.
            if payload != ONLINE and not self._closing.is_set():
                self._outbox.again(topic)
        elif self._topics.is_bay(topic):
            if message.retained and topic.rpartition("/")[2] not in self._bays:
                self._others.add(topic)
        elif self._broker.discovery is not None:
            self._hear_home_assistant(self._broker.discovery, message)

    def _hear_home_assistant(self, prefix: str, message: Heard) -> None:
        ours = self._topics.discovery(prefix)
        if message.topic == ours:
            # Only what was there before us: this very document comes back as well.
            if message.retained and (gone := self._discovery.gone(message.payload)):
                # First they are named as gone, then no more: this is how it forgets them.
                self._outbox.once(ours, self._discovery.document(gone))
                self._outbox.again(ours)
        elif message.topic == f"{prefix}/{BIRTH}" and message.payload == BORN:
            self._outbox.again(ours)

    def _take_leave(self, connection: Connection) -> None:
        """The last facts and states, and that we are gone, if it takes no longer than it may."""
        end = time.monotonic() + PARTING
        self._outbox.state(self._topics.status, OFFLINE)
        while not connection.lost and time.monotonic() < end:
            self._turn(connection)
            if self._outbox.empty:
                return
            self._news.wait(GATHERS)

    def _tell_dropped(self) -> None:
        if dropped := self._dropped + self._outbox.dropped:
            self._dropped = self._outbox.dropped = 0
            where = "too many waited; the journal has them"
            self._say(f"mqtt: {dropped} facts were not told: {where}")

    def _tell_rules(self, words: str) -> None:
        user = self._broker.username
        self._tell(f"the broker {words}: check its rules" + (f" for user {user}" if user else ""))

    def _tell(self, words: str) -> None:
        if words != self._said:
            self._say(f"mqtt {self._broker.host}:{self._broker.port}: {words}")
            self._said = words


def _some(topics: Sequence[str]) -> str:
    """The first two of them, and how many more."""
    more = f" and {len(topics) - 2} more" if len(topics) > 2 else ""  # noqa: PLR2004 - as it says
    return ", ".join(topics[:2]) + more
