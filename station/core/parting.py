"""The last word: what a panel keeps showing once the station has stopped."""

from collections.abc import Callable

from station.core.duration import SECOND, clock_face
from station.core.floor import Floor
from station.core.panel import by_urgency
from station.core.phase import Phase
from station.core.screen import LastWord, Screen

Label = Callable[[int], str | None]
"""An instant as people say it, `14:05`; None if nobody knows."""


def parting_screen(floor: Floor, index: int, now: int, label: Label) -> Screen:
    """What panel `index` shows once the station has stopped: nothing that still moves.

    For each bay with cream on: when it was applied and by when to wipe.
    """
    words = floor.plan.words
    order = by_urgency(floor, index)
    last_words = tuple(
        word for i in order if (word := _last_word(floor, i, now, label)) is not None
    )
    return Screen(
        label=floor.plan.bays[order[0]].label if len(order) == 1 else "",
        phase=floor.places[order[0]].bay.phase,
        word=words.stopped,
        marks="",
        inverted=False,
        figure="",
        header=(),
        hints=() if last_words else (words.not_timed,),
        last_words=last_words,
        unsaid=tuple(floor.plan.bays[i].label for i in order if floor.places[i].bay.cream is None),
    )


def _last_word(floor: Floor, i: int, now: int, label: Label) -> LastWord | None:
    bay, name, words = floor.places[i].bay, floor.plan.bays[i].label, floor.plan.words
    cream = bay.cream
    if cream is None:
        return None
    applied = label(cream.applied)
    due = label(cream.due if cream.phase is Phase.CONTACT else cream.limit)
    if bay.certain and applied is not None and cream.phase is Phase.OVERDUE:
        return LastWord(
            name,
            words.left_overdue.format(applied=applied),
            words.left_overdue_brief.format(applied=applied),
            words.left_overdue_least,
        )
    if bay.certain and applied is not None and due is not None:
        return LastWord(
            name,
            words.left_on.format(applied=applied, due=due),
            words.left_on_brief.format(applied=applied, due=due),
            due,
        )
    so_far = clock_face((now - cream.applied) // SECOND)
    whole, brief = (
        (words.was_on, words.was_on_brief)
        if bay.certain
        else (words.was_on_at_least, words.was_on_at_least_brief)
    )
    return LastWord(name, whole.format(so_far=so_far), brief.format(so_far=so_far), f"+{so_far}")
