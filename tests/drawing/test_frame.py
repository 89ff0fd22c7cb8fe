import pytest
from PIL import Image, ImageChops

from station.core.change import replace
from station.core.phase import Phase
from station.core.screen import DARK, Light
from station.drawing import frame
from station.drawing.digits import countdown
from station.drawing.frame import SHIFTS, draw
from station.drawing.sheet import Sheet
from station.drawing.signs import marks
from tests.drawing.pixels import dots, ink, shows, stands
from tests.drawing.scenes import SCENES, scene
from tests.drawing.sizes import SIZES

SIZE = (128, 64)
COUNTING = ["contact", "removal", "overdue", "overdue_long", "numb", "second_area", "power_lost"]


@pytest.mark.meets("SIZ-3")
@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("language", ["en", "de"])
def test_one_bays_countdown_is_40_px_high_whatever_else_is_said(name: str, language: str) -> None:
    screen = scene(name, language)
    assert any(
        stands(countdown(screen.figure, room, 40), draw(screen, SIZE)) for room in range(90, 127)
    )


def test_nothing_but_countdown_gauge_and_marks_is_in_its_40_rows() -> None:
    screen = replace(scene("contact"), bar=None, onset=None)
    rows = draw(screen, SIZE).crop((0, 8, 128, 48))
    assert dots(rows) == dots(countdown(screen.figure, 126, 40))


@pytest.mark.meets("SIZ-2")
@pytest.mark.parametrize("size", SIZES)
def test_every_scene_can_be_drawn_on_every_size(size: tuple[int, int]) -> None:
    for name in SCENES:
        for bays in (1, 3, 6):
            image = draw(scene(name, "en", bays), size)
            assert (image.mode, image.size) == ("1", size)
            assert 0 < dots(image) < size[0] * size[1]


@pytest.mark.meets("IDL-5")
@pytest.mark.parametrize("size", SIZES)
def test_contents_shift_by_a_px_or_two_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    plain = replace(scene("overdue_long"), inverted=False)
    still = draw(plain, size)
    scale = 2 if size == (256, 128) else 1
    places = set()
    for minute in range(60):
        right = SHIFTS[minute % len(SHIFTS)] * scale
        expected = Image.new("1", size)
        expected.paste(still, (right, 0))
        assert dots(expected) == dots(still)
        moved = draw(replace(plain, shift=minute), size)
        assert moved.tobytes() == expected.tobytes()
        places.add(moved.tobytes())
    assert len(places) == len(set(SHIFTS)) == 3
    assert all(abs(a - b) == 1 for a, b in zip(SHIFTS, (*SHIFTS[1:], SHIFTS[0]), strict=True))


@pytest.mark.meets("PAN-19")
def test_an_inverted_screen_is_inverted_to_the_edges() -> None:
    screen = scene("overdue")
    assert screen.inverted
    plain = draw(replace(screen, inverted=False), SIZE)
    assert draw(screen, SIZE).tobytes() == ImageChops.invert(plain).tobytes()


@pytest.mark.meets("IDL-3")
def test_a_blank_panel_has_one_pixel_that_moves() -> None:
    places = set()
    for second in range(600):
        image = draw(replace(DARK, pixel=second), SIZE)
        assert dots(image) == 1
        places.add(ink(image)[:2])
    assert len(places) == 600
    overdue = replace(scene("overdue"), light=Light.BLANK, pixel=7)
    assert draw(overdue, SIZE).tobytes() == draw(replace(DARK, pixel=7), SIZE).tobytes()


def test_a_dim_panel_shows_the_same_as_a_bright_one() -> None:
    screen = scene("dim")
    assert screen.light is Light.DIM
    bright = replace(screen, light=Light.BRIGHT)
    assert draw(screen, SIZE).tobytes() == draw(bright, SIZE).tobytes()


@pytest.mark.meets("PAN-19")
def test_priority_is_seen_from_afar_without_colour_or_sound() -> None:
    """Marks as high as the countdown, wherever it leaves room for them; else in the header."""
    assert stands(marks("!!", 40), draw(scene("removal"), SIZE))
    assert stands(marks("!!!", 40), draw(scene("overdue"), SIZE))
    assert stands(marks("!!!", 6), draw(scene("overdue_long"), SIZE).crop((0, 0, 128, 8)))
    assert stands(marks("!", 40), draw(scene("faults"), SIZE))


def test_the_largest_panels_show_every_pixel_twice_as_large() -> None:
    screen = scene("contact")
    large = draw(screen, (256, 128))
    assert large.resize((128, 64), Image.Resampling.NEAREST).tobytes() == (
        draw(screen, SIZE).tobytes()
    )
    assert draw(replace(DARK, pixel=3), (256, 128)).getbbox() is not None
    assert dots(draw(replace(DARK, pixel=3), (256, 128))) == 1


def test_a_low_panel_says_in_its_line_what_its_column_has_no_room_for() -> None:
    screen = replace(scene("contact"), header=("NOT SAVED ANYWHERE",), phase=Phase.CONTACT)
    seen = [draw(replace(screen, turn=turn), (128, 32)) for turn in range(8)]
    assert any(shows(image, "NOT SAVED ANYWHERE") for image in seen)


@pytest.mark.parametrize("size", [(128, 32), (128, 64), (256, 64)])
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_kept_from_second_to_second_is_what_would_be_drawn_anew(
    language: str, size: tuple[int, int]
) -> None:
    """Words are drawn once for as long as they stand: with nothing left out that they need."""
    for name in SCENES:
        for bays in (1, 2, 4):
            for turn in range(6):
                screen = replace(scene(name, language, bays), turn=turn, inverted=False)
                if screen.light is Light.BLANK:
                    continue
                anew = Sheet(size)
                frame._draw_words(anew, screen, marked=frame._draw_ticking(anew, screen))
                assert draw(screen, size).tobytes() == anew.image.tobytes(), (name, bays, turn)
