"""When something was written down, by both clocks (section 5 of the design)."""

from dataclasses import dataclass

from station.core.facts import Fact


@dataclass(frozen=True, slots=True)
class Stamp:
    """One instant by the boot clock of one boot, and by the wall clock."""

    boot: str
    """Which boot: the kernel's id of it."""
    instant: int
    """Milliseconds of that boot's clock. Zero is when the machine came up, so it is the uptime."""
    wall: int
    """Milliseconds since 1970, UTC, as the wall clock had it."""
    trusted: bool
    """Whether the wall clock was to be trusted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the journal: a fact, or a checkpoint, which says only that the station was alive."""

    stamp: Stamp
    """When it was acted on."""
    fact: Fact | None = None
    """None: a checkpoint."""
