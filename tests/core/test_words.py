import re

from msgspec.structs import fields

from station.core.alarm import Sound
from station.core.facts import ButtonTrouble, FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.reports import Part
from station.core.words import ENGLISH, UNSURE, Words
from station.lookback.span import SpanKind

SAID = """
READY | CREAM ON | WIPE NOW | OVERDUE | NUMB
PRESS | HOLD | LET GO
cream on | wipe early | wiped | silence | new client | nothing
undo cream on | undo wiping | undo wiped
limit reached | AGAIN TO TIME ANYWAY | time anyway
NOT TAKEN: it changed while you pressed
NOT TAKEN: too quick, press again
NOT TAKEN: cream is on
NOT TAKEN: wipe first, then press
PRESS AGAIN TO TIME ANYWAY
NOT TAKEN: nothing to clear
BUTTON STUCK | BUTTON FAULTY
BUTTON NOT READ | LAMP FAILED | BUZZER FAILED
PANEL {number} LOST
CHECK: lamp does not follow
CHECK: buzzer does not follow
CHECK: disk nearly full
checked {hours} h ago: fine
checked this hour: fine
POWER LOST | unsaved | NOT SAVED
{bay}: CREAM ON {on} min, not in the config
MEMORY LOST: is cream on?
UNREVIEWED
{today} of {most} | no. {today}
on at least {so_far} | so long at most
area {application} numb {left} min
CLASH {bay}: wait {wait}
STOPPED | nothing is timed
CREAM ON since {applied}, wipe by {due} | {applied} wipe {due}
CREAM ON since {applied}, wipe NOW | {applied} wipe NOW | NOW
CREAM ON, for {so_far} when this stopped | on {so_far} at stop
CREAM ON, for {so_far} or more when this stopped | on {so_far} or more
"""
"""Every text of the panels, in the order of `Words`."""


def test_the_panels_say_this_and_nothing_else() -> None:
    assert list(ENGLISH.texts()) == re.split(r" \| |\n", SAID.strip())
    assert UNSURE == "?"


def test_texts_are_all_texts_those_of_tables_too() -> None:
    texts = list(ENGLISH.texts())
    tables = [getattr(ENGLISH, field.name) for field in fields(Words)]
    assert len(texts) == sum(1 if isinstance(said, str) else len(said) for said in tables)


def test_every_phase_has_a_word_of_its_own() -> None:
    assert len({ENGLISH.phases[phase] for phase in Phase}) == len(Phase)


def test_what_is_written_down_goes_by_its_own_name() -> None:
    for names in (FactKind, Refusal, Gesture, ButtonTrouble, Phase, Part, Sound):
        assert [str(one) for one in names] == [one.name.lower() for one in names]
    told = ["contact", "removal", "overdue", "not known", "numb"]
    assert [str(kind) for kind in SpanKind] == told
