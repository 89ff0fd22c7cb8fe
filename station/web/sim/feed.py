"""What the page is told: all of it when it comes, and then what changes."""

import asyncio
import base64
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final

from PIL import Image

from station.config import StationConfig
from station.core.facts import Fact
from station.core.telling import sentence, told
from station.mock.tape import Edge, Event, Teller
from station.sim.clock import SPEEDS
from station.sim.practice import Practice
from station.sim.stage import Stage
from station.web.sim.drills import Message, drills

FACTS: Final = 500
"""How many of the latest facts a page that comes late is told."""
MOST_WAITING: Final = 2000
"""Messages that may wait for a page that does not read; then it must begin anew."""
GLANCE: Final = 0.04
"""Seconds from one look at the panels to the next: 25 pictures a second."""


class Feed:
    """What pages are told: all of the stage that is on show, nothing of any other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seat = _Seat(self)
        self._stage: Stage | None = None
        self._drills: Message | None = None
        self._over = False
        self._pages: dict[asyncio.Queue[Message | None], asyncio.AbstractEventLoop] = {}

    # What a practice asks of it (`Gallery`)

    def seat(self) -> "_Seat":
        """Who is to be told what happens on a stage."""
        return _Seat(self)

    def show(self, stage: Stage, teller: Teller) -> None:
        """From now on, this one: every page begins anew with it."""
        if not isinstance(teller, _Seat):
            raise TypeError("only what was told to one of its own seats can be shown")
        with self._lock:
            self._stage, self._seat = stage, teller
            for message in self._everything():
                self._publish(message)

    def living(self, stage: Stage) -> None:
        """Whether a stage works is another now."""
        if stage is self._stage:
            self.say(switches(stage))

    # What the server asks of it

    def say(self, message: Message) -> None:
        """Something that is not kept."""
        with self._lock:
            self._publish(message)

    async def listen(self) -> AsyncIterator[Message]:
        """Everything there is, then whatever comes."""
        queue: asyncio.Queue[Message | None] = asyncio.Queue()
        with self._lock:
            before = [*self._everything(), *([self._drills] if self._drills else [])]
            self._pages[queue] = asyncio.get_running_loop()
            if self._over:
                queue.put_nowait(None)
        try:
            for message in before:
                yield message
            while (following := await queue.get()) is not None:
                yield following
        finally:
            with self._lock:
                self._pages.pop(queue, None)

    def end(self) -> None:
        """Nothing more will come."""
        with self._lock:
            self._over = True
            for queue, loop in self._pages.items():
                loop.call_soon_threadsafe(queue.put_nowait, None)

    async def watch(self, practice: Practice) -> None:
        """Look at the panels, the clock and the drill, for as long as this runs."""
        while True:
            practice.attend()
            self.look(practice)
            await asyncio.sleep(GLANCE)

    def look(self, practice: Practice) -> None:
        """Say what has changed since the last look."""
        stage = practice.stage
        for panel in range(len(stage.config.panels)):
            seen = _picture(panel, stage.picture(panel))
            with self._lock:
                if self._seat.pictures.get(panel) != seen:
                    self._seat.pictures[panel] = seen
                    self._publish(seen)
        self.say(clock(stage))
        told = drills(practice)
        with self._lock:
            if told != self._drills:
                self._drills = told
                self._publish(told)

    def tell(self, seat: "_Seat", now: int, event: Event) -> None:
        """What happened on the stage of a seat."""
        with self._lock:
            message = seat.noted(now, event)
            if seat is self._seat:
                self._publish(message)

    def _everything(self) -> Iterator[Message]:
        if self._stage is not None:
            yield from _introduction(self._stage)
            yield from self._seat.state()

    def _publish(self, message: Message) -> None:
        for queue, loop in list(self._pages.items()):
            loop.call_soon_threadsafe(_put, queue, message)


class _Seat:
    """Told by one station's thread; keeps what a page that comes later must know."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._levels: dict[int, int] = {}
        self._facts: deque[Message] = deque(maxlen=FACTS)
        self._texts: dict[int, Sequence[str]] = {}
        self.pictures: dict[int, Message] = {}

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """What happened at one instant of the simulation."""
        for event in events:
            self._feed.tell(self, now, event)

    def noted(self, now: int, event: Event) -> Message:
        """Keep what happened; as a page is told it."""
        if isinstance(event, Fact):
            message = {"type": "fact", "t": now, **told(event), "says": sentence(event)}
            self._facts.append(message)
            return message
        if isinstance(event, Edge):
            self._levels[event.pin] = event.level
            return {"type": "pin", "t": now, "pin": event.pin, "level": event.level}
        self._texts[event.panel] = event.screen.text
        return {"type": "screen", "panel": event.panel, "text": event.screen.text}

    def state(self) -> Iterator[Message]:
        """All that is kept."""
        yield {"type": "levels", "pins": dict(self._levels)}
        yield {"type": "facts", "facts": list(self._facts)}
        for panel, text in self._texts.items():
            yield {"type": "screen", "panel": panel, "text": text}
        yield from self.pictures.values()


def _put(queue: asyncio.Queue[Message | None], message: Message) -> None:
    if queue.qsize() >= MOST_WAITING:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)  # the page comes again, and is told all
    else:
        queue.put_nowait(message)


def _picture(panel: int, seen: Image.Image) -> Message:
    bits = base64.b64encode(seen.tobytes()).decode()
    return {
        "type": "picture",
        "panel": panel,
        "width": seen.width,
        "height": seen.height,
        "bits": bits,
    }


def clock(stage: Stage) -> Message:
    """How time stands."""
    sim = stage.clock
    now = sim.time()
    return {
        "type": "clock",
        "t": now,
        "rate": sim.rate,
        "label": sim.label(now - sim.booted),
        "trusted": sim.trusted(),
    }


def switches(stage: Stage) -> Message:
    """How all that can be switched is switched."""
    return {
        "type": "switches",
        "life": stage.life,
        "failure": stage.failure,
        "speed": stage.clock.speed,
        "rate": stage.clock.rate,
        "plugged": list(stage.wall.plugged),
        "disk": stage.disk,
        "down": list(stage.down),
    }


def _introduction(stage: Stage) -> Iterator[Message]:
    yield {"type": "station", **_parts(stage.config), "speeds": SPEEDS}
    yield switches(stage)
    yield clock(stage)


def _parts(config: StationConfig) -> Message:
    return {
        "station": config.station,
        "bays": [{"id": b.id, "label": b.label, "lamp": b.lamp} for b in config.bays],
        "panels": [
            {"driver": p.driver, "width": p.width, "height": p.height, "bays": p.bays}
            for p in config.panels
        ],
        "buzzers": [
            {"pin": b.pin, "kind": b.kind, "frequency": b.frequency, "bays": b.bays}
            for b in config.buzzers
        ],
    }


def encoded(message: Message) -> str:
    """One message as a page reads it (server-sent events)."""
    return f"data: {json.dumps(message, ensure_ascii=False)}\n\n"
