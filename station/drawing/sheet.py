"""One frame while it is drawn: where text and pictures are put, and what had no room."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops

from station.drawing import lettering
from station.drawing.layout import Box
from station.drawing.lettering import (
    LARGE,
    LARGE_BOLD,
    LIT,
    SMALL,
    SMALL_BOLD,
    TEXT,
    TEXT_BOLD,
    Face,
)

GAP: Final = 4
"""Px between words that stand side by side."""
SIZES: Final = ((LARGE, LARGE_BOLD), (TEXT, TEXT_BOLD), (SMALL, SMALL_BOLD))
"""Faces of lines, with the bold one of each, the largest first."""


class Sheet:
    """Pixels of one bit, and a list of what did not fit on them."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("1", size)
        self.cut: list[str] = []
        """Texts that were shortened, and pictures that stick out or lie on others."""

    def put(self, part: Image.Image, x: int, y: int) -> None:
        """Light what is lit in a picture of one bit."""
        self.image.paste(LIT, (x, y), part)

    def line(self, text: str, face: Face, room: int, *, name: bool = False) -> Image.Image:
        """A line at most `room` px wide. Of a `name` that is too long, the end is kept."""
        shorter = lettering.shortened(text, room, face, name=name)
        if shorter != text:
            self.cut.append(text)
        return lettering.line(shorter, face)

    def name(self, names: Sequence[str], face: Face, room: int) -> Image.Image:
        """The first of a bay's names, which come shorter and shorter, for which there is room."""
        fitting = (name for name in names if lettering.width_of(name, face) <= room)
        return self.line(next(fitting, names[-1]), face, room, name=True)

    def paragraph(self, lines: Sequence[str], box: Box, face: Face) -> None:
        """Lines in the middle of a box."""
        for text, top in zip(lines, tops(len(lines), box, face), strict=True):
            drawn = self.line(text, face, box.width)
            self.put(drawn, box.left + (box.width - drawn.width) // 2, top)

    def word(self, text: str, box: Box) -> None:
        """A word in the middle of a box, as large as fits."""
        drawn = lettering.word(text, box.width, box.height)
        if drawn is None:
            drawn = self.line(text, SMALL_BOLD, box.width)
        left = box.left + (box.width - drawn.width) // 2
        self.put(drawn, left, box.top + (box.height - drawn.height) // 2)


class ProofSheet(Sheet):
    """A sheet that notices where pictures collide; it takes twice as long."""

    def put(self, part: Image.Image, x: int, y: int) -> None:
        """As a sheet does, and note what sticks out and what lies on something else."""
        width, height = self.image.size
        if min(x, y) < 0 or x + part.width > width or y + part.height > height:
            self.cut.append(f"{part.width}x{part.height} px at {x}, {y}")
        below = self.image.crop((x, y, x + part.width, y + part.height))
        if ImageChops.logical_and(below, part).getbbox():
            self.cut.append(f"{part.width}x{part.height} px at {x}, {y} on something else")
        super().put(part, x, y)


def tops(lines: int, box: Box, face: Face) -> list[int]:
    """The first rows of lines in the middle of a box.

    If they fill it, they stand a row closer, and keep a row from what is above: few letters hang
    below the base line, and fewer where the next line has one that stands up.
    """
    free = box.height - lines * face.height
    if free or lines == 1:
        return [box.top + free // 2 + at * face.height for at in range(lines)]
    pitch = face.height - 1
    return [box.top + lines - 1 + at * pitch for at in range(lines)]
