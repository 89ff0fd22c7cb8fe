"""The top of a screen: whose it is, the phase in a word, and what else is so."""

from collections.abc import Iterable, Sequence
from typing import Final

from PIL import Image

from station.core.screen import Screen
from station.drawing import lettering
from station.drawing.layout import Box, Layout
from station.drawing.lettering import LARGE_BOLD, SMALL, SMALL_BOLD, TEXT_BOLD, Face
from station.drawing.sheet import Sheet
from station.drawing.signs import marks

_GAP: Final = 3
"""Px between words that stand side by side: that of words, for there is little room."""


def draw_header(sheet: Sheet, screen: Screen, places: Layout, *, marked: bool) -> None:
    """The header, with the marks unless they stand elsewhere (`marked`)."""
    box = places.header
    bold = _bold(places)
    face = SMALL if bold is SMALL_BOLD else bold
    right = box.right
    if screen.marks and not marked:
        drawn = marks(screen.marks, bold.above - 1)
        sheet.put(drawn, right - drawn.width, box.top + 1)
        right -= drawn.width + _GAP
    # Where nothing counts down, the word is the large thing.
    words = [(screen.word, bold)] if screen.figure else []
    steady = len(words) if screen.unsaved else None
    words += [(text, face) for text in (screen.unsaved, *screen.header) if text]
    row = Box(box.left, box.top, right, box.top + bold.height)
    if places.stacked:
        sheet.put(_name(sheet, screen, bold, row.width), box.left, box.top)
        below = Box(box.left, row.bottom, box.right, box.bottom)
        _stacked(
            sheet, [word for word in words if word[0] not in wide(screen, box)], below, screen.turn
        )
    else:
        _side_by_side(sheet, screen, words, row, steady=steady)


def name_room(places: Layout) -> tuple[Face, int]:
    """What the label is written in, and the px that it has at the least, whatever the screen."""
    bold = _bold(places)
    width = places.header.width - marks("!!!", bold.above - 1).width - _GAP
    return bold, width if places.stacked else _least(width)


def _bold(places: Layout) -> Face:
    high = places.header.height >= LARGE_BOLD.height and not places.stacked
    return LARGE_BOLD if high else SMALL_BOLD


def _least(width: int) -> int:
    """What of a row so wide is the label's, however long the words beside it."""
    return width * 2 // 5


def _name(sheet: Sheet, screen: Screen, face: Face, room: int) -> Image.Image:
    return sheet.name(screen.label, screen.labels, face, room)


def wide(screen: Screen, box: Box) -> tuple[str, ...]:
    """Of the header's words, those that are wider than it."""
    texts = (screen.word if screen.figure else "", screen.unsaved, *screen.header)
    return tuple(text for text in texts if lettering.width_of(text, SMALL) > box.width)


def _stacked(sheet: Sheet, words: Sequence[tuple[str, Face]], box: Box, turn: int) -> None:
    """The first always, the others in turns below it."""
    rows = box.height // SMALL.height
    if len(words) > rows:
        others = words[rows - 1 :]
        words = [*words[: rows - 1], others[turn % len(others)]]
    for at, (text, face) in enumerate(words):
        slim = lettering.largest((text,), box.width, face.height, (face, SMALL))
        sheet.put(sheet.line(text, slim, box.width), box.left, box.top + at * slim.height)


def _side_by_side(
    sheet: Sheet,
    screen: Screen,
    words: Sequence[tuple[str, Face]],
    row: Box,
    *,
    steady: int | None,
) -> None:
    """The label to the left; beside it as many words as fit, in as few turns as may be.

    What is `steady` stands in each of them, unless the widest of the others leaves no room for it.
    """
    bold = LARGE_BOLD if row.height >= LARGE_BOLD.height else SMALL_BOLD
    widest = max((lettering.width_of(text, face) for text, face in words), default=0)
    name = _name(sheet, screen, bold, max(row.width - widest - _GAP, _least(row.width)))
    sheet.put(name, row.left, row.top)
    free = Box(row.left + name.width + _GAP, row.top, row.right, row.bottom)
    drawn = [sheet.line(text, _fitting(text, face, free), free.width) for text, face in words]
    turns = _turns([word.width for word in drawn], free.width, steady)
    if turns:
        _spread(sheet, [drawn[at] for at in turns[screen.turn % len(turns)]], free)


def _fitting(text: str, face: Face, box: Box) -> Face:
    """The face, or the next smaller one for which there is room."""
    faces = (face, TEXT_BOLD, SMALL_BOLD, SMALL) if face is LARGE_BOLD else (face, SMALL)
    return lettering.largest((text,), box.width, box.height, faces)


def _turns(widths: Sequence[int], room: int, steady: int | None) -> list[list[int]]:
    """What stands side by side in each turn, in order: as much as fits."""
    others = [at for at in range(len(widths)) if at != steady]
    if steady is None or not others:
        return _filled(widths, range(len(widths)), room)
    left = room - widths[steady] - _GAP
    if max(widths[at] for at in others) > left:
        return _filled(widths, range(len(widths)), room)
    return [sorted((steady, *turn)) for turn in _filled(widths, others, left)]


def _filled(widths: Sequence[int], words: Iterable[int], room: int) -> list[list[int]]:
    """Words by turns, each as full as may be."""
    turns: list[list[int]] = []
    left = 0
    for at in words:
        if turns and widths[at] <= left:
            turns[-1].append(at)
        else:
            turns.append([at])
            left = room
        left -= widths[at] + _GAP
    return turns


def _spread(sheet: Sheet, words: Sequence[Image.Image], box: Box) -> None:
    """The last word ends to the right; those before it stand evenly between it and the left."""
    gap = (box.width - sum(word.width for word in words)) // len(words)
    x = box.left
    for word in words[:-1]:
        x += gap
        sheet.put(word, x, box.top)
        x += word.width
    sheet.put(words[-1], box.right - words[-1].width, box.top)
