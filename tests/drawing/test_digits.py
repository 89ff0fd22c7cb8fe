from itertools import combinations, pairwise

import pytest
from PIL import Image, ImageChops

from station.drawing.digits import PAGE, countdown, stroke
from tests.drawing.pixels import dots, ink, rows_of

FIGURES = ["12:31", "0:00", "58:08", "99:59", "+0:07", "+12:34", "+88:88", "1h40", "26h05", "+1h40"]
HEIGHTS = [16, 20, 24, 30, 32, 40, 48, 56, 80]


@pytest.mark.meets("SIZ-3")
@pytest.mark.parametrize("figure", FIGURES)
def test_a_countdown_is_40_px_high_and_fits_a_panel(figure: str) -> None:
    drawn = countdown(figure, 126, 40)
    left, top, right, bottom = ink(drawn)
    assert (bottom - top, drawn.height) == (40, 40)
    assert right - left <= drawn.width <= 126


@pytest.mark.parametrize("height", HEIGHTS)
def test_digits_keep_their_places_as_they_tick(height: int) -> None:
    """Where every digit is an 8 there is no dot outside the cells of any other time."""
    eights = countdown("88:88", 10 * height, height)
    for figure in ("12:31", "00:00", "17:46", "59:49"):
        drawn = countdown(figure, 10 * height, height)
        assert drawn.size == eights.size
        cells = rows_of(ImageChops.logical_or(drawn, eights))
        columns = ["".join(column).strip() for column in zip(*cells, strict=True)]
        own = ["".join(column).strip() for column in zip(*rows_of(eights), strict=True)]
        assert [bool(column) for column in columns] == [bool(column) for column in own]


@pytest.mark.parametrize("height", HEIGHTS)
def test_every_digit_is_told_apart_by_its_shape_wherever_it_stands(height: int) -> None:
    """Two digits, their left or right edges on each other, differ by most of a stroke."""
    least = stroke(height) * (height / 2 - 2 * stroke(height)) / 2
    for one, other in combinations("0123456789", 2):
        shapes = [countdown(c, 10 * height, height) for c in (one, other)]
        shapes = [shape.crop(ink(shape)) for shape in shapes]
        wide = max(shape.width for shape in shapes)
        for right in (False, True):
            placed = [Image.new("1", (wide, height)) for _ in shapes]
            for image, shape in zip(placed, shapes, strict=True):
                image.paste(shape, (wide - shape.width if right else 0, 0))
            assert dots(ImageChops.logical_xor(*placed)) >= least, (one, other, right)


def test_a_one_has_no_bar_that_a_seven_has() -> None:
    one, seven = (rows_of(countdown(digit, 126, 40)) for digit in "17")
    assert len(one[0].strip()) <= stroke(40) + 1
    assert len(seven[0].strip()) > 2 * stroke(40)


@pytest.mark.parametrize("height", [24, 32, 40, 48])
def test_no_horizontal_stroke_lies_on_two_pages(height: int) -> None:
    """Where a countdown begins with a page, so do the changes of a tick."""
    rows = rows_of(countdown("8", 10 * height, height))
    middle = [len(row.strip()) == len(row.strip().replace(" ", "")) for row in rows]
    strokes, inside = [], False
    for y, full in enumerate(middle):
        if full and not inside:
            strokes.append([y, y])
        elif full:
            strokes[-1][1] = y
        inside = full
    assert len(strokes) == 3
    assert all(first // PAGE == last // PAGE for first, last in strokes)


def test_strokes_are_even_and_corners_round() -> None:
    zero = rows_of(countdown("0", 126, 40))
    assert zero == zero[::-1]
    assert [row[::-1] for row in zero] == zero
    assert zero[0][0] == " "
    assert zero[20].strip().split() == ["#" * stroke(40)] * 2


def test_a_countdown_too_wide_is_lower_rather_than_cut_off() -> None:
    low = countdown("+88:88", 60, 40)
    assert low.width <= 60
    assert low.height < 40
    assert countdown("88:88", 3, 40).height == PAGE


def test_a_second_changes_little() -> None:
    """The mean over a minute's ticks, the tens among them: not half of a digit's cell."""
    faces = [countdown(f"0:{second:02d}", 126, 40) for second in range(59, -1, -1)]
    changed = [dots(ImageChops.logical_xor(a, b)) for a, b in pairwise(faces)]
    assert sum(changed) / len(changed) < 24 * 40 * 2 / 5
