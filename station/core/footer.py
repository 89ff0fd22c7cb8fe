"""The lines below the large figure, most important first (section 4 of the design).

Letting go, while a button is down, has the footer to itself; so has a refused gesture for five
seconds. Else: what a press and a hold do now, faults, clash, windows in the background, hints.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from station.core.bay import Bay, NumbWindow
from station.core.change import replace
from station.core.clash import foresee, next_clash_change
from station.core.duration import HOUR, MINUTE, SECOND, clock_face
from station.core.floor import Floor
from station.core.phase import Phase
from station.core.prompt import letting_go, next_prompt_change, prompts
from station.core.screen import Prompt
from station.core.selfcheck import Checked
from station.core.words import UNSURE, Words

REFUSAL_SHOWN: Final = 5 * SECOND


class Footer(Struct, frozen=True):
    """What there is to say below the figure; the parts are those of a screen."""

    prompts: tuple[Prompt, ...] = ()
    news: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    urgent: int | None = None
    """Since when it has the footer to itself; None: it takes turns as the bay does."""


def footer(floor: Floor, order: Sequence[int], now: int) -> Footer:
    """The footer of a panel that shows these bays, the first of them large."""
    if letting := tuple(_letting_go(floor, order, now)):
        return Footer(prompts=letting, urgent=_down(floor, order))
    if refused := tuple(_refused(floor, order, now)):
        return Footer(news=refused, urgent=max(_refusals(floor, order)))
    bay, words = floor.places[order[0]].bay, floor.plan.words
    label = _label(floor, order, order[0])
    reviewed = bay.protocol.reviewer or bay.phase is Phase.READY  # then it is in the header
    return Footer(
        prompts=tuple(replace(prompt, bay=label) for prompt in prompts(bay, floor.plan, now)),
        news=(
            *_faults(floor, order, now),
            *_found(floor, order),
            *_clashes(floor, order, now),
            *_numbness(bay, words, now),
        ),
        hints=(
            *bay.protocol.hints.get(bay.phase, ()),
            *(() if reviewed else (words.unreviewed,)),
            *_checked(floor, bay, now),
        ),
    )


def next_footer_change(floor: Floor, order: Sequence[int], now: int) -> int | None:
    """When the lines next are others, if nothing happens until then."""
    return min((t for t in _changes(floor, order, now) if t > now), default=None)


def _changes(floor: Floor, order: Sequence[int], now: int) -> Iterator[int]:
    if any(_letting_go(floor, order, now)):
        return
    yield from (acted + REFUSAL_SHOWN for acted in _refusals(floor, order))
    if any(_refused(floor, order, now)):
        return
    for gone in floor.absent:
        yield now + MINUTE - (now - gone.applied) % MINUTE
    yield from _changes_of_large(floor, floor.places[order[0]].bay, now)
    for i in order:
        if floor.places[i].bay.phase is Phase.READY:
            change = next_clash_change(floor.places[i].bay, _others(floor, i), now)
            if change is not None:
                yield change


def _changes_of_large(floor: Floor, bay: Bay, now: int) -> Iterator[int]:
    change = next_prompt_change(bay, floor.plan, now)
    if change is not None:
        yield change
    if bay.phase is Phase.READY and floor.check.last is not None:
        yield floor.check.last.at + (_hours_since_check(floor.check.last, now) + 1) * HOUR
    for window in _background(bay):
        yield window.ends - (_minutes_left(window, now) - 1) * MINUTE


def _label(floor: Floor, order: Sequence[int], i: int) -> str:
    """Which bay is meant, where a panel serves several."""
    return floor.plan.bays[i].label if len(order) > 1 else ""


def _named(floor: Floor, order: Sequence[int], i: int, line: str) -> str:
    label = _label(floor, order, i)
    return f"{label}: {line}" if label else line


def _letting_go(floor: Floor, order: Sequence[int], now: int) -> Iterator[Prompt]:
    for i in order:
        place = floor.places[i]
        if place.button.pressed:
            prompt = letting_go(place.bay, place.button, floor.plan, now)
            yield replace(prompt, bay=_label(floor, order, i))


def _down(floor: Floor, order: Sequence[int]) -> int:
    """Since when it is as it is: the latest down, or the latest hold that was reached."""
    hold = floor.plan.times.hold
    buttons = (floor.places[i].button for i in order if floor.places[i].button.pressed)
    return max(b.since + hold if b.held else b.counted or b.since for b in buttons)


def _refusals(floor: Floor, order: Sequence[int]) -> Iterator[int]:
    for i in order:
        refused = floor.places[i].bay.refused
        if refused is not None:
            yield refused.acted


def _refused(floor: Floor, order: Sequence[int], now: int) -> Iterator[str]:
    for i in order:
        refused = floor.places[i].bay.refused
        if refused is not None and now - refused.acted < REFUSAL_SHOWN:
            yield _named(floor, order, i, floor.plan.words.refused[refused.reason])


def _faults(floor: Floor, order: Sequence[int], now: int) -> Iterator[str]:
    words = floor.plan.words
    for gone in floor.absent:
        on = f"{(now - gone.applied) // MINUTE}{'' if gone.sure else UNSURE}"
        yield words.absent.format(bay=gone.bay, on=on)
    for i in order:
        if floor.forgotten(i):
            yield _named(floor, order, i, words.forgotten)
        trouble = floor.places[i].button.fault
        if trouble is not None:
            yield _named(floor, order, i, words.troubles[trouble])
        for part in floor.dead_parts(i):
            yield _named(floor, order, i, words.dead[part])
    for number, since in enumerate(floor.lost_panels):
        if since is not None:
            yield words.panel_lost.format(number=number)


def _found(floor: Floor, order: Sequence[int]) -> Iterator[str]:
    """What only the station's check of itself has found."""
    found = floor.check.last
    if found is None:
        return
    for i in order:
        for part in floor.astray_parts(i):
            yield _named(floor, order, i, floor.plan.words.astray[part])
    if found.short_of_room:
        yield floor.plan.words.no_room


def _checked(floor: Floor, bay: Bay, now: int) -> Iterator[str]:
    """When the station last found itself well: worth a line only where nothing is timed."""
    found = floor.check.last
    if bay.phase is Phase.READY and found is not None and found.fine:
        hours = _hours_since_check(found, now)
        words = floor.plan.words
        yield words.checked.format(hours=hours) if hours else words.checked_lately


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
            clash_line = floor.plan.words.clash.format(bay=label, wait=wait)
            yield _named(floor, order, i, clash_line)


def _numbness(bay: Bay, words: Words, now: int) -> Iterator[str]:
    for window in _background(bay):
        left = _minutes_left(window, now)
        line = words.still_numb.format(application=window.application, left=left)
        yield line if bay.sure(window.opened) else line + UNSURE


def _others(floor: Floor, i: int) -> list[Bay]:
    return [place.bay for k, place in enumerate(floor.places) if k != i]


def _background(bay: Bay) -> list[NumbWindow]:
    """The numb windows that are not shown large, the first to end first."""
    windows = sorted(bay.windows, key=lambda window: window.ends)
    return windows if bay.cream is not None else windows[:-1]


def _minutes_left(window: NumbWindow, now: int) -> int:
    return -(-(window.ends - now) // MINUTE)
