"""A cream's protocol: the figures its instructions give, and nothing of how a station works."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from station.core.duration import MINUTE
from station.core.phase import Phase

CAREFUL_REMOVAL: Final = 2 * MINUTE
"""The removal limit where a cream's source gives none: the station's own, as in `numb520`."""


class Terms(Struct, frozen=True):
    """What one application goes by, to its end, whatever the config says by then.

    Durations in milliseconds.
    """

    protocol: str
    """The id of the protocol that they are from."""
    contact: int
    removal: int
    effect: int | None
    # Journals have applications from before these were kept.
    onset: tuple[int, int] | None = None
    silence_first: bool = True


class Protocol(Struct, frozen=True):
    """What one cream asks for. Durations in milliseconds.

    A figure that the cream's source does not give is None, and the station then does without
    it: it never shows a number that nobody stated.
    """

    id: str
    name: str
    source: str
    """Where the figures come from, as it is to be cited."""
    contact: int
    """From application to removal."""
    removal: int = CAREFUL_REMOVAL
    """The most that removal may take before it is overdue."""
    onset: tuple[int, int] | None = None
    """When numbness begins after application, at the earliest and at the latest."""
    effect: int | None = None
    """How long the numbness lasts after removal. None: no numb window is opened."""
    applications: int | None = None
    """The most applications for one client in 24 h. None: the source sets no limit."""
    reviewer: str | None = None
    """Who at the clinic checked this protocol. None: panels say UNREVIEWED."""
    silence_first: bool = True
    """Whether a press while the alarm sounds only silences it (True) or records removal."""
    hints: Mapping[Phase, tuple[str, ...]] = field(default_factory=dict)
    """What to tell staff in each phase, in order."""

    @property
    def terms(self) -> Terms:
        """What an application that begins now is timed by."""
        return Terms(
            self.id, self.contact, self.removal, self.effect, self.onset, self.silence_first
        )
