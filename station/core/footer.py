"""The lines below the large figure, most important first (section 4 of the design).

Letting go, while a button is down, has the footer to itself; so has a refused gesture for five
seconds. Else: what a press and a hold do now, faults, clash, windows in the background, hints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from station.core import words
from station.core.bay import Bay, NumbWindow
from station.core.clash import foresee, next_clash_change
from station.core.duration import HOUR, MINUTE, SECOND, clock_face
from station.core.floor import Floor
from station.core.phase import Phase
from station.core.prompt import letting_go, next_prompt_change, prompts
from station.core.selfcheck import Checked

REFUSAL_SHOWN: Final = 5 * SECOND


@dataclass(frozen=True, slots=True)
class Footer:
    """Lines that take turns; the first `prompts` of them come round most often."""

    lines: tuple[str, ...]
    prompts: int


def footer(floor: Floor, order: Sequence[int], now: int) -> Footer:
    """The footer of a panel that shows these bays, the first of them large."""
    alone = tuple(_letting_go(floor, order, now)) or tuple(_refused(floor, order, now))
    if alone:
        return Footer(alone, 0)
    bay = floor.places[order[0]].bay
    name = _name(floor, order, order[0])
    asked = tuple(name + prompt for prompt in prompts(bay, floor.plan.times.guard, now))
    asked = (*(name + line for line in _unknown(bay, now)), *asked)
    faults = (*_faults(floor, order), *_found(floor, order))
    rest = (*faults, *_clashes(floor, order, now), *_numbness(bay, now))
    hints = bay.protocol.hints.get(bay.phase, ())
    reviewed = () if bay.protocol.reviewer else (words.UNREVIEWED,)
    checked = tuple(_checked(floor, bay, now))
    return Footer((*asked, *rest, *hints, *reviewed, *checked), len(asked))


def next_footer_change(floor: Floor, order: Sequence[int], now: int) -> int | None:
    """When the lines next are others, if nothing happens until then."""
    return min((t for t in _changes(floor, order, now) if t > now), default=None)


def _changes(floor: Floor, order: Sequence[int], now: int) -> Iterator[int]:
    if any(_letting_go(floor, order, now)):
        return
    for i in order:
        refused = floor.places[i].bay.refused
        if refused is not None:
            yield refused.acted + REFUSAL_SHOWN
    if any(_refused(floor, order, now)):
        return
    yield from _changes_of_large(floor, floor.places[order[0]].bay, now)
    for i in order:
        if floor.places[i].bay.phase is Phase.READY:
            change = next_clash_change(floor.places[i].bay, _others(floor, i), now)
            if change is not None:
                yield change


def _changes_of_large(floor: Floor, bay: Bay, now: int) -> Iterator[int]:
    if bay.cream is not None and not bay.certain:
        yield now + SECOND - (now - bay.cream.applied) % SECOND
    change = next_prompt_change(bay, floor.plan.times.guard, now)
    if change is not None:
        yield change
    if bay.phase is Phase.READY and floor.check.last is not None:
        yield floor.check.last.at + (_hours_since_check(floor.check.last, now) + 1) * HOUR
    for window in _background(bay):
        yield window.ends - (_minutes_left(window, now) - 1) * MINUTE


def _unknown(bay: Bay, now: int) -> Iterator[str]:
    """What is known of a time that is not: nothing that could be false."""
    if bay.certain:
        return
    if bay.cream is not None:
        so_far = clock_face((now - bay.cream.applied) // SECOND)
        yield words.ON_AT_LEAST.format(so_far=so_far)
    else:
        yield words.NUMB_AT_MOST


def _name(floor: Floor, order: Sequence[int], i: int) -> str:
    """Which bay is meant, where a panel serves several."""
    return f"{floor.plan.bays[i].label}: " if len(order) > 1 else ""


def _letting_go(floor: Floor, order: Sequence[int], now: int) -> Iterator[str]:
    for i in order:
        place = floor.places[i]
        if place.button.pressed:
            name = _name(floor, order, i)
            yield name + letting_go(place.bay, place.button, floor.plan.times.guard, now)


def _refused(floor: Floor, order: Sequence[int], now: int) -> Iterator[str]:
    for i in order:
        refused = floor.places[i].bay.refused
        if refused is not None and now - refused.acted < REFUSAL_SHOWN:
            yield _name(floor, order, i) + words.REFUSED[refused.reason]


def _faults(floor: Floor, order: Sequence[int]) -> Iterator[str]:
    for name in floor.absent:
        yield words.ABSENT.format(bay=name)
    for i in order:
        if floor.forgotten(i):
            yield _name(floor, order, i) + words.FORGOTTEN
        trouble = floor.places[i].button.fault
        if trouble is not None:
            yield _name(floor, order, i) + words.TROUBLES[trouble]
        for part in floor.dead_parts(i):
            yield _name(floor, order, i) + words.DEAD[part]
    for number, since in enumerate(floor.lost_panels):
        if since is not None:
            yield words.PANEL_LOST.format(number=number)


def _found(floor: Floor, order: Sequence[int]) -> Iterator[str]:
    """What only the station's check of itself has found."""
    found = floor.check.last
    if found is None:
        return
    for i in order:
        for part in floor.astray_parts(i):
            yield _name(floor, order, i) + words.ASTRAY[part]
    if found.short_of_room:
        yield words.CHECK_ROOM


def _checked(floor: Floor, bay: Bay, now: int) -> Iterator[str]:
    """When the station last found itself well: worth a line only where nothing is timed."""
    found = floor.check.last
    if bay.phase is Phase.READY and found is not None and found.fine:
        hours = _hours_since_check(found, now)
        yield words.CHECKED.format(hours=hours) if hours else words.CHECKED_LATELY


def _hours_since_check(found: Checked, now: int) -> int:
    return (now - found.at) // HOUR


def _clashes(floor: Floor, order: Sequence[int], now: int) -> Iterator[str]:
    """Of every ready bay: where a panel serves several, one that clashes is not shown large."""
    for i in order:
        bay = floor.places[i].bay
        clash = foresee(bay, _others(floor, i), now) if bay.phase is Phase.READY else None
        if clash is not None:
            label = next(other.label for other in floor.plan.bays if other.id == clash.bay)
            wait = clock_face(-(-clash.wait // SECOND))
            yield _name(floor, order, i) + words.CLASH.format(bay=label, wait=wait)


def _numbness(bay: Bay, now: int) -> Iterator[str]:
    for window in _background(bay):
        left = _minutes_left(window, now)
        line = words.STILL_NUMB.format(application=window.application, left=left)
        yield line if bay.sure(window.opened) else line + words.UNSURE


def _others(floor: Floor, i: int) -> list[Bay]:
    return [place.bay for k, place in enumerate(floor.places) if k != i]


def _background(bay: Bay) -> list[NumbWindow]:
    """The numb windows that are not shown large, the first to end first."""
    windows = sorted(bay.windows, key=lambda window: window.ends)
    return windows if bay.cream is not None else windows[:-1]


def _minutes_left(window: NumbWindow, now: int) -> int:
    return -(-(window.ends - now) // MINUTE)
