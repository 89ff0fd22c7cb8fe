"""What stays on a panel once the station has stopped: all at once, for nothing takes turns."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from station.core.change import replace
from station.core.screen import LastWord, Screen
from station.drawing import lettering
from station.drawing.layout import SPARE, Box
from station.drawing.lettering import SMALL_BOLD, Face
from station.drawing.names import short_name, telling_name
from station.drawing.sheet import GAP, SIZES, Sheet

_Rows: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of what stands side by side."""
_LEAST: Final = SIZES[-1][0]
"""For what has no room in another face."""


def draw_last_words(sheet: Sheet, screen: Screen) -> None:
    """The word as large as the last words let it, and they below."""
    width, height = sheet.image.width - SPARE, sheet.image.height
    top = 0
    if screen.label:
        sheet.put(sheet.name(screen.label, screen.labels, SMALL_BOLD, width), 0, 0)
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
    said: Sequence[LastWord] = screen.last_words
    if screen.label:  # it stands above
        said = [replace(word, label="") for word in said]
    named = [f"{word.label}: {word.whole}" if word.label else word.whole for word in said]
    for face, _ in SIZES:
        rows = height // face.height
        whole = [line for text in named for line in lettering.wrapped(text, width, face)]
        unbroken = all(lettering.whole_words(text, width, face) for text in named)
        if len(whole) <= rows and (unbroken or face is _LEAST):
            return tuple((line,) for line in whole), face
    return _brief(said, screen.labels, width, height) or _least(said, screen.labels, width, height)


def name_room(size: tuple[int, int], bays: int) -> tuple[Face, int]:
    """What names are written in, and the px that one has at the least if all have a last word."""
    _, room = _columns(bays, size[0] - SPARE, size[1] - SMALL_BOLD.height)
    return _LEAST, room


def _brief(
    said: Sequence[LastWord], labels: tuple[str, ...], width: int, height: int
) -> tuple[_Rows, Face] | None:
    """A row for each, in the largest face in which the labels are whole, else in the smallest."""
    faces = [face for face, _ in SIZES if len(said) * face.height <= height]
    for face in faces:
        rows = [f"{word.label} {word.brief}" for word in said]
        if all(lettering.width_of(row, face) <= width for row in rows):
            return tuple((row,) for row in rows), face
    if not faces:
        return None
    named = [_named(word.label, labels, word.brief, width) for word in said]
    return None if None in named else (tuple((row,) for row in named if row), _LEAST)


def _least(
    said: Sequence[LastWord], labels: tuple[str, ...], width: int, height: int
) -> tuple[_Rows, Face]:
    columns, room = _columns(len(said), width, height)
    texts = [
        _named(word.label, labels, word.least, room) or short_name(word.label, labels, _LEAST, room)
        for word in said
    ]
    return tuple(tuple(texts[at : at + columns]) for at in range(0, len(texts), columns)), _LEAST


def _columns(count: int, width: int, height: int) -> tuple[int, int]:
    """How many of so many bays stand side by side, and the room of each."""
    columns = -(-count // max(1, height // _LEAST.height))
    return columns, width // columns - GAP


def _named(label: str, labels: tuple[str, ...], told: str, room: int) -> str | None:
    """Name and time; None if there is not room for both.

    A time cut short is a wrong one, and one of nobody knows whom is of no use: of the two the name
    stays, as that there is cream on is said by its standing here.
    """
    for left in range(room, 0, -1):
        name = telling_name(label, labels, _LEAST, left)
        if name is None:
            return None
        if lettering.width_of(f"{name} {told}", _LEAST) <= room:
            return f"{name} {told}"
    return None
