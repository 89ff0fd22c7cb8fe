"""A stage and whoever watches it: waits for what the station's thread tells."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from station.commands.sim import CLINIC
from station.core.facts import Fact, FactKind
from station.mock.disk import MockDisk
from station.mock.tape import Edge, Event
from station.readers.configfile import load
from station.sim.clock import SimClock
from station.sim.stage import Life, Stage

PRESS = 0.25
"""Seconds that a finger stays down."""
GLANCE = 0.02
"""Seconds from one look to the next."""
PATIENCE = 20
"""Seconds for what takes none, on a machine that does something else."""


class Audience:
    """Notes everything, and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.edges: list[tuple[int, int, int]] = []
        """Instant, pin, level."""
        self.lives: list[Life] = []
        self._news = threading.Condition()

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """What happened at one instant."""
        with self._news:
            self.facts += [event for event in events if isinstance(event, Fact)]
            self.edges += [(now, e.pin, e.level) for e in events if isinstance(e, Edge)]
            self._news.notify_all()

    def living(self, life: Life) -> None:
        """How the station is."""
        with self._news:
            self.lives.append(life)
            self._news.notify_all()

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something was told."""
        with self._news:
            assert self._news.wait_for(seen, PATIENCE), (self.facts, self.lives)

    def until_looked(self, seen: Callable[[], bool]) -> None:
        """Wait for what nobody tells: look every now and then."""
        with self._news:
            until = monotonic() + PATIENCE
            while not seen():
                assert monotonic() < until, (self.facts, self.lives)
                self._news.wait(GLANCE)

    def count(self, kind: FactKind) -> int:
        """How often."""
        return sum(fact.kind is kind for fact in self.facts)

    def told(self, kind: FactKind, times: int = 1) -> Fact:
        """Wait until a fact was told so often; the last of them."""
        self.until(lambda: self.count(kind) >= times)
        return [fact for fact in self.facts if fact.kind is kind][times - 1]


@contextmanager
def staged(
    folder: Path, *, speed: int = 1, config: Path = CLINIC
) -> Iterator[tuple[Stage, Audience]]:
    """A station at work, and whoever watches it."""
    audience = Audience()
    disk = MockDisk(folder / "journal.db")
    stage = Stage(load(config), disk, SimClock(speed), audience, audience.living)
    stage.start()
    try:
        audience.told(FactKind.STARTED)
        yield stage, audience
    finally:
        stage.close()


def press(stage: Stage, bay: int = 0) -> None:
    """As a finger does, which takes its real time."""
    stage.press(bay, down=True)
    threading.Event().wait(PRESS)
    stage.press(bay, down=False)
