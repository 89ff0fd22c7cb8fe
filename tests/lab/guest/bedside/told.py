"""What is to come of the story, written from the design: facts, sounds and lights.

Sections 2 and 3 of the design say all of this; the comments say which rule.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.lab.guest.bedside.story import END, SHARED_HORN, WARD
from tests.lab.guest.lamps import Lamp, Phase
from tests.lab.guest.patterns import Due

Fact = Mapping[str, Any]
COUNTS: Final = 30
"""Milliseconds after which a level counts: four samples at 10 ms."""
TOUCH: Final = 30
"""What a tick may be later: a button is looked at every 10 ms, and one look may come late."""
NEAR: Final = 100
"""Milliseconds between a finger and the fact that came of it, at most."""

FACTS: Final[Mapping[str, Sequence[tuple[float, str, Mapping[str, Any]]]]] = {
    "bed-1": (
        (2.0, "applied", {"application": 1, "today": 1}),
        (4.6, "refused", {"gesture": "press", "reason": "cream_on"}),
        (8.0, "removal_due", {}),
        (11.0, "overdue", {}),
        (20.8, "silenced", {}),
        (24.0, "refused", {"gesture": "press", "reason": "too_soon"}),
        (32.5, "removed", {"application": 1, "contact": 30_500, "overdue_by": 21_500}),
        (40.5, "numb_over", {"application": 1}),
    ),
    "bed-2": (
        (1.5, "applied", {"application": 1, "today": 1}),
        (2.5, "removal_due", {}),
        (4.0, "overdue", {}),
        (4.45, "silenced", {}),
        (64.45, "resounded", {}),
    ),
    "bed-3": (
        (2.2, "applied", {"application": 1, "today": 1}),
        (4.2, "removal_soon", {}),
        (36.5, "removal_started", {}),  # 34 s after applied: no longer an undo
        (38.0, "refused", {"gesture": "press", "reason": "guard"}),
        (39.5, "refused", {"gesture": "press", "reason": "too_soon"}),
        (44.5, "undone", {"of": "removal_started"}),
        (64.2, "removal_due", {}),  # with its original clock
    ),
    "bed-4": (
        (3.0, "applied", {"application": 1, "today": 1}),
        (9.0, "removal_due", {}),
        (10.6, "silenced", {}),
        (21.2, "removed", {"application": 1, "contact": 18_200, "overdue_by": 0}),
        (23.2, "numb_ending", {"application": 1}),
        (27.9, "undone", {"of": "removed"}),
        (22.0, "overdue", {}),  # what fell due meanwhile fires at its own instant
        (28.5, "silenced", {}),
        (48.0, "removed", {"application": 1, "contact": 45_000, "overdue_by": 26_000}),
        (50.0, "numb_ending", {"application": 1}),
    ),
    "bed-5": (
        (18.0, "applied", {"application": 1, "today": 1}),
        (24.0, "removal_due", {}),
        (30.05, "removed", {"application": 1, "contact": 12_050, "overdue_by": 0}),
    ),
    "bed-6": (
        (5.5, "refused", {"gesture": "hold", "reason": "nothing_to_clear"}),
        (7.0, "applied", {"application": 1, "today": 1}),
        (13.0, "removal_due", {}),
        (12.5, "refused", {"gesture": "press", "reason": "phase_changed"}),
        (20.4, "removed", {"application": 1, "contact": 13_400, "overdue_by": 0}),
        (23.0, "refused", {"gesture": "press", "reason": "limit"}),
        (25.0, "applied", {"application": 2, "today": 2, "over_limit": True}),
        (29.0, "undone", {"of": "applied"}),
        (32.3, "new_client", {}),  # and the numb window has ended: it is never over
    ),
    "bed-7": (
        (2.92, "applied", {"application": 1, "today": 1}),  # of 18 toggles, one press
        (6.02, "refused", {"gesture": "press", "reason": "cream_on"}),  # of 26
        (33.28, "button_fault", {"reason": "chattering"}),  # the 51st change that is seen
        (35.49, "button_ok", {"reason": "chattering"}),
        (47.0, "button_fault", {"reason": "stuck"}),
        (49.0, "button_ok", {"reason": "stuck"}),
        (50.5, "refused", {"gesture": "press", "reason": "cream_on"}),
    ),
}
"""Each bed's facts: when, of its own; in the order in which the station acts on them."""

