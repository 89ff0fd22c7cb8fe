"""Draw the golden pictures anew: `make pictures`. Then look at every one before you accept it.

With a file's name, draw all of them on one sheet instead, enlarged: `make contact-sheet`.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
FOLDER = HERE / "pictures"
README = FOLDER / "README.png"
"""The main ones, as the README shows them."""
_EDGE = 8
_HEAD = 14
"""Px for a name."""


def sheet(pictures: Iterable[tuple[str, Image.Image]], width: int, scale: int) -> Image.Image:
    """Pictures side by side on grey, each with its name (if it has one) above it."""
    x = y = _EDGE
    high = 0
    places = []
    for name, image in pictures:
        large = image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
        if x + large.width > width:
            x, y, high = _EDGE, y + high + _EDGE, 0
        places.append((name, large, x, y))
        x += large.width + _EDGE
        high = max(high, large.height + (_HEAD if name else 0))
    whole = Image.new("L", (width, y + high + _EDGE), 96)
    pen = ImageDraw.Draw(whole)
    for name, large, left, top in places:
        pen.text((left, top), name, 255)
        whole.paste(large.convert("L"), (left, top + (_HEAD if name else 0)))
    return whole


def readme() -> Image.Image:
    """The pictures that the README shows."""
    main = ("ready", "contact", "removal", "overdue_long", "numb", "power_lost")
    several = (
        Picture("all_at_once", bays=4),
        Picture("contact", LOW),
        Picture("numb", language="de"),
    )
    return sheet(
        [("", picture.drawn()) for picture in (*map(Picture, main), *several)],
        3 * (128 * 3 + _EDGE) + _EDGE,
        3,
    )


def main(arguments: list[str]) -> None:
    if arguments:
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)
        sheet(((p.name, p.drawn()) for p in PICTURES), 1600, 3).save(arguments[0])
        return
    for old in FOLDER.glob("*.png"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        picture.drawn().save(FOLDER / f"{picture.name}.png", optimize=True)
    readme().save(README, optimize=True)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent.parent))

from tests.drawing.golden import LOW, PICTURES, Picture  # noqa: E402 - after the path, as a program

if __name__ == "__main__":
    main(sys.argv[1:])
