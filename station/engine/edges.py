"""What a running station is connected to, as it needs to know it: the runtime's interfaces."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from station.core.facts import Fact
from station.core.floor import Floor
from station.core.outputs import PinLevels
from station.core.reports import PinReport, Report
from station.core.screen import Screen
from station.core.selfcheck import Checked
from station.core.stamp import Row


class Clock(Protocol):
    """The boot clock, in milliseconds, and the wall clock, which only labels."""

    @property
    def boot(self) -> str:
        """Which boot this is; instants of another are on another clock."""

    def now(self) -> int:
        """The present instant."""

    def sleep(self, until: int) -> None:
        """Sleep until an instant, or less."""

    def quiet_until(self, since: int) -> int:
        """The first instant after `since` at which something may come in from outside.

        It may be past by now. A clock that cannot know gives `since` itself.
        """

    def wall(self) -> int:
        """The wall clock: milliseconds since 1970, UTC."""

    def trusted(self) -> bool:
        """Whether the wall clock is to be trusted."""

    def label(self, instant: int) -> str | None:
        """An instant as people say it, `14:05`; None if the wall clock is not to be trusted."""


class Pins(Protocol):
    """Buttons, lamps and buzzers. One that fails is reported; the others go on."""

    def levels(self) -> Sequence[bool | None]:
        """The raw level of every bay's button: True is down, None cannot be read."""

    def drive(self, levels: PinLevels) -> None:
        """Set lamps and buzzers."""

    def astray(self) -> Sequence[PinReport]:
        """Outputs that read otherwise than they were set, now. Writes nothing."""

    def rest(self) -> None:
        """Everything off."""

    def reports(self) -> Sequence[Report]:
        """What failed or is well again since the last call, in order."""


class Panels(Protocol):
    """All panels of the station. Nothing here may make the caller wait."""

    def show(self, panel: int, screen: Screen) -> None:
        """Show this from now on."""

    def reports(self) -> Sequence[Report]:
        """What has become of panels since the last call, in order."""


class Journal(Protocol):
    """What survives a power cut. Nothing here may make the caller wait."""

    def write(self, rows: Sequence[Row]) -> None:
        """Take rows, in order."""

    def reports(self) -> Sequence[Report]:
        """What has been saved, and whether it can be, since the last call, in order."""


class Record(Protocol):
    """Whoever else is told of facts. Must not make the caller wait."""

    def record(self, facts: Sequence[Fact]) -> None:
        """Take facts in the order in which the station acted."""

    def report(self, said: Report) -> None:
        """What an edge said; most of it is a fact as well."""

    def checked(self, checked: Checked) -> None:
        """What came of the station's check of itself."""


class Watch(Protocol):
    """Whoever watches over the station at work."""

    def attend(self, floor: Floor, now: int) -> None:
        """A turn is done that had a consequence, or a tenth of a second has passed.

        Must not make the caller wait.
        """


class News(Protocol):
    """Whether edges with threads of their own may have something to report."""

    there: bool
    """They set it after there is; it is cleared before they are asked."""


class Edges(Struct, frozen=True):
    """Everything that a runtime is connected to. Without panels nothing is composed for them."""

    clock: Clock
    pins: Pins
    journal: Journal
    record: Record
    watch: Watch
    panels: Panels | None = None
    news: News | None = None
    """Of panels and journal; without, they are asked at every scan."""
