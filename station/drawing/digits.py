"""The digits of the countdown: strokes of one thickness with round corners, set on whole pixels.

Each digit is made of the same seven strokes. So a second that passes changes few of them, and
with them few bytes of a panel's RAM, which has eight rows to a byte: no horizontal stroke lies on
two pages where that can be helped. What a digit is not, is never lit: it reads from afar, as the
digits of a clock do.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from PIL import Image, ImageDraw

from station.drawing.lettering import LIT
from station.machine.pace import after_you

PAGE: Final = 8
"""Rows to a byte of a panel's RAM."""
_FINE: Final = 8
"""Corners are drawn so many times as large, and then decided pixel by pixel."""
_Point: TypeAlias = tuple[float, float]

_PATHS: Final[dict[str, tuple[tuple[_Point, ...], ...]]] = {
    # Across 0 to 2, and down 0 to 2: top, middle and bottom stroke.
    "0": (((1, 0), (2, 0), (2, 2), (0, 2), (0, 0), (1, 0)),),
    "1": (((1.2, 0), (1.2, 2)),),
    "2": (((0, 0), (2, 0), (2, 1), (0, 1), (0, 2), (2, 2)),),
    "3": (((0, 0), (2, 0), (2, 2), (0, 2)), ((0.5, 1), (2, 1))),
    "4": (((0, 0), (0, 1), (2, 1)), ((2, 0), (2, 2))),
    "5": (((2, 0), (0, 0), (0, 1), (2, 1), (2, 2), (0, 2)),),
    "6": (((2, 0), (0, 0), (0, 2), (2, 2), (2, 1), (0, 1)),),
    "7": (((0, 0), (2, 0), (2, 2)),),
    "8": (((1, 0), (2, 0), (2, 2), (0, 2), (0, 0), (1, 0)), ((0, 1), (2, 1))),
    "9": (((0, 2), (2, 2), (2, 0), (0, 0), (0, 1), (2, 1)),),
    "h": (((0, 0), (0, 2)), ((0, 1), (2, 1), (2, 2))),
}


@lru_cache(256)
def countdown(text: str, width: int, height: int) -> Image.Image:
    """`12:31`, `+0:45` or `1h40`, mode "1", `height` px high, or less if it must be for `width`.

    Every digit is equally wide, so that nothing jumps as they tick.
    """
    for high in range(height, PAGE, -1):
        for wide in range(round(high * 0.56), round(high * 0.5) - 1, -1):
            if _width(text, wide, high) <= width:
                return _set(text, wide, high)
    return _set(text, 4, PAGE)


def stroke(height: int) -> int:
    """How thick the strokes of digits of a height are, in px."""
    return max(2, round(height / 6.5))


