"""The golden pictures of the bedside: a replay of its story still draws each, to the pixel."""

import pytest
from PIL import Image

from tests.lab import make_pictures, replayed
from tests.lab.guest.bedside.moments import FOLDER, MOMENTS, Moment

AGAIN = "look at it, and if it is better: python tests/lab/make_pictures.py"


@pytest.fixture(scope="module")
def shown() -> dict[int, list[tuple[int, Image.Image]]]:
    return replayed.pictures()


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_a_picture_is_as_somebody_looked_at_it(
    moment: Moment, shown: dict[int, list[tuple[int, Image.Image]]]
) -> None:
    begin, end, picture = make_pictures.at(shown[moment.panel], moment.begin)
    assert (begin, end) == (moment.begin, moment.end), "it hangs there at another time"
    assert moment.golden().tobytes() == picture.tobytes(), AGAIN


def test_there_are_no_others() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {moment.name for moment in MOMENTS}


def test_no_two_pictures_are_the_same() -> None:
    assert len({moment.golden().tobytes() for moment in MOMENTS}) == len(MOMENTS)
