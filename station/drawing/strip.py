"""The other bays of a panel, small and side by side, told apart at a glance.

Bays that call are dark on light, with their marks; a full dot is cream on skin, a ring numbness.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from station.core.phase import Phase
from station.core.screen import Strip
from station.drawing import lettering
from station.drawing.layout import Box, across
from station.drawing.lettering import FLAT_BOLD, SMALL, SMALL_BOLD
from station.drawing.sheet import ProofSheet, Sheet
from station.drawing.signs import marks, sign

_HIGH: Final = 16
"""A cell with its label above its figure."""
_MARKS: Final = 6
"""How high marks are in a cell: as capitals."""
_LEAST_NAME: Final = 7
"""Px for a name and a gap: what tells bays apart is mostly a figure."""
_GAP: Final = 2
"""Between cells; and between what stands in one."""


def draw_strip(sheet: Sheet, box: Box, large: str, strip: tuple[Strip, ...], turn: int) -> None:
    """The bays of a strip; `large` is the label of the bay that is shown large.

    Where there is not room for all, the urgent ones stay and the others take turns.
    """
    rows = max(1, box.height // _HIGH)
    seen = shown(strip, across(box.width) * rows, turn)
    labels = short_labels((large, *(bay.label for bay in strip)))
    rows = min(rows, -(-len(seen) // across(box.width)))
    columns = -(-len(seen) // rows)
    apart = _GAP if box.height >= _HIGH else 2 * _GAP
    pitch = (box.width + apart) // columns
    high = min(_HIGH, box.height)
    for at, bay in enumerate(seen):
        left, top = box.left + at % columns * pitch, box.top + at // columns * high
        cell = Box(left, top, left + pitch - apart, top + high)
        _draw_cell(sheet, cell, bay, (bay.label, labels[1 + strip.index(bay)]))


def urgent(bay: Strip) -> bool:
    """Whether a bay calls."""
    return bay.phase in (Phase.REMOVAL, Phase.OVERDUE) or bay.marks.startswith("!!")


def shown(strip: tuple[Strip, ...], places: int, turn: int) -> tuple[Strip, ...]:
    """The bays for which there is place: the urgent ones always, the others in turns."""
    if len(strip) <= places:
        return strip
    calling = [at for at, bay in enumerate(strip) if urgent(bay)]
    others = [at for at, bay in enumerate(strip) if not urgent(bay)]
    if len(calling) >= places:  # no place for others, and perhaps not for all of these at once
        kept, waiting = [], calling
    else:
        kept, waiting = calling, others
    free = places - len(kept)
    turns = [waiting[(turn * free + at) % len(waiting)] for at in range(free)]
    return tuple(strip[at] for at in sorted({*kept, *turns}))


@lru_cache(64)
def short_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels without the words with which all of them begin: what tells them apart."""
    words = [label.split() for label in labels]
    while all(len(some) > 1 for some in words) and len({some[0] for some in words}) == 1:
        words = [some[1:] for some in words]
    return tuple(" ".join(some) for some in words)


def _draw_cell(sheet: Sheet, cell: Box, bay: Strip, names: tuple[str, str]) -> None:
    proof = isinstance(sheet, ProofSheet)
    part = _part((cell.width, cell.height), bay, names, proof=proof)
    sheet.cut += part.cut
    sheet.image.paste(part.image, (cell.left, cell.top))


@lru_cache(256)
def _part(size: tuple[int, int], bay: Strip, names: tuple[str, str], *, proof: bool) -> Sheet:
    """One bay of the strip, on a sheet of its own."""
    part = ProofSheet(size) if proof else Sheet(size)
    if size[1] < _HIGH:
        _one_line(part, bay, names)
    else:
        _two_lines(part, bay, names)
    if urgent(bay):
        part.image = ImageChops.invert(part.image)
        right, bottom = size[0] - 1, size[1] - 1
        # Round corners: a button that calls, not a hole in the glass.
        ImageDraw.Draw(part.image).point(((0, 0), (right, 0), (0, bottom), (right, bottom)), 0)
    return part


def _two_lines(part: Sheet, bay: Strip, names: Sequence[str]) -> None:
    """The name and a sign or marks; under them the figure, or the word."""
    width = part.image.width
    right = _put_sign(part, bay, width - _GAP)
    part.put(part.name(names, SMALL, right - _GAP), _GAP, 0)
    told = bay.figure or bay.word
    faces = (FLAT_BOLD, SMALL_BOLD, SMALL) if bay.figure else (SMALL,)
    face = lettering.largest((told,), width - _GAP, FLAT_BOLD.height, faces)
    text = part.line(told, face, width - _GAP)
    part.put(text, _GAP, part.image.height - FLAT_BOLD.height)


def _one_line(part: Sheet, bay: Strip, names: Sequence[str]) -> None:
    """Name, figure and sign side by side, as far as there is room; the word as well if there is.

    The name comes first: a figure of nobody knows whom is of no use. A bay that calls is inverted,
    and needs no marks where there is no room for them.
    """
    width = part.image.width
    told = bay.figure or bay.word
    faces = (SMALL_BOLD, SMALL) if bay.figure else (SMALL,)
    face = lettering.largest((told,), width - 1 - _LEAST_NAME, SMALL.height, faces)
    figure = part.line(told, face, width - 1)
    part.put(figure, width - 1 - figure.width, 0)
    right = width - 1 - figure.width - _GAP
    name = part.name(names, SMALL, right - 1)
    part.put(name, 1, 0)
    left = 1 + name.width + _GAP
    drawn = _sign(bay)
    if drawn is not None and drawn.width <= right - left:
        part.put(drawn, right - drawn.width, 1)
        right -= drawn.width + _GAP
    word = lettering.line(bay.word, SMALL)
    if bay.figure and word.width <= right - left - 4 * _GAP:
        part.put(word, left + (right - left - word.width) // 2, 0)


def _put_sign(part: Sheet, bay: Strip, right: int) -> int:
    """The marks of a bay or the sign of its phase, ending at `right`; returns what is left."""
    drawn = _sign(bay)
    if drawn is None:
        return right
    part.put(drawn, right - drawn.width, 1)
    return right - drawn.width - _GAP


def _sign(bay: Strip) -> Image.Image | None:
    return marks(bay.marks, _MARKS) if bay.marks else sign(bay.phase)
