"""The last word: what a panel keeps showing once the station has stopped."""

from collections.abc import Callable

from station.core import words
from station.core.bay import Bay, Cream
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
    order = by_urgency(floor, index)
    last_words = tuple(
        _last_word(floor.plan.bays[i].label, bay, bay.cream, now, label)
        for i in order
        if (bay := floor.places[i].bay).cream is not None
    )
    return Screen(
        label=floor.plan.bays[order[0]].label if len(order) == 1 else "",
        phase=floor.places[order[0]].bay.phase,
        word=words.STOPPED,
        marks="",
        inverted=False,
        figure="",
        header=(),
        footer=() if last_words else (words.NOT_TIMED,),
        last_words=last_words,
    )


def _last_word(name: str, bay: Bay, cream: Cream, now: int, label: Label) -> LastWord:
    applied = label(cream.applied)
    due = label(cream.due if cream.phase is Phase.CONTACT else cream.limit)
    if bay.certain and applied is not None and cream.phase is Phase.OVERDUE:
        return LastWord(
            name,
            words.LEFT_OVERDUE.format(applied=applied),
            words.LEFT_OVERDUE_BRIEF.format(applied=applied),
            words.LEFT_OVERDUE_LEAST,
        )
    if bay.certain and applied is not None and due is not None:
        return LastWord(
            name,
            words.LEFT_ON.format(applied=applied, due=due),
            words.LEFT_ON_BRIEF.format(applied=applied, due=due),
            due,
        )
    so_far = clock_face((now - cream.applied) // SECOND)
    whole, brief = (
        (words.WAS_ON, words.WAS_ON_BRIEF)
        if bay.certain
        else (words.WAS_ON_AT_LEAST, words.WAS_ON_AT_LEAST_BRIEF)
    )
    return LastWord(name, whole.format(so_far=so_far), brief.format(so_far=so_far), f"+{so_far}")
