import pytest

from station.drawing.lettering import TEXT, line
from station.selftest.picture import frame_picture

WORDS = ("PANEL 0", "0x3C ssd1306", *(f"Bed {n}, by the window to the garden" for n in range(8)))


@pytest.mark.parametrize("size", [(128, 32), (128, 64), (128, 128), (256, 64), (160, 128)])
@pytest.mark.parametrize("lines", [(), WORDS[:3], WORDS])
def test_the_frame_is_whole_whatever_is_written(
    size: tuple[int, int], lines: tuple[str, ...]
) -> None:
    picture = frame_picture(size, lines)
    width, height = size
    assert picture.size == size
    assert all(picture.getpixel((x, y)) for x in range(width) for y in (0, height - 1))
    assert all(picture.getpixel((x, y)) for y in range(height) for x in (0, width - 1))


def test_each_corner_is_marked_otherwise() -> None:
    picture = frame_picture((128, 64), ())
    corners = [picture.crop((x, y, x + 8, y + 8)).tobytes() for x in (0, 120) for y in (0, 56)]
    assert len(set(corners)) == 4


def test_turned_or_mirrored_it_is_another_picture() -> None:
    picture = frame_picture((128, 64), ())
    turned = picture.rotate(180)
    assert picture.crop((0, 0, 8, 8)).tobytes() != turned.crop((0, 0, 8, 8)).tobytes()
    assert turned.crop((120, 56, 128, 64)).tobytes() == b"\xff" * 8


@pytest.mark.parametrize("label", ["Bett Ähre", "Łóżko nº 2"])
def test_words_are_drawn_as_the_station_draws_them(label: str) -> None:
    picture = frame_picture((128, 64), (label,))
    drawn = line(label, TEXT)
    found = picture.crop((11, 2, 11 + drawn.width, 2 + drawn.height))
    assert found.tobytes() == drawn.tobytes()


def test_a_long_label_keeps_its_end_and_the_checker_its_place() -> None:
    plain, long = frame_picture((128, 64), ()), frame_picture((128, 64), (f"{'By ' * 40}Bed 7",))
    right = (98, 0, 128, 64)
    assert plain.crop(right).tobytes() == long.crop(right).tobytes()
    end = line("Bed 7", TEXT)
    at = long.crop((11, 2, 98, 14)).getbbox()
    assert at is not None
    assert long.crop((11 + at[2] - end.width, 2, 11 + at[2], 14)).tobytes() == end.tobytes()
