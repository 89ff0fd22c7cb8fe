"""One frame while it is drawn: where text and pictures are put, and what had no room."""

from collections.abc import Sequence
from typing import Final, TypeAlias

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
from station.drawing.names import cores, short_name
from station.machine.pace import after_you

GAP: Final = 4
"""Px between words that stand side by side."""
SIZES: Final = ((LARGE, LARGE_BOLD), (TEXT, TEXT_BOLD), (SMALL, SMALL_BOLD))
"""Faces of lines, with the bold one of each, the largest first."""


Placed: TypeAlias = tuple[Image.Image, int]
"""A picture, and where it begins."""


class Sheet:
    """Pixels of one bit, and a list of what did not fit on them."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("1", size)
        self.cut: list[str] = []
        """Texts that were shortened, and pictures that stick out or lie on others."""

    def put(self, part: Image.Image, x: int, y: int) -> None:
        """Light what is lit in a picture of one bit."""
        after_you()
        self.image.paste(LIT, (x, y), part)

    def line(self, text: str, face: Face, room: int) -> Image.Image:
        """A line at most `room` px wide."""
        shorter = lettering.shortened(text, room, face)
        if shorter != text:
            self.cut.append(text)
        return lettering.line(shorter, face)

    def name(self, label: str, labels: tuple[str, ...], face: Face, room: int) -> Image.Image:
        """A bay's name, as much as there is room for; `labels` are those of all bays here."""
        shorter = short_name(label, labels, face, room)
        if shorter not in (label, *cores(labels)):
            self.cut.append(label)
        return lettering.line(shorter, face)

    def paragraph(self, lines: Sequence[str], box: Box, face: Face) -> None:
        """Lines in the middle of a box."""
        rows = []
        for text in lines:
            drawn = self.line(text, face, box.width)
            rows.append([(drawn, (box.width - drawn.width) // 2)])
        self.rows(rows, box, face)

    def rows(self, rows: Sequence[Sequence[Placed]], box: Box, face: Face) -> None:
        """Rows of pictures, each with where it begins in the box; the rows in its middle.

        Small ones, which have next to nothing below the base line, have a px between them if there
        is room. If rows fill the box, they stand a px closer, and keep one from what is above: few
        letters hang below the base line, and fewer where the next row has one that stands up.
        """
        drawn = [_row(parts, box.width, face) for parts in rows]
        gaps = len(rows) - 1
        free = box.height - len(rows) * face.height
        top, pitch = box.top + free // 2, face.height
        if gaps and free >= gaps and face.below == SMALL.below:
            top, pitch = box.top + (free - gaps) // 2, face.height + 1
        elif gaps and not free and not any(map(_touch, drawn, drawn[1:])):
            top, pitch = box.top + gaps, face.height - 1
        for at, row in enumerate(drawn):
            self.put(row, box.left, top + at * pitch)

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


def _row(parts: Sequence[Placed], width: int, face: Face) -> Image.Image:
    row = Image.new("1", (width, face.height))
    for part, x in parts:
        row.paste(LIT, (x, 0), part)
    return row


def _touch(upper: Image.Image, lower: Image.Image) -> bool:
    """Whether a row's last px meet the next one's first, were they on each other."""
    below = upper.crop((0, upper.height - 1, upper.width, upper.height))
    above = lower.crop((0, 0, lower.width, 1))
    return ImageChops.logical_and(below, above).getbbox() is not None
