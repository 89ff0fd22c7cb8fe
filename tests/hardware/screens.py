"""Screens as the core composes them, for tests and for the golden pictures."""

from dataclasses import replace

from station.core.phase import Phase
from station.core.screen import LastWord, Light, Screen, Strip

READY = Screen(
    label="Bed 1",
    phase=Phase.READY,
    word="READY",
    marks="",
    inverted=False,
    figure="",
    header=(),
    footer=("PRESS cream on", "HOLD nothing", "At most 20 cm x 20 cm at one time"),
    prompts=2,
)
CONTACT = Screen(
    label="Bed 1",
    phase=Phase.CONTACT,
    word="CREAM ON",
    marks="",
    inverted=False,
    figure="12:31",
    header=("NOT SAVED", "2 of 6"),
    footer=("PRESS nothing", "HOLD wipe early", "Prepare solutions and equipment"),
    prompts=2,
    bar=374,
    onset=125,
    turn=1,
)
REMOVAL = Screen(
    label="Bed 1",
    phase=Phase.REMOVAL,
    word="WIPE NOW",
    marks="!!",
    inverted=True,
    figure="1:48",
    header=("2 of 6",),
    footer=("PRESS silence", "HOLD silence", "Wipe off completely with gauze or baby wipes"),
    prompts=2,
    bar=100,
)
OVERDUE = Screen(
    label="Bed 1",
    phase=Phase.OVERDUE,
    word="OVERDUE",
    marks="!!!",
    inverted=True,
    figure="+12:34",
    header=("2 of 6",),
    footer=("PRESS silence", "HOLD silence"),
    prompts=2,
)
NUMB = Screen(
    label="Bed 1",
    phase=Phase.NUMB,
    word="NUMB",
    marks="",
    inverted=False,
    figure="58:36",
    header=("2 of 6",),
    footer=("PRESS cream on", "HOLD new client", "area 1 numb 12 min"),
    prompts=2,
    bar=23,
    turn=2,
)
REFUSED = Screen(
    label="Bed 1",
    phase=Phase.READY,
    word="READY",
    marks="",
    inverted=False,
    figure="",
    header=("6 of 6",),
    footer=("PRESS AGAIN TO TIME ANYWAY",),
)
HELD = Screen(
    label="Bed 1",
    phase=Phase.CONTACT,
    word="CREAM ON",
    marks="!",
    inverted=False,
    figure="9:04",
    header=("2 of 6",),
    footer=("LET GO wipe early",),
    bar=546,
    onset=125,
)
FOUR_BAYS = Screen(
    label="Bed 1",
    phase=Phase.OVERDUE,
    word="OVERDUE",
    marks="!!!",
    inverted=False,
    figure="+0:45",
    header=("2 of 6",),
    footer=("Bed 1: PRESS wiped", "Bed 1: HOLD wiped"),
    prompts=2,
    strip=(
        Strip("Bed 2", "1:48", "!!", Phase.REMOVAL),
        Strip("Bed 3", "12:31", "", Phase.CONTACT),
        Strip("Bed 4", "READY", "", Phase.READY),
    ),
)
BLANK = Screen("", Phase.READY, "", "", False, "", (), (), light=Light.BLANK, pixel=1234)

STOPPED = Screen(
    label="Bed 1",
    phase=Phase.CONTACT,
    word="STOPPED",
    marks="",
    inverted=False,
    figure="",
    header=(),
    footer=(),
    last_words=(
        LastWord("Bed 1", "CREAM ON since 14:05, wipe by 14:25", "14:05 wipe 14:25", "14:25"),
    ),
)
STOPPED_TWO = replace(
    STOPPED,
    label="",
    last_words=(
        *STOPPED.last_words,
        LastWord("Bed 2", "CREAM ON since 14:11, wipe by 14:31", "14:11 wipe 14:31", "14:31"),
    ),
)
POWER_LOST = replace(
    REMOVAL,
    header=("POWER LOST", "2 of 6?"),
    footer=("on at least 5:12", "PRESS silence", "HOLD silence"),
    prompts=3,
    turn=4,
)
PICTURES = {
    "ready": (READY, (128, 64)),
    "contact": (CONTACT, (128, 64)),
    "removal": (REMOVAL, (128, 64)),
    "overdue": (OVERDUE, (128, 64)),
    "numb": (NUMB, (128, 64)),
    "refused": (REFUSED, (128, 64)),
    "held": (HELD, (128, 64)),
    "four_bays": (FOUR_BAYS, (128, 64)),
    "low_contact": (CONTACT, (128, 32)),
    "low_four_bays": (FOUR_BAYS, (128, 32)),
    "blank": (BLANK, (128, 64)),
    "large": (CONTACT, (256, 128)),
    "power_lost": (POWER_LOST, (128, 64)),
    "stopped": (STOPPED, (128, 64)),
    "stopped_two": (STOPPED_TWO, (128, 64)),
    "low_stopped": (STOPPED, (128, 32)),
}
"""The golden pictures: a screen, and the size of the panel."""
