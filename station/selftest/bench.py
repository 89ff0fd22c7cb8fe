"""What is tested: a station's parts, a clock, and whoever stands in front of them."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from msgspec import Struct, field
from PIL import Image

from station.config import StationConfig
from station.core.outputs import PinLevels
from station.core.reports import Part
from station.drawing.lettering import unreadable
from station.hardware.i2cscan import Census
from station.hardware.panel import Panel, PanelLost
from station.hardware.pins import StationPins
from station.selftest.terminal import Terminal


class Clock(Protocol):
    """Time as it passes, in microseconds."""

    def now(self) -> int:
        """The present instant."""

    def pause(self, length: int) -> None:
        """Let so much pass, or a little more."""


class RealClock:
    """The machine's."""

    def now(self) -> int:
        """The present instant."""
        return time.monotonic_ns() // 1000

    def pause(self, length: int) -> None:
        """Sleep."""
        time.sleep(length / 1e6)


class Bench(Struct, frozen=True):
    """A station's parts, laid out to be tested."""

    config: StationConfig
    pins: StationPins
    panels: Mapping[int, Panel]
    """By number."""
    census: Callable[[int], Census]
    """Asks the bus of a port who is there. Raises OSError if it cannot be asked."""
    clock: Clock
    terminal: Terminal
    typeface: Callable[[], str | None] = unreadable
    """Why the panels' letters cannot be drawn; None if they can."""
    mock: bool = False
    """Whether nothing is wired: nobody can press a button."""
    shown: set[int] = field(default_factory=set)
    """Panels that a picture was sent to."""
    failing: dict[tuple[Part, int], str | None] = field(default_factory=dict)
    """What pins told of themselves last; None: that they work again."""

    def drive(self, *, lamp: int | None = None, buzzer: int | None = None) -> None:
        """Turn on one lamp (of a bay) or one buzzer, or nothing, and the rest off."""
        bays = enumerate(self.config.bays)
        lamps = tuple(None if bay.lamp is None else index == lamp for index, bay in bays)
        buzzers = tuple(index == buzzer for index, _ in enumerate(self.config.buzzers))
        self.pins.drive(PinLevels(lamps, buzzers))

    def show(self, panel: int, picture: Image.Image) -> None:
        """Show a picture of the panel's size. Raises PanelLost."""
        self.shown.add(panel)
        self.panels[panel].show_picture(picture, self.clock.now() // 1000)

    def put_out(self) -> None:
        """Every lamp and buzzer off, and every panel black that has shown something."""
        self.pins.rest()
        for panel in self.shown:
            with suppress(PanelLost):
                self.show(panel, Image.new("1", self.panels[panel].size))

    def complaint(self, part: Part, index: int) -> str | None:
        """Why a pin fails now, or in what it reads otherwise than it was set; None: neither."""
        for said in self.pins.reports():
            self.failing[said.part, said.index] = said.reason
        astray = {(said.part, said.index): said.reason for said in self.pins.astray()}
        return self.failing.get((part, index)) or astray.get((part, index))
