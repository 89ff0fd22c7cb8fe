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


def test_no_two_pictures_are_the_same() -> None:
    seen: dict[bytes, str] = {}
    for picture in PICTURES:
        if picture.name not in ALIKE:
            drawn = picture.drawn().tobytes()
            assert seen.setdefault(drawn, picture.name) == picture.name


def test_those_that_are_are_what_they_should_look_like() -> None:
    names = {picture.name: picture for picture in PICTURES}
    for name, like in ALIKE.items():
        assert names[name].drawn().tobytes() == names[like].drawn().tobytes()


ALIKE = {
    "128x64-en-dim": "128x64-en-ready",  # the light is another, not the pixels
    "128x64-en-checked": "128x64-en-ready",  # what a check found has its turn later
    "128x64-en-astray": "128x64-en-ready",
    "128x64-en-limit_refused": "128x64-en-limit_again",  # it says what the next press does
}


def test_the_readme_shows_what_panels_show_now() -> None:
    assert Image.open(README).tobytes() == readme().tobytes(), AGAIN
