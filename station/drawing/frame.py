"""A screen as one frame of a panel."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops

from station.core.change import replace
from station.core.phase import Phase
from station.core.screen import Light, Screen, Strip
from station.drawing import header, lastword, strip
from station.drawing.digits import countdown
from station.drawing.footer import draw_footer
from station.drawing.header import draw_header, wide
from station.drawing.lastword import draw_last_words
from station.drawing.layout import Layout, layout
from station.drawing.lettering import LIT, Face
from station.drawing.names import rival, telling_name
from station.drawing.sheet import GAP, ProofSheet, Sheet
from station.drawing.signs import draw_gauge, marks
from station.drawing.strip import draw_strip

SHIFTS: Final = (0, 1, 2, 1)
"""How far right contents stand, minute after minute, in px."""
_TWICE: Final = (256, 128)
SHARED: Final = 3
"""Where strip and footer share a place, the strip has one of so many turns."""
_STRIDE: Final = 2_654_435_761
"""A prime far from any panel's size: steps of it visit every pixel, one far from the next."""


def draw(screen: Screen, size: tuple[int, int]) -> Image.Image:
    """What a panel of `size` (width and height in px, upright) shows; mode "1", 1 is lit."""
    if screen.light is Light.BLANK:
        return _blank(screen.pixel, size)
    if _doubled(size):
        return draw(screen, _half(size)).resize(size, Image.Resampling.NEAREST)
    sheet = Sheet(size)
    marked = _draw_ticking(sheet, screen)
    image = ImageChops.logical_or(sheet.image, _words(_stilled(screen), size, marked=marked))
    image = ImageChops.offset(image, SHIFTS[screen.shift % len(SHIFTS)], 0)
    return ImageChops.invert(image) if screen.inverted else image


def cut(screen: Screen, size: tuple[int, int]) -> list[str]:
    """What of a screen has no room on a panel of `size`, as texts; nothing if all is well."""
    if screen.light is Light.BLANK:
        return []
    proof = ProofSheet(_half(size) if _doubled(size) else size)
    _draw_words(proof, screen, marked=_draw_ticking(proof, screen))
    return proof.cut


def confusable(labels: tuple[str, ...], size: tuple[int, int]) -> tuple[int, int] | None:
    """Two bays of a panel of `size`, by index, whose names it may have to cut until they coincide.

    `labels` are those of all of its bays, no two the same. None if each can always be told.
    """
    for face, room in name_rooms(size, len(labels)) if len(labels) > 1 else ():
        for at, label in enumerate(labels):
            if telling_name(label, labels, face, room) is None:
                return at, labels.index(rival(label, labels, face, room))
    return None


def name_rooms(size: tuple[int, int], bays: int) -> tuple[tuple[Face, int], ...]:
    """The least room, in px, of the names of several bays: above, in the strip, as last words."""
    drawn = _half(size) if _doubled(size) else size
    places = layout(drawn, bays, counting=True)
    return (
        header.name_room(places),
        strip.name_room(places.strip or places.footer, bays - 1),
        lastword.name_room(drawn, bays),
    )


def _doubled(size: tuple[int, int]) -> bool:
    """Whether every pixel is drawn twice as large: a panel so large is read from farther away."""
    return size[0] >= _TWICE[0] and size[1] >= _TWICE[1]


def _half(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // 2, size[1] // 2


def _blank(pixel: int, size: tuple[int, int]) -> Image.Image:
    image = Image.new("1", size)
    place = pixel * _STRIDE % (size[0] * size[1])
    image.putpixel((place % size[0], place // size[0]), LIT)
    return image


def _stilled(screen: Screen) -> Screen:
    """A screen as it is from one second to the next: with some figure, but whichever."""
    return replace(
        screen,
        figure=screen.figure and "8",
        bar=None,
        onset=None,
        # Their names stay: prompts are short by what tells these apart.
        strip=tuple(Strip(bay.label, "", "", "", Phase.READY) for bay in screen.strip),
        shift=0,
        inverted=False,
    )


@lru_cache(64)
def _words(screen: Screen, size: tuple[int, int], *, marked: bool) -> Image.Image:
    """What does not tick: most of a screen, drawn once and kept for as long as it stands."""
    sheet = Sheet(size)
    _draw_words(sheet, screen, marked=marked)
    return sheet.image


def _places(sheet: Sheet, screen: Screen) -> Layout:
    return layout(sheet.image.size, 1 + len(screen.strip), counting=bool(screen.figure))


def _draw_words(sheet: Sheet, screen: Screen, *, marked: bool) -> None:
    """Header and footer, or the last words."""
    if screen.last_words:
        draw_last_words(sheet, screen)
        return
    places = _places(sheet, screen)
    draw_header(sheet, screen, places, marked=marked)
    box, turn = places.footer, screen.turn
    if places.strip is not None and screen.urgent:  # what cannot wait covers the other bays
        box = replace(box, bottom=places.strip.bottom)
    elif places.shares:
        if _strip_is_on(screen, places):
            return
        turn -= turn // SHARED
    said = wide(screen, places.header) if places.stacked and not screen.urgent else ()
    draw_footer(sheet, replace(screen, news=(*said, *screen.news), turn=turn), box)


def _strip_is_on(screen: Screen, places: Layout) -> bool:
    if places.strip is None or screen.urgent:
        return False
    return not places.shares or screen.turn % SHARED == SHARED - 1


def _draw_ticking(sheet: Sheet, screen: Screen) -> bool:
    """Countdown and strip. Returns whether the marks stand beside the countdown."""
    if screen.last_words:
        return False
    places = _places(sheet, screen)
    if places.strip is not None and _strip_is_on(screen, places):
        turn = screen.turn // (SHARED if places.shares else 2)
        draw_strip(sheet, places.strip, screen.strip, screen.labels, turn)
    return _draw_large(sheet, screen, places)


def _draw_large(sheet: Sheet, screen: Screen, places: Layout) -> bool:
    """The countdown, or the word where nothing counts down, as large as may be.

    Returns whether the marks stand beside it.
    """
    box = places.large
    if not screen.figure:
        sheet.word(screen.word, box)
        return False
    right = box.right
    if screen.bar is not None:
        draw_gauge(sheet.image, places.gauge, screen.phase, screen.bar, screen.onset)
        if places.gauge.top < box.bottom:
            right = places.gauge.left - min(GAP, places.gauge.width)
    signs = marks(screen.marks, box.height) if screen.marks else None
    if signs is not None:
        room = right - signs.width - GAP - box.left
        figure = countdown(screen.figure, room, box.height)
        if figure.height == box.height:
            sheet.put(signs, right - signs.width, box.top)
            sheet.put(figure, box.left + (room - figure.width) // 2, box.top)
            return True
    figure = countdown(screen.figure, right - box.left, box.height)
    # The countdown keeps to the top of its box: there its strokes are within pages.
    sheet.put(figure, box.left + (right - box.left - figure.width) // 2, box.top)
    return False
