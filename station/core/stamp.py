"""When something was written down, by both clocks (section 5 of the design)."""

from typing import Final

from msgspec import Struct

from station.core.duration import SECOND
from station.core.facts import Fact

WALL_JITTER: Final = 1 * SECOND
"""How much a trusted wall clock may be put back between two looks at it."""


class Stamp(Struct, frozen=True):
    """One instant by the boot clock of one boot, and by the wall clock."""

    boot: str
    """Which boot: the kernel's id of it."""
    instant: int
    """Milliseconds of that boot's clock. Zero is when the machine came up, so it is the uptime."""
    wall: int
    """Milliseconds since 1970, UTC, as the wall clock had it."""
    trusted: bool
    """Whether the wall clock was to be trusted."""

    @property
    def wall_at_zero(self) -> int:
        """What this wall clock showed when the boot clock was at zero."""
        return self.wall - self.instant


class Row(Struct, frozen=True):
    """A row of the journal: a fact, or a checkpoint, which says only that the station was alive."""

    stamp: Stamp
    """When it was acted on."""
    fact: Fact | None = None
    """None: a checkpoint."""
