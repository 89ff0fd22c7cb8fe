"""What a press, a hold, or letting go would do now.

Nothing of that is written down here: the rules are asked about a gesture that would end now, so
a prompt cannot say what the station would not do.
"""

from station.core import words
from station.core.bay import Bay
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.gesture import Button, Touch
from station.core.rules import decide, next_ruling_change, standing


def prompts(bay: Bay, guard: int, now: int) -> tuple[str, str]:
    """What a press does now, and what a hold does."""
    return (
        _line(words.PRESS, _would_be(bay, Gesture.PRESS, guard, now)),
        _line(words.HOLD, _would_be(bay, Gesture.HOLD, guard, now)),
    )


def next_prompt_change(bay: Bay, guard: int, now: int) -> int | None:
    """When the prompts next change of themselves."""
    today = prompts(bay, guard, now)
    at = next_ruling_change(bay, guard, now)
    while at is not None and prompts(bay, guard, at) == today:
        at = next_ruling_change(bay, guard, at)
    return at


def letting_go(bay: Bay, button: Button, guard: int, now: int) -> str:
    """What letting go of a pressed button would do now."""
    gesture = Gesture.HOLD if button.held else Gesture.PRESS
    at = now if button.held else button.since
    touch = Touch(gesture, button.since, at, now, button.seen)
    return _line(words.LET_GO, decide(bay, touch, guard))


def _would_be(bay: Bay, gesture: Gesture, guard: int, now: int) -> Fact:
    return decide(bay, Touch(gesture, now, now, now, standing(bay)), guard)


def _line(doing: str, fact: Fact) -> str:
    if fact.over_limit:
        return words.AGAIN if doing == words.PRESS else f"{doing} {words.ANYWAY}"
    if fact.reason is Refusal.LIMIT:
        return f"{doing} {words.LIMIT}"
    if fact.kind is FactKind.UNDONE and fact.of is not None:
        return f"{doing} {words.UNDOES[fact.of]}"
    return f"{doing} {words.BECOMES[fact.kind]}"
