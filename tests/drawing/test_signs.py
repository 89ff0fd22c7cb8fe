import pytest
from PIL import Image

from station.core.phase import Phase
from station.drawing.layout import Box
from station.drawing.signs import draw_gauge, marks
from tests.drawing.pixels import dots, rows_of

UPRIGHT, LYING, THIN = Box(10, 5, 17, 45), Box(5, 10, 105, 17), Box(10, 5, 12, 29)


def gauge(
    box: Box, done: int, onset: int | None = None, phase: Phase = Phase.CONTACT
) -> Image.Image:
    image = Image.new("1", (128, 64))
    draw_gauge(image, box, phase, done, onset)
    return image


@pytest.mark.meets("PAN-12")
@pytest.mark.parametrize("box", [UPRIGHT, LYING, THIN], ids=["upright", "lying", "thin"])
def test_a_gauge_fills_with_progress_and_stays_in_its_box(box: Box) -> None:
    lit = [dots(gauge(box, done)) for done in range(0, 1001, 10)]
    assert lit == sorted(lit)
    assert lit[-1] > lit[50] > lit[0]
    assert dots(gauge(box, 2000)) == lit[-1]
    assert dots(gauge(box, -5)) == lit[0]
    for done in (0, 500, 1000):
        left, top, right, bottom = gauge(box, done).getbbox() or (box.left, box.top, box.right, 0)
        assert box.left <= left
        assert box.top <= top
        assert right <= box.right
        assert bottom <= box.bottom


def test_it_fills_from_below_or_from_the_left() -> None:
    half = rows_of(gauge(UPRIGHT, 500))
    assert half[40][12:15] == "###"
    assert half[10][12:15] == "   "
    lying = rows_of(gauge(LYING, 500))
    assert lying[13][10] == "#"
    assert lying[13][100] == " "


def test_numbness_is_striped_and_empties() -> None:
    walls = dots(gauge(UPRIGHT, 0))
    solid, striped = gauge(UPRIGHT, 1000), gauge(UPRIGHT, 0, phase=Phase.NUMB)
    assert dots(striped) - walls == (dots(solid) - walls) // 2
    lit = [dots(gauge(UPRIGHT, done, phase=Phase.NUMB)) for done in range(0, 1001, 10)]
    assert lit == sorted(lit, reverse=True)
    assert lit[-1] == walls


@pytest.mark.meets("PAN-13")
@pytest.mark.parametrize("box", [UPRIGHT, LYING, THIN], ids=["upright", "lying", "thin"])
def test_a_mark_points_at_onset_from_outside(box: Box) -> None:
    without, marked = gauge(box, 0), gauge(box, 0, onset=125)
    assert dots(marked) == dots(without) + 2
    assert gauge(box, 0, onset=0).tobytes() != gauge(box, 0, onset=1000).tobytes()


def test_marks_are_as_many_as_they_are_urgent_and_as_high_as_asked() -> None:
    widths = [marks(text, 40).width for text in ("!", "!!", "!!!")]
    assert widths == sorted(set(widths))
    for height in (14, 24, 30, 40, 48):
        rows = rows_of(marks("!!!", height))
        assert len(rows) == height
        assert rows[0].split() == rows[-1].split()
        assert len(rows[0].split()) == 3
        assert any(not row.strip() for row in rows)  # a dot below each stroke