STATION: Final = ("started", "panel_lost", "panel_restored")
"""The facts of no bed."""


class Told:
    """What the journal says of the day, so that sounds and lights can be held to it."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self.origin: int = self.of("started")["at"]
        """When the station started."""

    def of(self, kind: str, bed: str | None = None, number: int = 0) -> Fact:
        """A fact; `number` of those of that kind."""
        return [f for f in self._facts if (f["kind"], f["bay"]) == (kind, bed)][number]

    def bed(self, bed: str) -> list[Fact]:
        """All of a bed's."""
        return [fact for fact in self._facts if fact["bay"] == bed]

    def at(self, kind: str, bed: str | None = None, number: int = 0) -> float:
        """A fact's own instant."""
        return float(self.of(kind, bed, number)["at"])

    def acted(self, kind: str, bed: str | None = None, number: int = 0) -> float:
        """When the station acted on it."""
        return float(self.of(kind, bed, number)["acted"])

    def instant(self, seconds: float) -> float:
        """An instant of the story."""
        return self.origin + 1000 * seconds

    def down(self, bed: str, seconds: float) -> float:
        """When a button went down, as the station saw it if a press came of it."""
        told = (float(f["at"]) for f in self.bed(bed) if f.get("gesture") != "hold")
        nominal = self.instant(seconds)
        return min((at for at in told if abs(at - nominal) < NEAR), default=nominal)

    def ticks(self, bed: str, *downs: float) -> list[Due]:
        """What is heard once a button's down counts."""
        return [Due("tick", self.down(bed, d) + COUNTS, unsure=TOUCH) for d in downs]

    def reached(self, *downs: float) -> list[Due]:
        """What is heard 2 s after the down of a hold."""
        return [Due("tick", self.instant(down) + 2000, unsure=TOUCH) for down in downs]


