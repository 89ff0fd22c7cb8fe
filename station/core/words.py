"""What the panels say, in the clinic's words (section 4 of the design)."""

from typing import Final

from station.core.facts import ButtonTrouble, FactKind, Refusal
from station.core.phase import Phase
from station.core.reports import Part

PHASES: Final = {
    Phase.READY: "READY",
    Phase.CONTACT: "CREAM ON",
    Phase.REMOVAL: "WIPE NOW",
    Phase.OVERDUE: "OVERDUE",
    Phase.NUMB: "NUMB",
}

BECOMES: Final = {
    FactKind.APPLIED: "cream on",
    FactKind.REMOVAL_STARTED: "wipe early",
    FactKind.REMOVED: "wiped",
    FactKind.SILENCED: "silence",
    FactKind.UNDONE: "undo",
    FactKind.NEW_CLIENT: "new client",
    FactKind.REFUSED: "nothing",
}
"""What a gesture does now, after PRESS, HOLD or LET GO."""

PRESS: Final = "PRESS"
HOLD: Final = "HOLD"
LET_GO: Final = "LET GO"
AGAIN: Final = "PRESS AGAIN TO TIME ANYWAY"

REFUSED: Final = {
    Refusal.PHASE_CHANGED: "NOT TAKEN: it changed while you pressed",
    Refusal.GUARD: "NOT TAKEN: too quick, press again",
    Refusal.CREAM_ON: "NOT TAKEN: cream is on",
    Refusal.TOO_SOON: "NOT TAKEN: wipe first, then press",
    Refusal.LIMIT: AGAIN,
    Refusal.NOTHING_TO_CLEAR: "NOT TAKEN: nothing to clear",
}

TROUBLES: Final = {
    ButtonTrouble.STUCK: "BUTTON STUCK",
    ButtonTrouble.CHATTERING: "BUTTON FAULTY",
}

DEAD: Final = {
    Part.BUTTON: "BUTTON NOT READ",
    Part.LAMP: "LAMP FAILED",
    Part.BUZZER: "BUZZER FAILED",
}

ASTRAY: Final = {
    Part.LAMP: "CHECK: lamp does not follow",
    Part.BUZZER: "CHECK: buzzer does not follow",
}
"""What a check of the station's own has found."""
CHECK_ROOM: Final = "CHECK: disk nearly full"
CHECKED: Final = "checked {hours} h ago: fine"
CHECKED_LATELY: Final = "checked this hour: fine"

POWER_LOST: Final = "POWER LOST"
ON_AT_LEAST: Final = "on at least {so_far}"
NUMB_AT_MOST: Final = "so long at most"
ABSENT: Final = "{bay}: CREAM ON, not in the config"
FORGOTTEN: Final = "MEMORY LOST: is cream on?"
UNSURE: Final = "?"
UNSAVED: Final = "unsaved"
NOT_SAVED: Final = "NOT SAVED"
PANEL_LOST: Final = "PANEL {number} LOST"
UNREVIEWED: Final = "UNREVIEWED"
APPLICATION: Final = "{today} of {most}"
APPLICATION_NO_LIMIT: Final = "no. {today}"
CLASH: Final = "CLASH {bay}: wait {wait}"
STILL_NUMB: Final = "area {application} numb {left} min"
ANYWAY: Final = "time anyway"
LIMIT: Final = "limit reached"
UNDOES: Final = {
    FactKind.APPLIED: "undo cream on",
    FactKind.REMOVAL_STARTED: "undo wiping",
    FactKind.REMOVED: "undo wiped",
}
STOPPED: Final = "STOPPED"
NOT_TIMED: Final = "nothing is timed"
LEFT_ON: Final = "CREAM ON since {applied}, wipe by {due}"
LEFT_OVERDUE: Final = "CREAM ON since {applied}, wipe NOW"
LEFT_OVERDUE_BRIEF: Final = "{applied} wipe NOW"
LEFT_OVERDUE_LEAST: Final = "NOW"
LEFT_ON_BRIEF: Final = "{applied} wipe {due}"
WAS_ON: Final = "CREAM ON, for {so_far} when this stopped"
WAS_ON_BRIEF: Final = "on {so_far} at stop"
WAS_ON_AT_LEAST: Final = "CREAM ON, for {so_far} or more when this stopped"
WAS_ON_AT_LEAST_BRIEF: Final = "on {so_far} or more"
