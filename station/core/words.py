"""What the panels say, in the clinic's words (section 4 of the design), in one language."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from station.core.facts import ButtonTrouble, FactKind, Refusal
from station.core.phase import Phase
from station.core.reports import Part

UNSURE: Final = "?"
"""After a figure that may be wrong, in every language."""


class Words(Struct, frozen=True):
    """Every text of the panels. What stands in braces, such as `{bay}`, is filled in."""

    phases: Mapping[Phase, str]

    press: str
    """What to do, before one of `becomes`, `undoes`, `again` and `limit`; `hold` and `let_go` too:
    `PRESS cream on`."""
    hold: str
    let_go: str
    becomes: Mapping[FactKind, str]
    """What a gesture does now."""
    undoes: Mapping[FactKind, str]
    """What a gesture undoes now."""
    limit: str
    """What a gesture does that would be one application too many."""
    again: str
    """After `press`, once that was refused."""
    anyway: str
    """The same after `let_go`."""
    refused: Mapping[Refusal, str]

    troubles: Mapping[ButtonTrouble, str]
    dead: Mapping[Part, str]
    panel_lost: str
    astray: Mapping[Part, str]
    """What only a check of the station's own has found; so are `no_room` and what follows it."""
    no_room: str
    checked: str
    checked_lately: str
    power_lost: str
    unsaved: str
    not_saved: str
    absent: str
    """Of a bay whose cream is on, `{on}` minutes so far, but which the config no longer has."""
    forgotten: str
    """The journal was set aside: nobody knows what went on."""
    unreviewed: str

    application: str
    application_no_limit: str
    on_at_least: str
    """How long cream is on that was on when the power went."""
    numb_at_most: str
    """Of a numb window that may be over already."""
    still_numb: str
    """Of a numb window in the background."""
    clash: str

    stopped: str
    """Instead of a phase, once the station has stopped; so is all that follows."""
    not_timed: str
    left_on: str
    left_on_brief: str
    left_overdue: str
    left_overdue_brief: str
    left_overdue_least: str
    was_on: str
    was_on_brief: str
    was_on_at_least: str
    was_on_at_least_brief: str

    def texts(self) -> Iterator[str]:
        """Every text, braces and all."""
        for name in self.__struct_fields__:
            said = getattr(self, name)
            yield from (said,) if isinstance(said, str) else said.values()


ENGLISH: Final = Words(
    phases={
        Phase.READY: "READY",
        Phase.CONTACT: "CREAM ON",
        Phase.REMOVAL: "WIPE NOW",
        Phase.OVERDUE: "OVERDUE",
        Phase.NUMB: "NUMB",
    },
    press="PRESS",
    hold="HOLD",
    let_go="LET GO",
    becomes={
        FactKind.APPLIED: "cream on",
        FactKind.REMOVAL_STARTED: "wipe early",
        FactKind.REMOVED: "wiped",
        FactKind.SILENCED: "silence",
        FactKind.NEW_CLIENT: "new client",
        FactKind.REFUSED: "nothing",
    },
    undoes={
        FactKind.APPLIED: "undo cream on",
        FactKind.REMOVAL_STARTED: "undo wiping",
        FactKind.REMOVED: "undo wiped",
    },
    limit="limit reached",
    again="AGAIN TO TIME ANYWAY",
    anyway="time anyway",
    refused={
        Refusal.PHASE_CHANGED: "NOT TAKEN: it changed while you pressed",
        Refusal.GUARD: "NOT TAKEN: too quick, press again",
        Refusal.CREAM_ON: "NOT TAKEN: cream is on",
        Refusal.TOO_SOON: "NOT TAKEN: wipe first, then press",
        Refusal.LIMIT: "PRESS AGAIN TO TIME ANYWAY",
        Refusal.NOTHING_TO_CLEAR: "NOT TAKEN: nothing to clear",
    },
    troubles={
        ButtonTrouble.STUCK: "BUTTON STUCK",
        ButtonTrouble.CHATTERING: "BUTTON FAULTY",
    },
    dead={
        Part.BUTTON: "BUTTON NOT READ",
        Part.LAMP: "LAMP FAILED",
        Part.BUZZER: "BUZZER FAILED",
    },
    panel_lost="PANEL {number} LOST",
    astray={
        Part.LAMP: "CHECK: lamp does not follow",
        Part.BUZZER: "CHECK: buzzer does not follow",
    },
    no_room="CHECK: disk nearly full",
    checked="checked {hours} h ago: fine",
    checked_lately="checked this hour: fine",
    power_lost="POWER LOST",
    unsaved="unsaved",
    not_saved="NOT SAVED",
    absent="{bay}: CREAM ON {on} min, not in the config",
    forgotten="MEMORY LOST: is cream on?",
    unreviewed="UNREVIEWED",
    application="{today} of {most}",
    application_no_limit="no. {today}",
    on_at_least="on at least {so_far}",
    numb_at_most="so long at most",
    still_numb="area {application} numb {left} min",
    clash="CLASH {bay}: wait {wait}",
    stopped="STOPPED",
    not_timed="nothing is timed",
    left_on="CREAM ON since {applied}, wipe by {due}",
    left_on_brief="{applied} wipe {due}",
    left_overdue="CREAM ON since {applied}, wipe NOW",
    left_overdue_brief="{applied} wipe NOW",
    left_overdue_least="NOW",
    was_on="CREAM ON, for {so_far} when this stopped",
    was_on_brief="on {so_far} at stop",
    was_on_at_least="CREAM ON, for {so_far} or more when this stopped",
    was_on_at_least_brief="on {so_far} or more",
)
