"""The other bays of a panel, small and side by side, told apart at a glance.

Bays that call are dark on light, with their marks; a full dot is cream on skin, a ring numbness.
"""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from station.core.phase import Phase
from station.core.screen import Strip
from station.drawing import lettering
from station.drawing.layout import Box, across
from station.drawing.lettering import FLAT_BOLD, SMALL, SMALL_BOLD, Face
from station.drawing.names import telling_name
from station.drawing.sheet import ProofSheet, Sheet
from station.drawing.signs import marks, sign

_HIGH: Final = 16
"""A cell with its label above its figure."""
_MARKS: Final = 6
"""How high marks are in a cell: as capitals."""
_GAP: Final = 2
"""Between cells; and between what stands in one."""


def draw_strip(
    sheet: Sheet, box: Box, strip: tuple[Strip, ...], labels: tuple[str, ...], turn: int
) -> None:
    """The bays of a strip; `labels` are those of all bays of the panel.

    Where there is not room for all, the urgent ones stay and the others take turns.
    """
    seen = shown(strip, _places(box), turn)
    for cell, bay in zip(_cells(box, len(seen)), seen, strict=True):
        _draw_cell(sheet, cell, bay, labels)


def name_room(box: Box, others: int) -> tuple[Face, int]:
    """What names are written in, and the px that one has at the least if there are so many."""
    first = _cells(box, min(others, _places(box)))[0]
    beside = 2 if first.height < _HIGH else 3 * _GAP + marks("!!!", _MARKS).width
    return SMALL, first.width - beside


def _places(box: Box) -> int:
    """How many bays are seen at once."""
    return across(box.width) * max(1, box.height // _HIGH)


def _cells(box: Box, count: int) -> list[Box]:
    """Where so many bays stand."""
    rows = min(max(1, box.height // _HIGH), -(-count // across(box.width)))
    columns = -(-count // rows)
    apart = _GAP if box.height >= _HIGH else 2 * _GAP
    pitch = (box.width + apart) // columns
    high = min(_HIGH, box.height)
    corners = [
        (box.left + at % columns * pitch, box.top + at // columns * high) for at in range(count)
    ]
    return [Box(left, top, left + pitch - apart, top + high) for left, top in corners]


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


def _draw_cell(sheet: Sheet, cell: Box, bay: Strip, labels: tuple[str, ...]) -> None:
    proof = isinstance(sheet, ProofSheet)
    part = _part((cell.width, cell.height), bay, labels, proof=proof)
    sheet.cut += part.cut
    sheet.image.paste(part.image, (cell.left, cell.top))


@lru_cache(256)
def _part(size: tuple[int, int], bay: Strip, labels: tuple[str, ...], *, proof: bool) -> Sheet:
    """One bay of the strip, on a sheet of its own."""
    part = ProofSheet(size) if proof else Sheet(size)
    if size[1] < _HIGH:
        _one_line(part, bay, labels)
    else:
        _two_lines(part, bay, labels)
    if urgent(bay):
        part.image = ImageChops.invert(part.image)
        right, bottom = size[0] - 1, size[1] - 1
        # Round corners: a button that calls, not a hole in the glass.
        ImageDraw.Draw(part.image).point(((0, 0), (right, 0), (0, bottom), (right, bottom)), 0)
    return part


def _two_lines(part: Sheet, bay: Strip, labels: tuple[str, ...]) -> None:
    """The name and a sign or marks; under them the figure, or the word."""
    width = part.image.width
    right = _put_sign(part, bay, width - _GAP)
    part.put(part.name(bay.label, labels, SMALL, right - _GAP), _GAP, 0)
    told = bay.figure or bay.word
    faces = (FLAT_BOLD, SMALL_BOLD, SMALL) if bay.figure else (SMALL,)
    face = lettering.largest((told,), width - _GAP, FLAT_BOLD.height, faces)
    text = part.line(told, face, width - _GAP)
    part.put(text, _GAP, part.image.height - FLAT_BOLD.height)


def _one_line(part: Sheet, bay: Strip, labels: tuple[str, ...]) -> None:
    """Name, figure and sign side by side, as far as there is room; the word as well if there is.

    The name comes first: a figure of nobody knows whom is of no use. A bay that calls is inverted,
    and needs no marks where there is no room for them.
    """
    right = _put_figure(part, bay, labels)
    name = part.name(bay.label, labels, SMALL, right - 1)
    part.put(name, 1, 0)
    left = 1 + name.width + _GAP
    drawn = _sign(bay)
    if drawn is not None and drawn.width <= right - left:
        part.put(drawn, right - drawn.width, 1)
        right -= drawn.width + _GAP
    word = lettering.line(bay.word, SMALL)
    if bay.figure and word.width <= right - left - 4 * _GAP:
        part.put(word, left + (right - left - word.width) // 2, 0)


def _put_figure(part: Sheet, bay: Strip, labels: tuple[str, ...]) -> int:
    """The figure or the word at the right, if the name has room beside it; returns what is left."""
    right = part.image.width - 1
    told = bay.figure or bay.word
    for face in (SMALL_BOLD, SMALL) if bay.figure else (SMALL,):
        figure = lettering.line(told, face)
        left = right - figure.width - _GAP
        if telling_name(bay.label, labels, SMALL, left - 1) is not None:
            part.put(figure, right - figure.width, 0)
            return left
    part.cut.append(told)
    return right


def _put_sign(part: Sheet, bay: Strip, right: int) -> int:
    """The marks of a bay or the sign of its phase, ending at `right`; returns what is left."""
    drawn = _sign(bay)
    if drawn is None:
        return right
    part.put(drawn, right - drawn.width, 1)
    return right - drawn.width - _GAP


def _sign(bay: Strip) -> Image.Image | None:
    return marks(bay.marks, _MARKS) if bay.marks else sign(bay.phase)
