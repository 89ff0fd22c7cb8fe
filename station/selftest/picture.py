"""The picture that shows whether a panel is driven as it is made: whole, upright, in its place."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from station.drawing.lettering import LIT, TEXT, line
from station.drawing.names import short_name

CORNER: Final = 7
CELL: Final = 2


def frame_picture(size: tuple[int, int], lines: Sequence[str]) -> Image.Image:
    """A frame of the outermost pixels, a different mark in each corner, a checker, and words.

    Of the words, which are drawn as the station draws them, as many lines as there is room for,
    the first ones. Raises FontMissingError if there are any and their font cannot be read.

    A panel that is driven two columns off, too low or as another kind shows a frame that is
    cut, doubled or torn; one that is turned has its solid corner elsewhere than top left.
    """
    width, height = size
    image = Image.new("1", size)
    draw = ImageDraw.Draw(image)
    side = width - 4 * CORNER
    _write(image, lines, side - 2)
    right, low = width - 1 - CORNER, height - 1 - CORNER
    draw.rectangle((0, 0, width - 1, height - 1), outline=LIT)
    draw.rectangle((0, 0, CORNER, CORNER), fill=LIT)
    draw.rectangle((right, 0, width - 1, CORNER), outline=LIT)
    draw.line((0, low, CORNER, height - 1), fill=LIT)
    draw.line((right, height - 1, width - 1, low), fill=LIT)
    _checker(image, (side, CORNER + 2, right - 2, low - 2))
    return image


def _write(image: Image.Image, words: Sequence[str], end: int) -> None:
    left = CORNER + 4
    room = (image.height - 4) // TEXT.height
    for number, text in enumerate(words[:room]):
        drawn = line(short_name(text, tuple(words), TEXT, end - left), TEXT)
        image.paste(drawn, (left, 2 + number * TEXT.height))


def _checker(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for y in range(top, bottom):
        for x in range(left, right):
            if (x // CELL + y // CELL) % 2 == 0:
                image.putpixel((x, y), LIT)
