"""What stays on a panel once the station has stopped: all at once, for nothing takes turns."""

from collections.abc import Sequence
from typing import TypeAlias

from station.core.screen import LastWord, Screen
from station.drawing import lettering
from station.drawing.layout import SPARE, Box
from station.drawing.lettering import SMALL_BOLD, Face
from station.drawing.sheet import GAP, SIZES, Sheet
from station.drawing.strip import short_labels

_Rows: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of what stands side by side."""


def draw_last_words(sheet: Sheet, screen: Screen) -> None:
    """The word as large as the last words let it, and they below."""
    width, height = sheet.image.width - SPARE, sheet.image.height
    top = 0
    if screen.label:
        sheet.put(sheet.line(screen.label, SMALL_BOLD, width, name=True), 0, 0)
        top = SMALL_BOLD.height
    rows, face = _largest(screen, width, height - top - SMALL_BOLD.height)
    bottom = height - len(rows) * face.height
    sheet.word(screen.word, Box(0, top, width, bottom))
    for at, texts in enumerate(rows):
        for column, text in enumerate(texts):
            drawn = sheet.line(text, face, width // len(texts))
            sheet.put(drawn, column * width // len(texts), bottom + at * face.height)


def _largest(screen: Screen, width: int, height: int) -> tuple[_Rows, Face]:
    """Whole sentences if there is room for them in some face; else what is briefer."""
    said = screen.last_words
    named = [word.whole if screen.label else f"{word.label}: {word.whole}" for word in said]
    for face, _ in SIZES:
        rows = height // face.height
        whole = [line for text in named for line in lettering.wrapped(text, width, face)]
        if len(whole) <= rows:
            return tuple((line,) for line in whole), face
    return _brief(said, width, height) or _least(said, width, height)


def _brief(said: Sequence[LastWord], width: int, height: int) -> tuple[_Rows, Face] | None:
    """A row for each, in the largest face in which the labels are whole, else in the smallest."""
    faces = [face for face, _ in SIZES if len(said) * face.height <= height]
    for face in faces:
        rows = [f"{word.label} {word.brief}" for word in said]
        if all(lettering.width_of(row, face) <= width for row in rows):
            return tuple((row,) for row in rows), face
    if not faces:
        return None
    named = [_named(word.label, word.brief, width, faces[-1]) for word in said]
    return tuple((row,) for row in named), faces[-1]


def _least(said: Sequence[LastWord], width: int, height: int) -> tuple[_Rows, Face]:
    face = SIZES[-1][0]
    columns = -(-len(said) // max(1, height // face.height))
    short = short_labels(tuple(word.label for word in said))
    room = width // columns - GAP
    texts = [_named(label, word.least, room, face) for label, word in zip(short, said, strict=True)]
    return tuple(tuple(texts[at : at + columns]) for at in range(0, len(texts), columns)), face


def _named(label: str, told: str, room: int, face: Face) -> str:
    """A time cut short is a wrong one: rather less of the label, and then none."""
    for left in range(room, 0, -1):
        named = f"{lettering.shortened(label, left, face, name=True)} {told}".strip()
        if lettering.width_of(named, face) <= room:
            return named
    return told
