"""What the edges tell the station, other than buttons: what failed, what is well again."""

from enum import StrEnum

from msgspec import Struct


class Part(StrEnum):
    """What is wired to a pin."""

    BUTTON = "button"
    LAMP = "lamp"
    BUZZER = "buzzer"


class PanelReport(Struct, frozen=True):
    """A panel is lost, or is back."""

    panel: int
    reason: str | None
    """Why it is lost; None: it is back."""


class PinReport(Struct, frozen=True):
    """A pin fails, or works again. `index` counts bays, for a buzzer buzzers."""

    part: Part
    index: int
    reason: str | None
    """Why it fails; None: it works again."""


class JournalReport(Struct, frozen=True):
    """The journal cannot be written, or can again."""

    reason: str | None
    """Why it cannot; None: it can again."""


class Saved(Struct, frozen=True):
    """The journal's first `rows` rows of this start are on the disk for good."""

    rows: int
    short_of_room: str | None = None
    """Why the next ones may not be for long: the disk is nearly full. None: there is room."""


class CheckReport(Struct, frozen=True):
    """What the edges find when the station checks itself (`selfcheck`)."""

    at: int
    """When they were asked."""
    astray: frozenset[tuple[Part, int]]
    """Outputs that read otherwise than they were set; lamps by bay."""
    trusted: bool
    """Whether the wall clock is to be trusted."""
    row: int
    """The journal's row, counted from this start, that is to show that it can be saved."""


Report = PanelReport | PinReport | JournalReport | Saved | CheckReport
