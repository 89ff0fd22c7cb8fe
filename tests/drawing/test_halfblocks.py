from PIL import Image

from station.drawing.halfblocks import half_blocks


def image_of(*rows: str) -> Image.Image:
    image = Image.new("1", (len(rows[0]), len(rows)))
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            image.putpixel((x, y), 255 * (dot == "#"))
    return image


def test_two_pixels_become_one_character() -> None:
    assert half_blocks(image_of("#.#.", "##..")) == "┌────┐\n│█▄▀ │\n└────┘"


def test_an_odd_last_row_stands_on_nothing() -> None:
    assert half_blocks(image_of("#.", ".#", "#.")) == "┌──┐\n│▀▄│\n│▀ │\n└──┘"


def test_a_panel_becomes_as_wide_and_half_as_high() -> None:
    lines = half_blocks(Image.new("RGB", (128, 64), "white")).splitlines()
    assert len(lines) == 34
    assert {len(line) for line in lines} == {130}
    assert lines[1] == "│" + "█" * 128 + "│"
