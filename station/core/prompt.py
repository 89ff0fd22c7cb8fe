"""What a press, a hold, or letting go would do now.

Nothing of that is written down here: the rules are asked about a gesture that would end now, so
a prompt cannot say what the station would not do.
"""

from station.core.bay import Bay
from station.core.facts import Fact, Gesture, Refusal
from station.core.gesture import Button, Touch
from station.core.plan import Plan
from station.core.rules import decide, next_ruling_change, standing
from station.core.screen import Prompt
from station.core.words import Words


def prompts(bay: Bay, plan: Plan, now: int) -> tuple[Prompt, Prompt]:
    """What a press does now, and what a hold does."""
    words, guard = plan.words, plan.times.guard
    pressed = _would_be(bay, Gesture.PRESS, guard, now)
    held = _would_be(bay, Gesture.HOLD, guard, now)
    press_does = words.again if pressed.over_limit else _does(words, pressed)
    return Prompt(words.press, press_does), Prompt(words.hold, _does(words, held))


def next_prompt_change(bay: Bay, plan: Plan, now: int) -> int | None:
    """When the prompts next change of themselves."""
    guard = plan.times.guard
    today = prompts(bay, plan, now)
    at = next_ruling_change(bay, guard, now)
    while at is not None and prompts(bay, plan, at) == today:
        at = next_ruling_change(bay, guard, at)
    return at


def letting_go(bay: Bay, button: Button, plan: Plan, now: int) -> Prompt:
    """What letting go of a pressed button would do now."""
    gesture = Gesture.HOLD if button.held else Gesture.PRESS
    at = now if button.held else button.since
    touch = Touch(gesture, button.since, at, now, button.seen)
    return Prompt(plan.words.let_go, _does(plan.words, decide(bay, touch, plan.times.guard)))


def _would_be(bay: Bay, gesture: Gesture, guard: int, now: int) -> Fact:
    return decide(bay, Touch(gesture, now, now, now, standing(bay)), guard)


def _does(words: Words, fact: Fact) -> str:
    if fact.over_limit:
        return words.anyway
    if fact.reason is Refusal.LIMIT:
        return words.limit
    if fact.of is not None:
        return words.undoes[fact.of]
    return words.becomes[fact.kind]
