"""Draws the bedside's golden pictures again: look at every one before you accept it.

python tests/lab/make_pictures.py
"""

import sys
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from PIL import Image

from tests.lab import replayed
from tests.lab.guest.bedside import moments, story


def at(shown: Sequence[tuple[int, Image.Image]], instant: int) -> tuple[int, int, Image.Image]:
    """What is shown at an instant: from when, until when, and what."""
    begins = [begin for begin, _ in shown]
    number = sum(begin <= instant for begin in begins) - 1
    end = begins[number + 1] if number + 1 < len(begins) else round(1000 * story.END)
    return begins[number], end, shown[number][1]


def main() -> None:
    shown = replayed.pictures()
    for old in moments.FOLDER.glob("*.png"):
        old.unlink()
    moments.FOLDER.mkdir(exist_ok=True)
    for moment in moments.MOMENTS:
        picture = at(shown[moment.panel], moment.begin)[2]
        picture.save(moments.FOLDER / f"{moment.name}.png", optimize=True)


if __name__ == "__main__":
    main()
