"""What the page is told: all of it when it comes, and then what changes."""

import asyncio
import base64
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final

from PIL import Image

from station.config import StationConfig
from station.core.facts import Fact
from station.core.telling import sentence, told
from station.mock.tape import Edge, Event
from station.sim.clock import SPEEDS
from station.sim.stage import Stage

FACTS: Final = 500
"""How many of the latest facts a page that comes late is told."""
MOST_WAITING: Final = 2000
"""Messages that may wait for a page that does not read; then it must begin anew."""
GLANCE: Final = 0.04
"""Seconds from one look at the panels to the next: 25 pictures a second."""
Message = dict[str, Any]


class Feed:
    """Told by the station's thread, listened to by pages."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._levels: dict[int, int] = {}
        self._facts: deque[Message] = deque(maxlen=FACTS)
        self._texts: dict[int, Sequence[str]] = {}
        self._pictures: dict[int, Message] = {}
        self._pages: dict[asyncio.Queue[Message | None], asyncio.AbstractEventLoop] = {}

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """What happened at one instant of the simulation."""
        for event in events:
            with self._lock:
                self._publish(self._noted(now, event))

    def say(self, message: Message) -> None:
        """Something that is not kept."""
        with self._lock:
            self._publish(message)

    async def listen(self, stage: Stage) -> AsyncIterator[Message]:
        """Everything there is, then whatever comes."""
        queue: asyncio.Queue[Message | None] = asyncio.Queue()
        with self._lock:
            before = [*_introduction(stage), *self._state()]
            self._pages[queue] = asyncio.get_running_loop()
        try:
            for message in before:
                yield message
            while (following := await queue.get()) is not None:
                yield following
        finally:
            with self._lock:
                self._pages.pop(queue, None)

    async def watch(self, stage: Stage) -> None:
        """Look at the panels and the clock, for as long as this runs."""
        while True:
            for panel in range(len(stage.config.panels)):
                seen = _picture(panel, stage.picture(panel))
                if self._pictures.get(panel) != seen:
                    with self._lock:
                        self._pictures[panel] = seen
                        self._publish(seen)
            self.say(clock(stage))
            await asyncio.sleep(GLANCE)

    def _noted(self, now: int, event: Event) -> Message:
        if isinstance(event, Fact):
            message = {"type": "fact", "t": now, **told(event), "says": sentence(event)}
            self._facts.append(message)
            return message
        if isinstance(event, Edge):
            self._levels[event.pin] = event.level
            return {"type": "pin", "t": now, "pin": event.pin, "level": event.level}
        self._texts[event.panel] = event.screen.text
        return {"type": "screen", "panel": event.panel, "text": event.screen.text}

    def _state(self) -> Iterator[Message]:
        yield {"type": "levels", "pins": dict(self._levels)}
        yield {"type": "facts", "facts": list(self._facts)}
        for panel, text in self._texts.items():
            yield {"type": "screen", "panel": panel, "text": text}
        yield from self._pictures.values()

    def _publish(self, message: Message) -> None:
        for queue, loop in list(self._pages.items()):
            loop.call_soon_threadsafe(_put, queue, message)


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
