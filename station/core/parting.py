"""The last word: what a panel keeps showing once the station has stopped."""

from collections.abc import Callable

from station.core import words
from station.core.bay import Bay, Cream
from station.core.duration import SECOND, clock_face
from station.core.floor import Floor
from station.core.panel import by_urgency
from station.core.screen import Screen

Label = Callable[[int], str | None]
"""An instant as people say it, `14:05`; None if nobody knows."""


def parting_screen(floor: Floor, index: int, now: int, label: Label) -> Screen:
    """What panel `index` shows once the station has stopped: nothing that still moves.

    For each bay with cream on: when it was applied and by when to wipe.
    """
    order = by_urgency(floor, index)
    left_on = [
        _left_on(floor.plan.bays[i].label, bay, bay.cream, now, label)
        for i in order
        if (bay := floor.places[i].bay).cream is not None
    ]
    return Screen(
        label=floor.plan.bays[order[0]].label if len(order) == 1 else "",
        phase=floor.places[order[0]].bay.phase,
        word=words.STOPPED,
        marks="",
        inverted=False,
        figure="",
        header=(),
        footer=(*(line for lines in left_on for line in lines), words.NOT_TIMED),
    )


def _left_on(name: str, bay: Bay, cream: Cream, now: int, label: Label) -> tuple[str, ...]:
    on = words.LEFT_ON.format(bay=name)
    applied, due = label(cream.applied), label(cream.due)
    if bay.certain and applied is not None and due is not None:
        return on, words.ON_SINCE.format(applied=applied, due=due)
    so_far = clock_face((now - cream.applied) // SECOND)
    return on, (words.WAS_ON if bay.certain else words.WAS_ON_AT_LEAST).format(so_far=so_far)
