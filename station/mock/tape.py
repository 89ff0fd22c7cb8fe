"""What happened, in the order in which a replay tells it: by instant, then facts, pins, screens."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from msgspec import Struct

from station.config import StationConfig
from station.core.change import replace
from station.core.facts import Fact
from station.core.outputs import PinLevels
from station.core.reports import PinReport, Report
from station.core.screen import Screen
from station.core.selfcheck import Checked
from station.engine.edges import Panels, Pins


class Edge(Struct, frozen=True):
    """A lamp or buzzer pin changed; 1 is active."""

    pin: int
    level: int


class Picture(Struct, frozen=True):
    """A panel shows something else."""

    panel: int
    screen: Screen


Event: TypeAlias = Fact | Edge | Picture


class Teller(Protocol):
    """Tells people or programs what happened."""

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """All that happened at one instant, in order."""


class Tape:
    """Collects what happens at one instant and tells it in order once time goes on."""

    def __init__(
        self, now: Callable[[], int], teller: Teller, booted: Callable[[], int] = lambda: 0
    ) -> None:
        """`booted` is when the clock of a fact's instants began, on the time line of `now`."""
        self._now = now
        self._teller = teller
        self._booted = booted
        self._at = now()
        self._facts: list[Event] = []
        self._edges: list[Edge] = []
        self._pictures: list[Event] = []

    def record(self, facts: Sequence[Fact]) -> None:
        """Facts, as the station acts."""
        self._turn()
        booted = self._booted()
        self._facts += [
            replace(fact, at=fact.at + booted, acted=fact.acted + booted) for fact in facts
        ]

    def report(self, said: Report) -> None:
        """Nothing: what of it matters is a fact."""

    def checked(self, checked: Checked) -> None:
        """Nothing: it is no fact."""

    def edge(self, edge: Edge) -> None:
        """A pin."""
        self._turn()
        self._edges.append(edge)

    def picture(self, picture: Picture) -> None:
        """A screen."""
        self._turn()
        self._pictures.append(picture)

    def close(self) -> None:
        """Tell the rest."""
        if self._facts or self._edges or self._pictures:
            edges = sorted(self._edges, key=lambda edge: edge.pin)
            self._teller.tell(self._at, [*self._facts, *edges, *self._pictures])
        self._facts, self._edges, self._pictures = [], [], []

    def _turn(self) -> None:
        now = self._now()
        if now != self._at:
            self.close()
            self._at = now


class TapedPins:
    """Real pins whose changes go on the tape."""

    def __init__(self, pins: Pins, config: StationConfig, tape: Tape) -> None:
        self._pins = pins
        self._tape = tape
        self._numbers = [bay.lamp for bay in config.bays] + [b.pin for b in config.buzzers]
        self._before = [False for _ in self._numbers]

    def levels(self) -> Sequence[bool | None]:
        """As the pins have it."""
        return self._pins.levels()

    def astray(self) -> Sequence[PinReport]:
        """As the pins have it."""
        return self._pins.astray()

    def reports(self) -> Sequence[Report]:
        """As the pins have it."""
        return self._pins.reports()

    def drive(self, levels: PinLevels) -> None:
        """Drive them, and note what changed."""
        self._pins.drive(levels)
        self._note([bool(level) for level in (*levels.lamps, *levels.buzzers)])

    def rest(self) -> None:
        """Everything off."""
        self._pins.rest()
        self._note([False for _ in self._numbers])

    def _note(self, levels: list[bool]) -> None:
        for pin, before, level in zip(self._numbers, self._before, levels, strict=True):
            if pin is not None and before is not level:
                self._tape.edge(Edge(pin, int(level)))
        self._before = levels


class TapedPanels:
    """Panels whose screens go on the tape; without real ones behind, only there."""

    def __init__(self, panels: Panels | None, tape: Tape) -> None:
        self._panels = panels
        self._tape = tape

    def show(self, panel: int, screen: Screen) -> None:
        """Note it, and show it: what was before is told first, by whoever still sees it."""
        self._tape.picture(Picture(panel, screen))
        if self._panels is not None:
            self._panels.show(panel, screen)

    def reports(self) -> Sequence[Report]:
        """As the panels have it."""
        return () if self._panels is None else self._panels.reports()
