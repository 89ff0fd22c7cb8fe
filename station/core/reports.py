"""What the edges tell the station, other than buttons: what failed, what is well again."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What is wired to a pin."""

    BUTTON = "button"
    LAMP = "lamp"
    BUZZER = "buzzer"


@dataclass(frozen=True, slots=True)
class PanelReport:
    """A panel is lost, or is back."""

    panel: int
    reason: str | None
    """Why it is lost; None: it is back."""


@dataclass(frozen=True, slots=True)
class PinReport:
    """A pin fails, or works again. `index` counts bays, for a buzzer buzzers."""

    part: Part
    index: int
    reason: str | None
    """Why it fails; None: it works again."""


@dataclass(frozen=True, slots=True)
class JournalReport:
    """The journal cannot be written, or can again."""

    reason: str | None
    """Why it cannot; None: it can again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The journal's first `rows` rows of this start are on the disk for good."""

    rows: int


Report = PanelReport | PinReport | JournalReport | Saved
