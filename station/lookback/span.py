"""Spans of time as a day's picture has them. Instants in ms since 1970, lengths in ms."""

from enum import StrEnum

from msgspec import Struct


class SpanKind(StrEnum):
    """What a span of time was."""

    CONTACT = "contact"
    REMOVAL = "removal"
    OVERDUE = "overdue"
    UNKNOWN = "not known"
    """Cream was on, or may have been: what was told does not say."""
    NUMB = "numb"


class Span(Struct, frozen=True):
    """From `begin` to before `end`."""

    kind: SpanKind
    begin: int
    end: int
    application: int | None
    certain: bool = True
    """Whether the clock was to be trusted, and nothing is in doubt."""
    open: bool = False
    """It had not ended when the station was last heard: `end` is then."""
    begins_before: bool = False
    """It began before the time that was asked for."""
    ends_after: bool = False
    """It ended after the time that was asked for."""


class Gap(Struct, frozen=True):
    """The station did not run, or was not heard."""

    begin: int
    end: int
    certain: bool
    """Whether it is known for how long."""
    unheard: bool = False
    """Nobody listened: what the station did meanwhile is not known."""


class Application(Struct, frozen=True):
    """One application as the day's table has it. What nobody told is None."""

    station: str
    bay: str
    application: int | None
    today: int | None
    """How many this client had had in 24 h by then, this one included."""
    applied: int | None
    removed: int | None
    contact: int | None
    overdue_by: int | None
    """By how much too long; of one that is open, so far."""
    certain: bool
    """Whether the times are known: clock, removal and contact."""
    over_limit: bool
    late: bool
    """It became overdue: it was wiped late, or not at all."""
    open: bool
    """Cream was on when the station was last heard."""
    latest: int
    """The last that was told of it; for one that is open, when the station was last heard."""

    @property
    def first(self) -> int:
        """When it is first heard of."""
        return self.latest if self.applied is None else self.applied
