from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, features

from station.core.facts import Refusal
from station.core.phase import Phase
from station.core.screen import Light, Screen, Strip
from station.core.words import ENGLISH
from station.hardware import lettering
from station.hardware.drawing import SHIFTS, draw
from tests.hardware.screens import (
    BLANK,
    CONTACT,
    FOUR_BAYS,
    NUMB,
    OVERDUE,
    PICTURES,
    READY,
    REFUSED,
    REMOVAL,
)

FOLDER = Path(__file__).parent / "pictures"
SIZE = (128, 64)
SIZES = [(128, 32), (128, 64), (128, 128), (128, 96), (256, 32), (256, 64), (256, 128), (64, 128)]


def dots(image: Image.Image) -> int:
    return image.convert("L").histogram()[255]


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_as_somebody_looked_at_them(name: str) -> None:
    # Not so? Look at it, and if it is better: python tests/hardware/make_pictures.py
    golden = Image.open(FOLDER / f"{name}.png")
    drawn = draw(*PICTURES[name])
    assert golden.size == drawn.size
    others = dots(ImageChops.logical_xor(drawn, golden.convert("1")))
    same_font = golden.info["FreeType"] == features.version("freetype2")
    assert others <= (0 if same_font else drawn.width * drawn.height // 50)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", [READY, CONTACT, REMOVAL, OVERDUE, NUMB, REFUSED, FOUR_BAYS])
def test_every_screen_can_be_drawn_on_every_size(screen: Screen, size: tuple[int, int]) -> None:
    for turn in range(7):
        image = draw(replace(screen, turn=turn), size)
        assert image.mode == "1"
        assert image.size == size
        assert 0 < dots(image) < size[0] * size[1]


FIGURES = ["12:31", "0:00", "2:00", "58:08", "99:59", "+0:07", "+12:34", "+88:88", "+123:45"]


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("screen", [CONTACT, OVERDUE], ids=["bar", "no bar"])
def test_a_countdown_is_at_least_40_px_high_and_fits(figure: str, screen: Screen) -> None:
    # Only the countdown: without what stands above and below it.
    alone = replace(screen, figure=figure, inverted=False)
    alone = replace(alone, label="", word="", marks="", header=(), footer=(), bar=None, onset=None)
    left, top, right, bottom = ink(draw(alone, SIZE))
    assert bottom - top >= 40
    assert right - left <= 126
    with_bar = lettering.figure(figure, 126, 40)
    assert ink(with_bar)[3] - ink(with_bar)[1] == 40


def test_with_bar_and_footer_too_nothing_but_the_countdown_is_in_its_40_rows() -> None:
    bare = replace(CONTACT, figure="88:88", label="", word="", header=(), footer=(), bar=None)
    countdown = lettering.figure("88:88", 126, 40)
    rows = draw(replace(CONTACT, figure="88:88"), SIZE).crop((0, 10, 128, 49))
    assert dots(rows) == dots(countdown.crop((0, 1, countdown.width, 40)))
    assert dots(draw(bare, SIZE)) > dots(rows)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sign", ["", "+"])
def test_digits_keep_their_places_as_they_tick(size: tuple[int, int], sign: str) -> None:
    """Where every digit is an 8 there is no dot outside the cells of any other time."""
    bare = replace(CONTACT, label="", word="", header=(), footer=(), bar=None, onset=None)
    cells = draw(replace(bare, figure=f"{sign}88:88"), size)
    height, width = cells.height, cells.width
    columns = [cells.crop((x, 0, x + 1, height)).getbbox() is not None for x in range(width)]
    for figure in ("11:11", "17:45", "20:36", "09:00"):
        drawn = draw(replace(bare, figure=sign + figure), size)
        for x in range(width):
            if drawn.crop((x, 0, x + 1, height)).getbbox() is not None:
                assert columns[x] or columns[max(0, x - 1)] or columns[min(x + 1, width - 1)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", [READY, CONTACT, OVERDUE, FOUR_BAYS])
def test_contents_shift_by_a_px_or_two_and_nothing_is_cut_off(
    screen: Screen, size: tuple[int, int]
) -> None:
    plain = replace(screen, inverted=False)
    still = draw(plain, size)
    places = set()
    for minute in range(60):
        dx, dy = SHIFTS[minute % len(SHIFTS)]
        expected = Image.new("1", size)
        expected.paste(still, (dx, dy))
        assert dots(expected) == dots(still)
        moved = draw(replace(plain, shift=minute), size)
        assert moved.tobytes() == expected.tobytes()
        places.add(moved.tobytes())
    assert len(places) == len(SHIFTS)
    assert all(0 <= dx <= 2 and 0 <= dy <= 2 for dx, dy in SHIFTS)


def test_an_inverted_screen_is_inverted_to_the_edges() -> None:
    plain = draw(replace(OVERDUE, inverted=False), SIZE)
    assert draw(OVERDUE, SIZE).tobytes() == ImageChops.invert(plain).tobytes()


def test_a_blank_panel_has_one_pixel_that_moves() -> None:
    places = set()
    for second in range(600):
        image = draw(replace(BLANK, pixel=second), SIZE)
        assert dots(image) == 1
        places.add(ink(image)[:2])
    assert len(places) == 600
    assert draw(replace(OVERDUE, light=Light.BLANK), SIZE).tobytes() == (
        draw(replace(BLANK, pixel=0), SIZE).tobytes()
    )


def test_a_dim_panel_shows_the_same_as_a_bright_one() -> None:
    assert draw(replace(READY, light=Light.DIM), SIZE).tobytes() == draw(READY, SIZE).tobytes()


def rows_of(image: Image.Image) -> list[str]:
    data = "".join(" #"[dot > 0] for dot in image.convert("L").tobytes())
    return [data[at : at + image.width] for at in range(0, len(data), image.width)]


def shows(image: Image.Image, text: str, size: int = lettering.SMALL) -> bool:
    """Whether this text stands somewhere in the picture, dot for dot, light or dark."""
    line = lettering.line(text, size)
    wanted = rows_of(line.crop((0, 0, line.width, ink(line)[3])))
    for rows in (rows_of(image), rows_of(ImageChops.invert(image))):
        for y in range(len(rows) - len(wanted) + 1):
            x = rows[y].find(wanted[0])
            while x >= 0:
                if all(rows[y + k].startswith(row, x) for k, row in enumerate(wanted)):
                    return True
                x = rows[y].find(wanted[0], x + 1)
    return False


def test_word_and_header_take_turns_beside_the_label() -> None:
    for turn, text in enumerate(("CREAM ON", "NOT SAVED", "2 of 6", "CREAM ON")):
        image = draw(replace(CONTACT, turn=turn), SIZE)
        assert shows(image, text)
        assert shows(image, "Bed 1")


def test_marks_are_shown_without_colour_or_sound() -> None:
    assert shows(draw(OVERDUE, SIZE), "!!!")
    assert shows(draw(REMOVAL, SIZE), "!!")


def test_the_footer_shows_the_line_whose_turn_it_is() -> None:
    for turn in range(6):
        screen = replace(NUMB, turn=turn)
        assert shows(draw(screen, SIZE), screen.footer_line)


def test_where_nothing_counts_all_prompts_are_shown_together() -> None:
    image = draw(READY, SIZE)
    assert shows(image, "PRESS cream on")
    assert shows(image, "HOLD nothing")


def test_a_long_line_is_shown_in_pieces_as_the_countdown_ticks() -> None:
    screen = replace(REMOVAL, turn=2)
    assert shows(draw(replace(screen, figure="1:48"), SIZE), "Wipe off completely with")
    assert shows(draw(replace(screen, figure="1:47"), SIZE), "gauze or baby wipes")


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_for_a_refusal_is_shown_whole_within_two_ticks(reason: Refusal) -> None:
    text = ENGLISH.refused[reason]
    refused = replace(CONTACT, footer=(text,), prompts=0)
    seen = [draw(replace(refused, figure=figure), SIZE) for figure in ("12:31", "12:30")]
    narrow = lettering.narrow(lettering.SMALL)
    if lettering.width_of(text, narrow) <= 126:
        assert any(shows(image, text, size) for image in seen for size in (10, narrow))
    else:
        pieces = lettering.wrapped(text, 126)
        assert all(any(shows(image, piece) for image in seen) for piece in pieces)


def strip(*bays: tuple[str, str, Phase]) -> tuple[Strip, ...]:
    marks = {Phase.OVERDUE: "!!!", Phase.REMOVAL: "!!"}
    return tuple(Strip(label, figure, marks.get(phase, ""), phase) for label, figure, phase in bays)


def test_the_other_bays_are_told_apart_by_what_their_labels_do_not_share() -> None:
    image = draw(FOUR_BAYS, SIZE)
    assert shows(image, "2 1:48 !!")
    assert shows(image, "3 12:31")
    assert shows(image, "4 READY", lettering.NARROW)


def test_one_other_bay_is_called_by_its_whole_label() -> None:
    other = strip(("Bed 2", "12:31", Phase.CONTACT))
    assert shows(draw(replace(FOUR_BAYS, strip=other), SIZE), "Bed 2 12:31")


def test_urgent_bays_of_a_strip_are_inverted() -> None:
    for phase, inverted in ((Phase.REMOVAL, True), (Phase.OVERDUE, True), (Phase.CONTACT, False)):
        image = draw(replace(FOUR_BAYS, strip=strip(("Bed 2", "1:48", phase))), SIZE)
        bottom = image.crop((0, 54, 126, 63))
        assert (dots(bottom) > 126 * 9 // 2) is inverted


def test_of_too_many_bays_the_urgent_ones_stay_and_the_others_take_turns() -> None:
    many = [(f"Bed {n}", f"{n}:00", Phase.CONTACT) for n in range(2, 10)]
    many[7] = ("Bed 9", "+0:12", Phase.OVERDUE)
    seen = set()
    for turn in range(8):
        image = draw(replace(FOUR_BAYS, strip=strip(*many), turn=turn), SIZE)
        assert shows(image, "9 +0:12")
        seen |= {n for n in range(2, 9) if shows(image, f"{n} {n}:00")}
    assert seen == set(range(2, 9))


def test_a_low_panel_shows_its_strip_in_turn_with_the_footer() -> None:
    seen = [draw(replace(FOUR_BAYS, turn=turn), (128, 32)) for turn in range(4)]
    assert [shows(image, "3 12:31") for image in seen] == [False, True, False, True]
    assert shows(seen[0], "Bed 1: PRESS wiped")
    assert shows(seen[2], "Bed 1: HOLD wiped")


def test_a_strip_shortens_labels_but_never_times() -> None:
    others = strip(
        ("Window side", "12:31", Phase.CONTACT),
        ("Door", "58:08", Phase.NUMB),
        ("Laser", "+0:12", Phase.OVERDUE),
    )
    image = draw(replace(FOUR_BAYS, strip=others), SIZE)
    assert all(shows(image, time) for time in ("12:31", "58:08", "+0:12"))


def test_a_label_too_long_keeps_its_end() -> None:
    screen = replace(CONTACT, label="Treatment room west Bed 12", turn=0)
    assert shows(draw(screen, SIZE), "…west Bed 12")


def test_a_shortened_text_loses_words_before_letters() -> None:
    assert lettering.shortened("Prepare solutions and equipment", 100) == "Prepare solutions…"
    assert lettering.shortened("Desensitisation", 40) == "Desens…"
    assert lettering.shortened("", 40) == ""


def test_a_name_that_is_one_long_word_loses_letters() -> None:
    shorter = lettering.fitted("Behandlungszimmer", 40, name=True)
    text = lettering.shortened("Behandlungszimmer", 40)
    assert text.startswith("Beh")
    assert shorter.tobytes() == lettering.line(text).tobytes()
    assert shorter.width <= 40
    assert lettering.fitted("", 0, name=True).width == 0


def test_a_text_is_broken_evenly_and_between_words() -> None:
    assert lettering.wrapped("PRESS AGAIN TO TIME ANYWAY", 126) == ("PRESS AGAIN TO", "TIME ANYWAY")
    assert lettering.wrapped("at Krankenhausapotheke", 40) == ("at", "Kranke…")
    assert lettering.wrapped("", 40) == ()


@pytest.mark.parametrize("size", [9, 10, 18, 20])
def test_no_letter_sticks_out_of_its_line(size: int) -> None:
    for character in map(chr, range(33, 127)):
        line = lettering.line(character, size)
        assert line.height == lettering.line_height(size)
        assert line.getbbox() is not None


def test_a_word_of_nothing_is_nothing() -> None:
    assert lettering.word(" ", 126, 20).getbbox() is None


def test_letters_that_the_font_has_not_are_replaced_by_such_as_read_alike() -> None:
    assert (
        lettering.plain("Süd \N{EN DASH} Liège № 2 \N{MULTIPLICATION SIGN} 漢")
        == "Sud - Liege No 2 x ?"
    )


def test_small_digits_are_all_different_and_equally_wide() -> None:
    for size in (lettering.SMALL, lettering.NARROW):
        eights = {lettering.line(digit, size).tobytes() for digit in "0123456789"}
        assert len(eights) == 10
    assert {lettering.width_of(digit) for digit in "0123456789"} == {5}
