"""Digits drawn by hand, where those of Pillow's built-in font cannot be told apart.

At 9 and 10 px Aileron's 6, 8 and 9 look alike and its `!` loses the dot.
"""

from functools import lru_cache

from PIL import Image

PICTURES = {
    10: (
        "0123456789!",
        """
        .###. ..#.. .###. .###. ...#. ##### ..##. ##### .###. .###. ##
        #...# .##.. #...# #...# ..##. #.... .#... ....# #...# #...# ##
        #...# ..#.. ....# ....# .#.#. #.... #.... ....# #...# #...# ##
        #...# ..#.. ....# ..##. #..#. ####. ####. ...#. .###. #...# ##
        #...# ..#.. ...#. ....# #..#. ....# #...# ...#. #...# .#### ##
        #...# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# ..
        #...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...# ...#. ##
        .###. .###. ##### .###. ...#. .###. .###. ..#.. .###. .##.. ##
        """,
    ),
    9: (
        "0123456789!",
        """
        .##. .#.. .##. ###. #..# #### .##. #### .##. .##. ##
        #..# ##.. #..# ...# #..# #... #... ...# #..# #..# ##
        #..# .#.. ...# .##. #### ###. ###. ..#. .##. #..# ##
        #..# .#.. .##. ...# ...# ...# #..# ..#. #..# .### ##
        #..# .#.. #... ...# ...# ...# #..# .#.. #..# ...# ..
        .##. ###. #### ###. ...# ###. .##. .#.. .##. .##. ##
        """,
    ),
}


@lru_cache
def hand_drawn(size: int) -> dict[str, Image.Image]:
    """The characters of a size (px) that are drawn by hand; none of most sizes."""
    if size not in PICTURES:
        return {}
    characters, picture = PICTURES[size]
    rows = [row.split() for row in picture.split("\n") if row.strip()]
    glyphs = {}
    for place, character in enumerate(characters):
        cells = [row[place] for row in rows]
        glyph = Image.new("1", (len(cells[0]), len(cells)))
        glyph.putdata([255 * (dot == "#") for cell in cells for dot in cell])
        glyphs[character] = glyph
    return glyphs
