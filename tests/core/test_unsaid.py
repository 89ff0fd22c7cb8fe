"""What is so of anything of the core as long as nobody has said otherwise: nothing, mostly."""

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from station.core import (
    alarm,
    bay,
    buzzer,
    deadlines,
    doubt,
    facts,
    floor,
    footer,
    gesture,
    lamp,
    past,
    plan,
    protocol,
    reports,
    rules,
    screen,
    selfcheck,
    stamp,
    words,
)

NOTHING: dict[type[Struct], str] = {
    alarm.Pattern: "pause=None",
    alarm.Playing: "slow=None",
    bay.Cream: "spared=0 raised=None silenced=None warned=False interrupted=None",
    bay.Interrupted: "answered=False",
    bay.NumbWindow: "warned=False",
    bay.Bay: "cream=None windows=() serial=0 applied=() done=None accepted=None quieted=None "
    "answered=None audible=None refused=None hushed=None rested=0 doubts=()",
    buzzer.Alarm: "slow=None",
    buzzer.Buzzer: "alarm=None playing=None aside=None waiting=() heard=None",
    deadlines.Deadline: "application=None",
    doubt.Doubt: "wall_at_zero=None settled=False",
    facts.Correction: "at_least=False",
    facts.Fact: "bay=None application=None today=None over_limit=False of=None contact=None "
    "overdue_by=None certain=None gesture=None reason=None panel=None phase=None late=False "
    "terms=None elapsed=None corrections=()",
    floor.Place: f"button={gesture.Button()} lamp={lamp.Lamp()} written=0",
    floor.Floor: "asking=frozenset() absent=() journal_lost=None journal_reason=None saved=0 "
    "dead=frozenset()",
    footer.Footer: "prompts=() news=() hints=() urgent=None",
    gesture.Button: "down=False since=0 counted=None raw=None raw_since=0 raw_earliest=0 "
    "alike=0 unseen=None seen=Standing(phase=<Phase.READY: 'ready'>, sounding=False) "
    "barred=False held=False fault=None changes=()",
    lamp.Lamp: "inverted=None switched=None moving=False",
    past.Past: "bays={} last=None wall_at_zero=None gaps=False answered=frozenset() strange=0",
    plan.PlannedBay: "lamp=False",
    plan.ButtonTimes: "debounce=30 samples=4 hold=2000 guard=2000",
    plan.Plan: f"times={plan.ButtonTimes()} words={words.ENGLISH}",
    protocol.Terms: "onset=None silence_first=True",
    protocol.Protocol: "removal=120000 onset=None effect=None applications=None reviewer=None "
    "silence_first=True hints={}",
    reports.Saved: "short_of_room=None",
    rules.GestureRow: "reason=None",
    screen.Prompt: "bay=''",
    screen.Screen: "unsaved='' prompts=() news=() hints=() bar=None onset=None strip=() "
    "last_words=() unsaid=() "
    "urgent=False turn=0 shift=0 light=<Light.BRIGHT: 'bright'> pixel=0",
    selfcheck.SelfCheck: "asked=None said=None last=None",
    stamp.Row: "fact=None",
}


def unsaid(kind: type[Struct]) -> str:
    """What a class takes for what nobody says, as the table has it."""
    found = []
    for field in fields(kind):
        if field.default is not NODEFAULT:
            found.append(f"{field.name}={field.default!r}")
        elif field.default_factory is not NODEFAULT:
            found.append(f"{field.name}={field.default_factory()!r}")
    return " ".join(found)


@pytest.mark.parametrize("kind", NOTHING, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_what_nobody_says_is_this(kind: type[Struct]) -> None:
    assert unsaid(kind) == NOTHING[kind]
