"""Letters have the room that they take, so that nothing lies on anything else once printed."""

import pytest
from PIL import ImageFont

from station.drawing.lettering import FONTS
from station.wiring.letters import OTHER, width_of

LETTERS = "".join(chr(code) for code in range(32, 127)) + "ÄÉéñßœŒØÿ…Ω·"
SIZE = 34


def test_no_letter_of_helvetica_is_wider() -> None:
    """The panels' own font at its largest, with a dot for what a bitmap rounds."""
    font = ImageFont.truetype(str(FONTS / "helvB24-100dpi.pcf"), SIZE)
    for letter in LETTERS:
        if bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff")):
            assert font.getlength(letter) <= width_of(letter, bold=True) * SIZE + 1, letter


@pytest.mark.parametrize("family", ["DejaVuSans", "LiberationSans"])
@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_of_the_fonts_that_pages_are_printed_with_is_wider(
    family: str, *, bold: bool
) -> None:
    try:
        font = ImageFont.truetype(f"{family}{'-Bold' if bold else ''}.ttf", 1_000)
    except OSError:
        pytest.skip("this machine has no such font")
    for letter in LETTERS:
        assert font.getlength(letter) <= width_of(letter, bold=bold) * 1_000 + 1, letter


def test_letters_that_nobody_measured_have_plenty_of_room() -> None:
    assert width_of("台Щ") == 2 * OTHER / 100


def test_accents_take_no_room_of_their_own() -> None:
    assert width_of("é") == width_of("e\N{COMBINING ACUTE ACCENT}") == width_of("e")
