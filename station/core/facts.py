"""What happened, as the station knows it. A bay's state is the fold of its facts (section 6)."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from station.core.duration import SECOND
from station.core.phase import Phase
from station.core.protocol import Terms


class FactKind(StrEnum):
    """The kinds of fact, as they stand in the journal and in a replay."""

    APPLIED = "applied"
    UNDONE = "undone"
    REMOVAL_SOON = "removal_soon"
    REMOVAL_DUE = "removal_due"
    REMOVAL_STARTED = "removal_started"
    OVERDUE = "overdue"
    SILENCED = "silenced"
    RESOUNDED = "resounded"
    REMOVED = "removed"
    NUMB_ENDING = "numb_ending"
    NUMB_OVER = "numb_over"
    NEW_CLIENT = "new_client"
    REFUSED = "refused"
    BUTTON_FAULT = "button_fault"
    BUTTON_OK = "button_ok"
    PANEL_LOST = "panel_lost"
    PANEL_RESTORED = "panel_restored"
    JOURNAL_LOST = "journal_lost"
    JOURNAL_RESTORED = "journal_restored"
    STARTED = "started"
    STOPPED = "stopped"
    RESUMED = "resumed"
    TIME_CONFIRMED = "time_confirmed"


class Refusal(StrEnum):
    """Why a gesture changed nothing."""

    PHASE_CHANGED = "phase_changed"
    GUARD = "guard"
    CREAM_ON = "cream_on"
    TOO_SOON = "too_soon"
    LIMIT = "limit"
    NOTHING_TO_CLEAR = "nothing_to_clear"


class Gesture(StrEnum):
    """What a button's down and up were, once its release counts."""

    PRESS = "press"
    HOLD = "hold"


class ButtonTrouble(StrEnum):
    """What is wrong with a button."""

    STUCK = "stuck"
    CHATTERING = "chattering"


class Correction(Struct, frozen=True):
    """What was found out of one doubt: its instants were really earlier by so much."""

    until: int
    """Which doubt: when its interruption ended, as it was known before."""
    by: int
    at_least: bool = False
    """They may have been earlier still: only of a later doubt is it known."""


UNHEARD: Final = 10 * SECOND
"""What is told so long after its instant was not heard in time: its sound begins when told."""


class Fact(Struct, frozen=True):
    """One thing that happened. Instants and durations in milliseconds of the boot clock."""

    kind: FactKind
    at: int
    """Its own instant: a deadline's, a press's down, a hold's release."""
    acted: int
    """When the station acted on it: never before `at`."""
    bay: str | None = None
    application: int | None = None
    today: int | None = None
    over_limit: bool = False
    of: FactKind | None = None
    contact: int | None = None
    """How long the cream was on the skin, from application to removal."""
    overdue_by: int | None = None
    certain: bool | None = None
    gesture: Gesture | None = None
    reason: str | None = None
    """A Refusal, a ButtonTrouble, or what an edge said."""
    panel: int | None = None
    phase: Phase | None = None
    late: bool = False
    """It fell due while the station was down."""
    # The rest is for the journal only.
    terms: Terms | None = None
    """`applied`: what this application is timed by."""
    elapsed: int | None = None
    """`started`: how long after the journal's row before; at least, if not `certain`."""
    corrections: tuple[Correction, ...] = ()
    """`time_confirmed`: what was found out of each of the bay's doubts, in their order."""

    @property
    def unheard(self) -> bool:
        """Whether the station was silent when it fell due: down, standing still, or not aware."""
        return self.late or self.acted - self.at >= UNHEARD


DEADLINE: Final = ("late?",)
FIELDS: Final[dict[FactKind, tuple[str, ...]]] = {
    FactKind.APPLIED: ("application", "today", "over_limit?"),
    FactKind.UNDONE: ("of",),
    FactKind.REMOVAL_SOON: DEADLINE,
    FactKind.REMOVAL_DUE: DEADLINE,
    FactKind.REMOVAL_STARTED: DEADLINE,
    FactKind.OVERDUE: DEADLINE,
    FactKind.SILENCED: DEADLINE,
    FactKind.RESOUNDED: DEADLINE,
    FactKind.NEW_CLIENT: DEADLINE,
    FactKind.REMOVED: ("application", "contact", "overdue_by", "certain"),
    FactKind.NUMB_ENDING: ("application", *DEADLINE),
    FactKind.NUMB_OVER: ("application", *DEADLINE),
    FactKind.REFUSED: ("gesture", "reason"),
    FactKind.BUTTON_FAULT: ("reason",),
    FactKind.BUTTON_OK: ("reason",),
    FactKind.PANEL_LOST: ("panel",),
    FactKind.PANEL_RESTORED: ("panel",),
    FactKind.JOURNAL_LOST: ("reason",),
    FactKind.JOURNAL_RESTORED: ("reason",),
    FactKind.STARTED: (),
    FactKind.STOPPED: (),
    FactKind.RESUMED: ("phase", "certain"),
    FactKind.TIME_CONFIRMED: ("phase",),
}
"""The table of facts of section 6. A field with `?` is written only if it is true."""

DURATIONS: Final = frozenset({"contact", "overdue_by"})


def fields(fact: Fact) -> dict[str, object]:
    """A fact's own fields as programs are told them: durations in seconds, no instants.

    None is one that should be there: a fact that no station tells may be read from a damaged file.
    """
    told: dict[str, object] = {}
    for name in FIELDS[fact.kind]:
        field = name.removesuffix("?")
        value = getattr(fact, field)
        if name != field and not value:
            continue
        told[field] = value / SECOND if field in DURATIONS and value is not None else value
    return told
