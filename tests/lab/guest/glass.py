"""Words as they stand on a panel: looked for in its picture, dot by dot."""

from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image, ImageChops

from station.drawing import lettering
from tests.lab.guest.panel import Panel

FACES: Final = (
    lettering.SMALL, lettering.SMALL_BOLD, lettering.TEXT, lettering.TEXT_BOLD,
    lettering.LARGE, lettering.LARGE_BOLD,
)  # fmt: skip


def says(panel: Panel, text: str) -> bool:
    """Whether a line of text stands anywhere on it now, in any size, dark on light too."""
    return stands_on(panel.picture(), text)


def stands_on(picture: Image.Image, text: str) -> bool:
    """The same of a picture."""
    seen = [_rows(picture), _rows(ImageChops.invert(picture))]
    wanted = [lettering.line(text, face) for face in FACES]
    return any(_stands(rows, picture.width, letters) for rows in seen for letters in wanted)


def _rows(picture: Image.Image) -> list[int]:
    """Each row as a number, its left dot the highest bit."""
    step = (picture.width + 7) // 8
    dots, spare = picture.tobytes(), 8 * step - picture.width
    return [
        int.from_bytes(dots[at : at + step], "big") >> spare for at in range(0, len(dots), step)
    ]


def _stands(rows: Sequence[int], width: int, letters: Image.Image) -> bool:
    """Whether letters stand somewhere, with nothing else among them."""
    top, bottom = _inked(letters)
    wanted = _rows(letters)[top:bottom]
    return any(
        all(row >> shift & mask == letter for row, letter in zip(rows[y:], wanted, strict=False))
        for y in range(len(rows) - len(wanted) + 1)
        for shift, mask in _places(width, letters.width)
    )


def _inked(letters: Image.Image) -> tuple[int, int]:
    box = letters.getbbox()
    assert box is not None, "nothing can be read anywhere"
    return box[1], box[3]


def _places(width: int, wide: int) -> Iterator[tuple[int, int]]:
    """How far to the left of the right edge, and which dots."""
    mask = (1 << wide) - 1
    return ((shift, mask) for shift in range(width - wide + 1))
