"""What time does to a bay: the table of its deadlines (section 2 of the design).

A deadline fires at its own instant, however late the station looks, and several fire in the
order of their instants; so a late look tells the same story as a punctual one.
"""

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from station.core.bay import Bay, Cream, NumbWindow
from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.fold import fold
from station.core.phase import Phase

SOON: Final = 1 * MINUTE
"""How long before the end of contact staff are told."""
ENDING: Final = 10 * MINUTE
"""How long before the end of a numb window staff are told."""
RESOUND: Final = 60 * SECOND
"""How long a silenced overdue alarm stays silent."""


def contact_ends(cream: Cream) -> int:
    """At the end of the contact time."""
    return cream.due


def contact_ends_soon(cream: Cream) -> int | None:
    """1 min before the end of the contact time; never in a contact shorter than that."""
    soon = cream.due - SOON
    return None if cream.warned or soon <= cream.applied else soon


def removal_limit(cream: Cream) -> int:
    """When removal has taken as long as it may."""
    return cream.limit


def silence_over(cream: Cream) -> int | None:
    """60 s after silenced."""
    return None if cream.silenced is None else cream.silenced + RESOUND


def window_ends(window: NumbWindow) -> int:
    """At the end of a numb window."""
    return window.ends


def window_ends_soon(window: NumbWindow) -> int | None:
    """10 min before the end of a numb window; never in one shorter than that."""
    soon = window.ends - ENDING
    return None if window.warned or soon <= window.opened else soon


class CreamRow(Struct, frozen=True):
    """While the cream is in `phase`, `fact` happens at `due`; the bay is then in `to`."""

    phase: Phase
    due: Callable[[Cream], int | None]
    fact: FactKind
    to: Phase


class WindowRow(Struct, frozen=True):
    """`fact` happens at `due` of every open numb window, large or in the background."""

    due: Callable[[NumbWindow], int | None]
    fact: FactKind


CREAM_ROWS: Final = (
    CreamRow(Phase.CONTACT, contact_ends_soon, FactKind.REMOVAL_SOON, Phase.CONTACT),
    CreamRow(Phase.CONTACT, contact_ends, FactKind.REMOVAL_DUE, Phase.REMOVAL),
    CreamRow(Phase.REMOVAL, removal_limit, FactKind.OVERDUE, Phase.OVERDUE),
    CreamRow(Phase.OVERDUE, silence_over, FactKind.RESOUNDED, Phase.OVERDUE),
)
WINDOW_ROWS: Final = (
    WindowRow(window_ends_soon, FactKind.NUMB_ENDING),
    WindowRow(window_ends, FactKind.NUMB_OVER),
)


class Deadline(Struct, frozen=True):
    """What happens next of itself."""

    at: int
    fact: FactKind
    application: int | None = None


def next_deadline(bay: Bay) -> Deadline | None:
    """The bay's next deadline; of two at one instant the cream's goes first."""
    return min(_deadlines(bay), key=lambda deadline: deadline.at, default=None)


def pass_deadline(bay: Bay, deadline: Deadline, now: int, started: int) -> tuple[Bay, Fact]:
    """The bay once a deadline has passed, and the fact of it, acted on now.

    What fell due before the station `started` is late.
    """
    fact = Fact(
        deadline.fact,
        deadline.at,
        now,
        bay=bay.id,
        application=deadline.application,
        late=deadline.at < started,
    )
    return fold(bay, fact), fact


def _deadlines(bay: Bay) -> Iterator[Deadline]:
    cream = bay.cream
    if cream is not None:
        for row in CREAM_ROWS:
            if row.phase is cream.phase and (at := row.due(cream)) is not None:
                yield Deadline(at, row.fact)
    for window in bay.windows:
        for window_row in WINDOW_ROWS:
            if (at := window_row.due(window)) is not None:
                yield Deadline(at, window_row.fact, window.application)
