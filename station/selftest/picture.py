"""The picture that shows whether a panel is driven as it is made: whole, upright, in its place."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

LIT: Final = 255
CORNER: Final = 7
CELL: Final = 2
TEXT: Final = 10


def frame_picture(size: tuple[int, int], lines: Sequence[str]) -> Image.Image:
    """A frame of the outermost pixels, a different mark in each corner, a checker, and words.

    Of the words as many lines as there is room for, the first ones.

    A panel that is driven two columns off, too low or as another kind shows a frame that is
    cut, doubled or torn; one that is turned has its solid corner elsewhere than top left.
    """
    width, height = size
    image = Image.new("1", size)
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"
    _write(draw, lines, height)
    side = width - 4 * CORNER
    draw.rectangle((side, 0, width, height), fill=0)  # a long label ends there
    right, low = width - 1 - CORNER, height - 1 - CORNER
    draw.rectangle((0, 0, width - 1, height - 1), outline=LIT)
    draw.rectangle((0, 0, CORNER, CORNER), fill=LIT)
    draw.rectangle((right, 0, width - 1, CORNER), outline=LIT)
    draw.line((0, low, CORNER, height - 1), fill=LIT)
    draw.line((right, height - 1, width - 1, low), fill=LIT)
    _checker(image, (side, CORNER + 2, right - 2, low - 2))
    return image


def _write(draw: ImageDraw.ImageDraw, lines: Sequence[str], height: int) -> None:
    font = ImageFont.load_default(TEXT)
    step = min((height - 4) // max(len(lines), 1), TEXT + 4)
    for number, line in enumerate(lines[: (height - 4) // TEXT]):
        draw.text((CORNER + 4, 2 + number * max(step, TEXT)), line, font=font, fill=LIT)


def _checker(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for y in range(top, bottom):
        for x in range(left, right):
            if (x // CELL + y // CELL) % 2 == 0:
                image.putpixel((x, y), LIT)
