"""What each panel shows: the most urgent of its bays large, the others in a strip.

Most of a screen is words that stay for a while; only figures tick each second. `wording` makes
the words and says until when they hold, so that a tick need not ask the rules again.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from station.core.bay import Bay
from station.core.change import replace
from station.core.duration import DAY, MINUTE, SECOND, clock_face
from station.core.figure import figure
from station.core.floor import Floor
from station.core.footer import Footer, footer, next_footer_change
from station.core.phase import Phase
from station.core.reports import Part
from station.core.screen import DARK, Light, Screen, Strip
from station.core.words import UNSURE, Words

TURN: Final = 5 * SECOND
"""How long a piece of a line stays before the next of those that take turns."""
URGENT_TURN: Final = 2_500
"""The same of what cannot wait: two pieces of a refusal within its five seconds."""
DIM_AFTER: Final = 2 * MINUTE
BLANK_AFTER: Final = 10 * MINUTE
URGENCY: Final = (Phase.OVERDUE, Phase.REMOVAL, Phase.CONTACT, Phase.NUMB, Phase.READY)
MARKS: Final = {Phase.OVERDUE: "!!!", Phase.REMOVAL: "!!"}


class Wording(Struct, frozen=True):
    """The words of a panel, for as long as the floor stays as it is, and until `until`."""

    order: tuple[int, ...]
    """Its bays, the one shown large first."""
    header: tuple[str, ...]
    unsaved: str
    footer: Footer
    until: int | None
    """None: for as long as the floor stays as it is."""
    idle: int | None
    """Since when nothing is timed here and nobody touches a button; None: it is not idle."""
    troubled: bool
    """Whether there is a fault to show: the panel then dims, but never goes dark."""

    def turns(self, bay: Bay) -> tuple[int, int]:
        """Since when it takes turns, and how long they are, in milliseconds."""
        if self.footer.urgent is not None:
            return self.footer.urgent, URGENT_TURN
        return bay.since, TURN

    def light(self, now: int) -> Light:
        """How bright the panel is."""
        if self.idle is None or now - self.idle < DIM_AFTER:
            return Light.BRIGHT
        return Light.DIM if self.troubled or now - self.idle < BLANK_AFTER else Light.BLANK


def wording(floor: Floor, index: int, now: int) -> Wording:
    """The words of panel `index`."""
    order = by_urgency(floor, index)
    bay = floor.places[order[0]].bay
    following = (
        next_footer_change(floor, order, now),
        *_changes_of_header(bay, now),
    )
    return Wording(
        order=order,
        header=_header(floor, order, now),
        unsaved=_unsaved(floor, order),
        footer=footer(floor, order, now),
        until=min((t for t in following if t is not None and t > now), default=None),
        idle=_idle_since(floor, order),
        troubled=_troubled(floor, order),
    )


def screen(floor: Floor, index: int, now: int, held: Wording | None = None) -> Screen:
    """What panel `index` shows now. `held` saves time; it must still hold."""
    said = held or wording(floor, index, now)
    light = said.light(now)
    if light is Light.BLANK:
        return replace(DARK, pixel=(now - floor.started) // SECOND)
    large = said.order[0]
    bay = floor.places[large].bay
    counting = figure(bay)
    since, turn = said.turns(bay)
    return Screen(
        label=floor.plan.bays[large].label,
        phase=bay.phase,
        word=floor.plan.words.phases[bay.phase],
        marks=_marks(floor, large),
        inverted=bay.sounding or any(_mute(floor, i) for i in said.order),
        figure=counting.text(now) if counting else "",
        header=said.header,
        unsaved=said.unsaved,
        prompts=said.footer.prompts,
        news=said.footer.news,
        hints=said.footer.hints,
        bar=counting.progress(now) if counting else None,
        onset=_onset(bay),
        strip=tuple(_strip(floor, i, now) for i in said.order[1:]),
        urgent=said.footer.urgent is not None,
        turn=(now - since) // turn,
        shift=(now - floor.started) // MINUTE,
        light=light,
    )


def next_screen_change(floor: Floor, index: int, now: int, held: Wording | None = None) -> int:
    """When panel `index` next shows something else, if nothing happens until then."""
    said = held or wording(floor, index, now)
    return min(t for t in _changes(floor, said, now) if t > now)


def by_urgency(floor: Floor, index: int) -> tuple[int, ...]:
    """The bays of a panel, the one to be shown large first."""

    def urgency(i: int) -> tuple[int, int]:
        bay = floor.places[i].bay
        counting = figure(bay)
        end = 0 if counting is None else counting.end or counting.begin
        return URGENCY.index(bay.phase), end

    return tuple(sorted(floor.plan.panels[index], key=urgency))


def _changes(floor: Floor, said: Wording, now: int) -> Iterator[int]:
    if said.light(now) is Light.BLANK:
        yield _next_multiple(floor, SECOND, now)
        return
    if said.idle is not None:
        yield said.idle + DIM_AFTER
        if not said.troubled:
            yield said.idle + BLANK_AFTER
    yield _next_multiple(floor, MINUTE, now)
    if said.until is not None:
        yield said.until
    since, turn = said.turns(floor.places[said.order[0]].bay)
    yield since + ((now - since) // turn + 1) * turn
    for i in said.order:
        counting = figure(floor.places[i].bay)
        tick = None if counting is None else counting.next_tick(now)
        if tick is not None:
            yield tick


def _next_multiple(floor: Floor, period: int, now: int) -> int:
    """The next whole period since the station's start."""
    return floor.started + ((now - floor.started) // period + 1) * period


def _header(floor: Floor, order: tuple[int, ...], now: int) -> tuple[str, ...]:
    """Short words, most important first."""
    words = floor.plan.words
    bay = floor.places[order[0]].bay
    said: tuple[str, ...] = () if bay.certain else (words.power_lost, _unknown(bay, words, now))
    if bay.today(now):
        said += (_count(bay, words, now),)
    if bay.phase is Phase.READY and not bay.protocol.reviewer:
        said += (words.unreviewed,)
    return said


def _unsaved(floor: Floor, order: tuple[int, ...]) -> str:
    """Whether the state is saved. A change that is not may be that of a bay in the strip."""
    if floor.journal_lost is not None:
        return floor.plan.words.not_saved
    return floor.plan.words.unsaved if any(floor.unsaved(i) for i in order) else ""


def _count(bay: Bay, words: Words, now: int) -> str:
    """How many applications today, of how many."""
    most = bay.protocol.applications
    count = words.application if most is not None else words.application_no_limit
    sure = all(bay.sure(applied) for applied in bay.applied)
    return count.format(today=bay.today(now), most=most) + ("" if sure else UNSURE)


def _unknown(bay: Bay, words: Words, now: int) -> str:
    """What is known of a time that is not: nothing that could be false."""
    if bay.cream is None:
        return words.numb_at_most
    return words.on_at_least.format(so_far=clock_face((now - bay.cream.applied) // SECOND))


def _changes_of_header(bay: Bay, now: int) -> Iterator[int]:
    yield from (applied + DAY for applied in bay.applied)
    if bay.cream is not None and not bay.certain:
        yield now + SECOND - (now - bay.cream.applied) % SECOND


def _mute(floor: Floor, i: int) -> bool:
    """Whether a lamp or buzzer cannot say what it should: the panel then has to catch the eye."""
    return not {Part.LAMP, Part.BUZZER}.isdisjoint(floor.dead_parts(i))


def _onset(bay: Bay) -> int | None:
    cream = bay.cream
    if cream is None or cream.phase is not Phase.CONTACT or cream.terms.onset is None:
        return None
    return 1000 * cream.terms.onset[1] // cream.terms.contact


def _marks(floor: Floor, i: int) -> str:
    """Priority in a form that needs neither colour nor sound."""
    bay = floor.places[i].bay
    low = bay.cream is not None and floor.fault(i) is not None
    return MARKS.get(bay.phase, "!" if low else "")


def _strip(floor: Floor, i: int, now: int) -> Strip:
    bay = floor.places[i].bay
    counting = figure(bay)
    return Strip(
        label=floor.plan.bays[i].label,
        word=floor.plan.words.phases[bay.phase],
        figure=_strip_figure(counting.text(now), bay) if counting else "",
        marks=_marks(floor, i),
        phase=bay.phase,
    )


def _strip_figure(text: str, bay: Bay) -> str:
    """A removal counts from when the station came back, which it knows."""
    known = bay.certain or bay.phase is Phase.REMOVAL
    return text if known else text + UNSURE


def _idle_since(floor: Floor, bays: tuple[int, ...]) -> int | None:
    places = [floor.places[i] for i in bays]
    if any(p.bay.phase is not Phase.READY or p.button.pressed for p in places):
        return None
    touched = (t for p in places for t in (p.bay.rested, p.button.counted) if t is not None)
    return max(floor.started, *touched)


def _troubled(floor: Floor, bays: tuple[int, ...]) -> bool:
    if floor.check.last is not None and not floor.check.last.clean:
        return True
    return any(
        floor.places[i].button.fault is not None
        or bool(floor.absent)
        or floor.forgotten(i)
        or floor.fault(i) is not None
        or bool(floor.dead_parts(i))
        for i in bays
    )
