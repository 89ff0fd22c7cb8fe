"""Signs that say at a glance, and without letters, how urgent it is and how far along."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from station.core.phase import Phase
from station.drawing.layout import Box
from station.drawing.lettering import LIT

_NOTCH: Final = 2
"""How far the mark of onset stands out of the gauge, in px."""
_THIN: Final = 4
"""Px up to which a gauge has no walls."""


@lru_cache(64)
def marks(text: str, height: int) -> Image.Image:
    """`!!!` as thick strokes, mode "1", `height` px high: to be seen from across the room."""
    wide = max(2, height // 7)
    apart = max(2, wide // 2 + 1)
    dot = max(1, height // 7)
    image = Image.new("1", (len(text) * (wide + apart) - apart, height))
    pen = ImageDraw.Draw(image)
    for left in range(0, image.width, wide + apart):
        right = left + wide - 1
        pen.rectangle((left, 0, right, height - dot - max(1, apart * height // 40) - 1), LIT)
        pen.rectangle((left, height - dot, right, height - 1), LIT)
    return image


def draw_gauge(image: Image.Image, box: Box, phase: Phase, done: int, onset: int | None) -> None:
    """Progress in thousandths as a tube: cream fills it, solid; numbness empties it, striped.

    The effect decreases as it lasts (section 1 of the design). The tube stands upright where the
    box is higher than wide; a thin one is only a line. `onset`: where a mark points at it.
    """
    upright = box.height > box.width
    long, thick = max(box.height, box.width), min(box.height, box.width)
    room = long - 2 * _wall(thick)
    part = min(max(done, 0), 1000)
    full = room * (1000 - part if phase is Phase.NUMB else part) // 1000
    mark = None if onset is None else room * min(max(onset, 0), 1000) // 1000
    tube = _tube(long, thick, full, mark, striped=phase is Phase.NUMB, upright=upright)
    left, top = (box.left - _NOTCH, box.top) if upright else (box.left, box.top - _NOTCH)
    image.paste(LIT, (left, top), tube)


def _wall(thick: int) -> int:
    """What its walls take of a gauge at either side, with the gap inside."""
    return 2 if thick > _THIN else 0


@lru_cache(64)
def _tube(
    long: int, thick: int, full: int, mark: int | None, *, striped: bool, upright: bool
) -> Image.Image:
    """Drawn lying, and set upright at the end: it fills from the left, or from below."""
    wall = _wall(thick)
    tube = Image.new("1", (long, thick + _NOTCH))
    pen = ImageDraw.Draw(tube)
    if wall:
        pen.rectangle((0, _NOTCH, long - 1, _NOTCH + thick - 1), outline=LIT)
    for x in range(wall, wall + full, 2 if striped else 1):
        pen.line((x, _NOTCH + wall, x, _NOTCH + thick - 1 - wall), LIT)
    if mark is not None:
        pen.line((wall + mark, 0, wall + mark, _NOTCH - 1), LIT)
    return tube.transpose(Image.Transpose.ROTATE_90) if upright else tube


_CELLS: Final = {
    Phase.CONTACT: (".###.", "#####", "#####", "#####", ".###."),
    Phase.NUMB: (".###.", "#...#", "#...#", "#...#", ".###."),
}
"""A drop of cream, and where it was."""


@lru_cache
def sign(phase: Phase) -> Image.Image | None:
    """A phase in 5x5 px, for a bay that is shown small; None for those that marks tell."""
    rows = _CELLS.get(phase)
    if rows is None:
        return None
    image = Image.new("1", (len(rows[0]), len(rows)))
    image.putdata([LIT * (dot == "#") for row in rows for dot in row])
    return image