def _gap(height: int) -> int:
    return max(1, height // 10)


def _width(text: str, wide: int, high: int) -> int:
    return sum(_cell(c, wide, high) for c in text) + _gap(high) * (len(text) - 1)


def _cell(character: str, wide: int, high: int) -> int:
    if character == ":":
        return stroke(high)
    if character == "+":
        return 2 * stroke(high)
    return wide


def _set(text: str, wide: int, high: int) -> Image.Image:
    image = Image.new("1", (_width(text, wide, high), high))
    x = 0
    for character in text:
        cell = _cell(character, wide, high)
        image.paste(_drawn(character, cell, high), (x, 0))
        x += cell + _gap(high)
    return image


@lru_cache(512)
def _drawn(character: str, wide: int, high: int) -> Image.Image:
    after_you()
    thick = stroke(high)
    image = Image.new("1", (wide, high))
    pen = ImageDraw.Draw(image)
    if character == ":":
        for middle in (high * 0.3, high * 0.7):
            top = round(middle - thick / 2)
            pen.rectangle((0, top, thick - 1, top + thick - 1), LIT)
        return image
    if character == "+":
        top, left = (high - thick) // 2, (wide - thick) // 2
        reach = (wide - thick) // 2
        pen.rectangle((0, top, wide - 1, top + thick - 1), LIT)
        pen.rectangle((left, top - reach, left + thick - 1, top + thick + reach - 1), LIT)
        return image
    return _stroked(character, wide, high, thick)


def _middle(high: int, thick: int) -> int:
    """The first row of the middle stroke: half way, or a little higher, within one page."""
    half = (high - thick) // 2
    within = (y for y in range(half, half - PAGE, -1) if y % PAGE + thick <= PAGE)
    return next(within, half)


def _stroked(character: str, wide: int, high: int, thick: int) -> Image.Image:
    large = Image.new("L", (wide * _FINE, high * _FINE))
    pen = ImageDraw.Draw(large)
    for path in _PATHS[character]:
        points = [(_across(x, wide, thick), _down(y, high, thick)) for x, y in path]
        for left, top, right, bottom in _straights(points, thick):
            if left <= right and top <= bottom:  # else corner meets corner
                pen.rectangle((left, top, right, bottom), LIT)
        for box, start in _corners(points, thick):
            pen.arc(box, start, start + 90, LIT, width=thick * _FINE)
    if character == "1":
        pen.polygon(_flag(points[0], thick), LIT)
    small = large.resize((wide, high), Image.Resampling.BOX)
    return small.point([0] * 128 + [LIT] * 128).convert("1", dither=Image.Dither.NONE)


def _flag(top: _Point, thick: int) -> list[_Point]:
    """The slanted stroke of a 1, which a 7 has not: else they differ by the length of one."""
    x, y = top[0] - thick / 2, top[1] - thick / 2
    corners = ((x, y), (x - 1.2 * thick, y + 1.2 * thick), (x - 1.2 * thick, y + 2.7 * thick))
    return [(a * _FINE, b * _FINE) for a, b in (*corners, (x, y + 1.5 * thick))]


def _across(x: float, wide: int, thick: int) -> float:
    """The middle of an upright stroke: on whole pixels, also where it is not at an edge."""
    return round((wide - thick) * x / 2) + thick / 2


def _down(y: float, high: int, thick: int) -> float:
    middle = _middle(high, thick)
    top = middle * y if y <= 1 else middle + (high - thick - middle) * (y - 1)
    return round(top) + thick / 2


def _straights(points: list[_Point], thick: int) -> Iterator[tuple[float, float, float, float]]:
    """Boxes of the straight pieces: from corner to corner, and to beyond the path's ends."""
    last = len(points) - 1
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        # A loop's ends meet; a path's other ends are as thick as it is.
        loop = points[0] == points[last]
        back = -thick if at else (0 if loop else thick / 2)
        on = -thick if at + 1 < last else (0 if loop else thick / 2)
        across = (x1 > x0) - (x1 < x0)
        down = (y1 > y0) - (y1 < y0)
        xs = (x0 - across * back, x1 + across * on)[:: across or 1]
        ys = (y0 - down * back, y1 + down * on)[:: down or 1]
        half_x, half_y = (0, thick / 2) if across else (thick / 2, 0)
        yield (
            (xs[0] - half_x) * _FINE,
            (ys[0] - half_y) * _FINE,
            (xs[1] + half_x) * _FINE - 1,
            (ys[1] + half_y) * _FINE - 1,
        )


def _corners(
    points: list[_Point], thick: int
) -> Iterator[tuple[tuple[float, float, float, float], int]]:
    """For each corner the box of its circle and the angle at which its quarter begins."""
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        ends = before, after
        right = max(end[0] for end in ends) > x
        below = max(end[1] for end in ends) > y
        centre_x = x + (thick if right else -thick)
        centre_y = y + (thick if below else -thick)
        reach = thick * 1.5
        start = {(True, True): 180, (False, True): 270, (False, False): 0, (True, False): 90}
        yield (
            (
                (centre_x - reach) * _FINE,
                (centre_y - reach) * _FINE,
                (centre_x + reach) * _FINE - 1,
                (centre_y + reach) * _FINE - 1,
            ),
            start[right, below],
        )