def sounds(told: Told) -> Mapping[int, Sequence[Due]]:
    """All that each buzzer is to say, by its pin."""
    at, acted = told.at, told.acted
    end = told.instant(END)
    started = Due("started", at("started"))
    lost = at("panel_lost")
    return {
        22: [
            started,
            *told.ticks("bed-1", 2.0, 4.6, 20.8, 24.0, 32.5),
            Due("applied", acted("applied", "bed-1")),
            Due("refused", acted("refused", "bed-1")),
            Due("removal", at("removal_due", "bed-1"), at("overdue", "bed-1")),
            Due("overdue", at("overdue", "bed-1"), acted("silenced", "bed-1")),
            Due("accepted", acted("silenced", "bed-1")),
            Due("refused", acted("refused", "bed-1", 1)),
            Due("fault", lost, acted("removed", "bed-1")),
            Due("accepted", acted("removed", "bed-1")),
            Due("over", at("numb_over", "bed-1")),
        ],
        13: [
            started,
            *told.ticks("bed-2", 1.5),
            Due("applied", acted("applied", "bed-2")),
            Due("removal", at("removal_due", "bed-2"), at("overdue", "bed-2")),
            # Silenced between its first pulses: no feedback where no 200 ms of silence are.
            Due("overdue", at("overdue", "bed-2"), acted("silenced", "bed-2")),
            Due("overdue", at("resounded", "bed-2"), end),
        ],
        SHARED_HORN: [
            started,
            *told.ticks("bed-3", 2.2, 34.0, 38.0, 39.5, 42.0),
            *told.ticks("bed-4", 3.0, 10.6, 21.2, 25.4, 45.5),
            *told.ticks("bed-5", 18.0, 30.05),
            *told.reached(25.4, 34.0, 42.0, 45.5),
            Due("applied", acted("applied", "bed-3")),
            Due("applied", acted("applied", "bed-4")),
            Due("soon", at("removal_soon", "bed-3")),
            Due("removal", at("removal_due", "bed-4"), acted("silenced", "bed-4")),
            Due("accepted", acted("silenced", "bed-4")),
            Due("applied", acted("applied", "bed-5")),
            Due("accepted", acted("removed", "bed-4")),
            Due("ending", at("numb_ending", "bed-4")),
            # Of two alarms the higher; once that is silenced the other begins anew, at once.
            Due("removal", at("removal_due", "bed-5"), acted("undone", "bed-4")),
            Due("overdue", acted("undone", "bed-4"), acted("silenced", "bed-4", 1)),
            Due("removal", acted("silenced", "bed-4", 1), acted("removed", "bed-5")),
            Due("accepted", acted("removed", "bed-5")),
            # Of bed-3 and bed-4 alike; it is heard again, for bed-3's cream is still on.
            Due("fault", lost, at("removal_due", "bed-3")),
            Due("accepted", acted("removal_started", "bed-3")),
            Due("refused", acted("refused", "bed-3")),
            Due("refused", acted("refused", "bed-3", 1)),
            Due("accepted", acted("undone", "bed-3")),
            Due("accepted", acted("removed", "bed-4", 1)),
            Due("ending", at("numb_ending", "bed-4", 1)),
            Due("removal", at("removal_due", "bed-3"), end),
        ],
        18: [
            started,
            *told.ticks("bed-6", 3.0, 7.0, 12.5, 20.4, 23.0, 25.0, 26.5, 29.8),
            *told.reached(3.0, 26.5, 29.8),
            Due("refused", acted("refused", "bed-6")),
            Due("applied", acted("applied", "bed-6")),
            # What was refused as it fell due is not heard: the alarm sounds.
            Due("removal", at("removal_due", "bed-6"), acted("removed", "bed-6")),
            Due("accepted", acted("removed", "bed-6")),
            Due("refused", acted("refused", "bed-6", 2)),
            Due("applied", acted("applied", "bed-6", 1)),
            Due("accepted", acted("undone", "bed-6")),
            Due("accepted", acted("new_client", "bed-6")),
        ],
        7: [
            started,
            *told.ticks("bed-7", 2.92, 6.02, 37.0, 50.5),
            *told.reached(37.0),
            Due("applied", acted("applied", "bed-7")),
            Due("refused", acted("refused", "bed-7")),
            # A press in contact silences it until the next fault.
            Due("fault", lost, acted("refused", "bed-7", 1)),
            Due("refused", acted("refused", "bed-7", 1)),
        ],
    }


CREAM: Final = {
    "applied": "contact",
    "removal_due": "removal",
    "removal_started": "removal",
    "overdue": "overdue",
}


def lamps(told: Told) -> Mapping[int, Lamp]:
    """What each lamp is to show, by its pin."""
    downs = {
        "bed-1": (2.0, 4.6, 20.8, 24.0, 32.5),
        "bed-2": (1.5, 4.45),
        "bed-3": (2.2, 34.0, 38.0, 39.5, 42.0),
        "bed-4": (3.0, 10.6, 21.2, 25.4, 28.5, 45.5),
        "bed-5": (18.0, 30.05),
        "bed-6": (3.0, 7.0, 12.5, 20.4, 23.0, 25.0, 26.5, 29.8),
        "bed-7": (2.92, 6.02, 37.0, 50.5),
    }
    return {
        bed.lamp: Lamp(
            _phases(told.bed(bed.id), numb=bed.cream.effect is not None),
            [told.down(bed.id, down) + COUNTS for down in downs[bed.id]],
        )
        for bed in WARD.beds
    }


def _phases(facts: Sequence[Fact], *, numb: bool) -> list[Phase]:
    """The phases of a bed, as its facts tell them."""
    phases = [Phase("ready", 0, 0)]
    resting = phases[0]
    """What it is when no cream is on."""
    before = resting
    for fact in facts:
        at, acted = float(fact["at"]), float(fact["acted"])
        kind = fact["kind"]
        if kind in CREAM:
            before = phases[-1]
            phases.append(Phase(CREAM[kind], at, acted))
        elif kind == "removed":
            before = phases[-1]
            resting = Phase("numb" if numb else "ready", at, acted)
            phases.append(resting)
        elif kind in ("numb_over", "new_client"):
            resting = Phase("ready", at, acted)
            phases.append(resting)
        elif kind == "undone":
            phases.append(Phase(before.name, before.since, acted))
    return phases
