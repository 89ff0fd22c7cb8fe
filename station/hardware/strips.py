"""What stands in a small place beside others: bays in a strip, and their last words."""

from functools import lru_cache

from station.core.phase import Phase
from station.core.screen import LastWord, Strip
from station.hardware import lettering


def urgent(bay: Strip) -> bool:
    """Whether a bay calls."""
    return bay.phase in (Phase.REMOVAL, Phase.OVERDUE) or bay.marks.startswith("!!")


def shown(strip: tuple[Strip, ...], places: int, turn: int) -> tuple[Strip, ...]:
    """The bays for which there is place: the urgent ones always, the others in turns."""
    if len(strip) <= places:
        return strip
    order = sorted(range(len(strip)), key=lambda at: not urgent(strip[at]))
    kept = min(sum(map(urgent, strip)), places - 1)
    waiting = order[kept:]
    first = turn * (places - kept)
    turns = [waiting[(first + at) % len(waiting)] for at in range(places - kept)]
    return tuple(strip[at] for at in sorted({*order[:kept], *turns}))


@lru_cache(256)
def entries(large: str, strip: tuple[Strip, ...], room: int, size: int) -> tuple[str, ...]:
    """The strip's texts, all in the fullest form that fits: labels whole, short, without marks."""
    short = _short_labels((large, *(bay.label for bay in strip)))[1:]
    whole = tuple(f"{bay.label} {bay.figure} {bay.marks}" for bay in strip)
    if all(lettering.width_of(text, size) <= room for text in whole):
        return whole
    return tuple(_entry(bay, label, room, size) for bay, label in zip(strip, short, strict=True))


def _entry(bay: Strip, label: str, room: int, size: int) -> str:
    marked = f"{label} {bay.figure} {bay.marks}"
    if lettering.width_of(marked, size) <= room:
        return marked
    return _named(label, bay.figure, room, size)


def _named(label: str, figure: str, room: int, size: int) -> str:
    whole = f"{label} {figure}"
    if lettering.width_of(whole, lettering.narrow(size)) <= room:
        return whole
    # A time cut short is a wrong one: rather less of the label, and then none.
    left = room - lettering.width_of(f"x {figure}", size) + lettering.width_of("x", size)
    return f"{lettering.shortened(label, left, size)} {figure}"


def last_words(
    said: tuple[LastWord, ...], width: int, rows: int, size: int
) -> tuple[tuple[str, ...], ...]:
    """Rows of what stands side by side: as much in words as there is room for, of every bay."""
    if len(said) == 1:
        wrapped = lettering.wrapped(said[0].whole, width, size)
        if len(wrapped) <= rows:
            return tuple((line,) for line in wrapped)
    if len(said) <= rows:
        return tuple((_named(word.label, word.brief, width, size),) for word in said)
    across = -(-len(said) // rows)
    short = _short_labels(tuple(word.label for word in said))
    room = width // across - size // 2
    texts = [_named(label, word.least, room, size) for label, word in zip(short, said, strict=True)]
    return tuple(tuple(texts[at : at + across]) for at in range(0, len(texts), across))


@lru_cache(64)
def _short_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels without the words with which all of them begin: what tells them apart."""
    words = [label.split() for label in labels]
    while all(len(some) > 1 for some in words) and len({some[0] for some in words}) == 1:
        words = [some[1:] for some in words]
    return tuple(" ".join(some) for some in words)
