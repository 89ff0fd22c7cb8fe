"""Drills as data: what the trainee is to do, in which order, and how fast.

A drill times its own cream, so that it lasts a few minutes and not half an hour. What belongs to
the station and not to the cream is as on the wall: how long a hold is, how soon a press is taken
for a reflex, how long a gesture can be taken back. All durations are milliseconds.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.protocol import Protocol

CONTACT: Final = 90 * SECOND
"""In a drill, from application to removal."""
REMOVAL: Final = 45 * SECOND
"""In a drill, the most that removal may take: time enough to silence, to wipe, and to press."""


class Task(Struct, frozen=True):
    """One thing to do at one bed, once it is called for."""

    bed: int
    """Which of the drill's beds."""
    does: FactKind
    """The fact that shows that it is done: only a fact does."""
    within: int
    """How long after it was called for it is still in time."""
    forgotten: int
    """How long after it was called for it counts as missed, until it is done after all."""
    after: int | None = None
    """`applied`: the bed that is started before; None: it is called for when the drill begins."""


class Outage(Struct, frozen=True):
    """A power cut that the drill makes itself; then nobody knows what time it is."""

    into: int
    """How long after the first bed's application the power goes."""
    lasts: int


class Drill(Struct, frozen=True):
    """One training scenario."""

    name: str
    title: str
    about: str
    tasks: tuple[Task, ...]
    """In the order in which they come up, if nothing goes wrong."""
    outage: Outage | None = None
    longest: int = 8 * MINUTE
    """After that it is over, whatever was not seen by then."""

    @property
    def beds(self) -> int:
        """How many beds it takes."""
        return 1 + max(task.bed for task in self.tasks)

    def suited(self, protocols: Sequence[Protocol]) -> "Drill":
        """The drill for beds with these protocols.

        Where a press while the alarm sounds records removal, there is nothing to silence first.
        """
        return replace(
            self,
            tasks=tuple(
                task
                for task in self.tasks
                if task.does is not FactKind.SILENCED or protocols[task.bed].silence_first
            ),
        )


def practised(protocol: Protocol) -> Protocol:
    """A clinic's own protocol in the times of a drill; hints and everything else as they are."""
    onset = protocol.onset
    if onset is not None:
        onset = (onset[0] * CONTACT // protocol.contact, onset[1] * CONTACT // protocol.contact)
    return replace(protocol, contact=CONTACT, removal=REMOVAL, onset=onset)


def _applied(bed: int, after: int | None = None) -> Task:
    within = 30 * SECOND if after is None else 20 * SECOND
    return Task(bed, FactKind.APPLIED, within, 2 * MINUTE if after is None else MINUTE, after)


def _wiped(bed: int) -> tuple[Task, Task]:
    return (
        Task(bed, FactKind.SILENCED, 15 * SECOND, REMOVAL + MINUTE),
        Task(bed, FactKind.REMOVED, REMOVAL, REMOVAL + MINUTE),
    )


def _goodbye(bed: int) -> Task:
    return Task(bed, FactKind.NEW_CLIENT, MINUTE, 2 * MINUTE)


VISIT: Final = Drill(
    "visit",
    "A normal visit",
    "One client, from the cream to the goodbye.",
    (_applied(0), *_wiped(0), _goodbye(0)),
)
CLASH: Final = Drill(
    "clash",
    "Two beds at once",
    "Two clients and one of you: both are to be wiped at nearly the same time.",
    (_applied(0), _applied(1, after=0), *_wiped(0), *_wiped(1)),
)
POWER: Final = Drill(
    "power",
    "A power cut",
    "The power goes while cream is on, and nobody knows the time when it is back.",
    (_applied(0), *_wiped(0)),
    Outage(into=60 * SECOND, lasts=20 * SECOND),
)
DRILLS: Final = {drill.name: drill for drill in (VISIT, CLASH, POWER)}
