"""A countdown as somebody reads it off a panel, whatever words stand around it."""

from typing import Final

from PIL import Image

from station.core.duration import SECOND, clock_face
from station.drawing.digits import countdown
from station.drawing.layout import layout
from station.drawing.sheet import GAP

DOUBT: Final = 30
"""Seconds around what is expected, among which a figure is looked up."""


def left(picture: Image.Image, expected: float, *, bays: int) -> int | None:
    """The time left, in whole seconds, that a panel with so many bays shows large.

    None: it is none of those around `expected` (milliseconds).
    """
    places = layout(picture.size, bays, counting=True)
    right = places.gauge.left - min(GAP, places.gauge.width)
    box = (0, places.large.top, right, places.large.bottom)
    seen = _ink(picture.crop(box))
    about = round(expected / SECOND)
    for seconds in range(max(0, about - DOUBT), about + DOUBT):
        figure = countdown(clock_face(seconds), right - places.large.left, places.large.height)
        if _ink(figure) == seen:
            return seconds
    return None


def _ink(image: Image.Image) -> tuple[tuple[int, int], bytes]:
    """What is lit, wherever it stands."""
    inked = image.crop(image.getbbox())
    return inked.size, inked.tobytes()
