"""The golden pictures: each was looked at before it was accepted."""

import pytest
from PIL import Image

from tests.drawing.golden import PICTURES, Picture
from tests.drawing.make_pictures import FOLDER, README, readme

AGAIN = "look at it, and if it is better: make pictures"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_as_somebody_looked_at_it(picture: Picture) -> None:
    golden = Image.open(FOLDER / f"{picture.name}.png")
    drawn = picture.drawn()
    assert golden.size == drawn.size
    assert golden.convert("1").tobytes() == drawn.tobytes(), AGAIN


def test_there_are_no_others() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {
        README.stem,
        *(picture.name for picture in PICTURES),
    }


def test_no_two_scenes_of_one_bay_look_alike() -> None:
    seen: dict[bytes, str] = {}
    for picture in PICTURES:
        if picture.turn or picture.name in ALIKE:
            continue
        drawn = picture.drawn().tobytes()
        assert seen.setdefault(drawn, picture.name) == picture.name


ALIKE = {f"128x64-en-{name}" for name in ("dim", "limit_refused", "clash", "checked", "astray")}
"""Dimming changes the light, not the pixels; a refused press says what the next one does; where one
bay is alone nothing clashes; what a check found has its turn later."""


def test_the_readme_shows_what_panels_show_now() -> None:
    assert Image.open(README).tobytes() == readme().tobytes(), AGAIN
