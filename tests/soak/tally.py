"""What a soak has done so far."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What was done, and what came of it."""

    aims: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    unsaved: int = 0
    """Kills while something was not saved."""
    unmade: int = 0
    """Lives that ended before they had a journal."""
    checked: int = 0
    """Databases."""
    corrupt: int = 0
    journals: int = 0
    complaints: list[str] = field(default_factory=list)
    strangers: int = 0
    """Starts that were refused because somebody else on this machine had one of the pins."""

    @property
    def verdict(self) -> str:
        """In a word."""
        return f"{len(self.complaints)} complaints" if self.complaints else "all as promised"
