"""A finger on a button, in virtual time."""

from dataclasses import dataclass, field

from station.core.gesture import Button, Event, Standing, Touch, Trouble, elapse, sample
from station.core.phase import Phase
from station.core.plan import ButtonTimes

CALM = Standing(Phase.READY, sounding=False)
D = 1000
"""When the finger goes down, unless a test says otherwise."""


@dataclass
class Finger:
    """A finger on a button that is sampled every `scan`; what the button makes of it."""

    times: ButtonTimes = field(default_factory=ButtonTimes)
    scan: int = 10
    now: int = 0
    down: bool = False
    stands: Standing = CALM
    button: Button = field(default_factory=Button)
    events: list[tuple[int, Event]] = field(default_factory=list)
    """When the station acted, and on what."""

    def __post_init__(self) -> None:
        self._sample()

    def rest(self, until: int) -> "Finger":
        """Leave the level as it is, up to and including an instant."""
        while self.now + self.scan <= until:
            self.now += self.scan
            self._sample()
        return self

    def toggle(self, *instants: int) -> "Finger":
        """Change the level at each instant, and sample it there."""
        for instant in instants:
            self.rest(instant - self.scan)
            self.down = not self.down
            self.rest(instant)
        return self

    def _sample(self) -> None:
        button, passed = elapse(self.button, self.times, self.now)  # time goes first
        self.button, events = sample(
            button, self.times, down=self.down, now=self.now, seen=self.stands
        )
        self.events += [(self.now, event) for event in passed + events]

    @property
    def touches(self) -> list[Touch]:
        return [event for _, event in self.events if isinstance(event, Touch)]

    @property
    def troubles(self) -> list[tuple[int, Trouble]]:
        return [(at, event) for at, event in self.events if isinstance(event, Trouble)]
