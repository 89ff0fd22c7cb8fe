"""Crisp one-bit text in the sizes that panels have room for.

The typeface is Helvetica as bitmaps (fonts/README.md): every pixel of it was set by hand, so that
nothing is smeared and every machine draws the same. A line has a fixed height; what sticks out of
it, as the accents of capitals do, is made lower, and never cut off.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from station.machine.pace import after_you

FONTS: Final = Path(__file__).parent / "fonts"
LIT: Final = 255
"""What Pillow keeps for 1 in mode "1". It would keep a 1 as it is, and then not invert it."""
_SPACE: Final = 3
"""Px between words, beyond what their letters keep free, at the least."""
ELLIPSIS: Final = "…"
"""For what is left off."""
_MISSING: Final = "\U0010ffff"
"""No font has it: what a font draws for it, it draws for every character that it lacks."""


class FontMissingError(Exception):
    """A font of the panels cannot be read; says which one and what to do."""


class Face(Struct, frozen=True):
    """One size of the typeface. A line of it has `above` rows to the base line and `below` under.

    All in px; `pixels` is the size by which the font file knows itself.
    """

    file: str
    pixels: int
    above: int
    below: int

    @property
    def height(self) -> int:
        """Rows of a line."""
        return self.above + self.below


SMALL: Final = Face("helvR08", 8, 7, 1)
"""Capitals 6 px high. A line is one page of a panel's RAM: it changes without its neighbours."""
SMALL_BOLD: Final = Face("helvB08", 8, 7, 1)
TEXT: Final = Face("helvR10", 10, 10, 2)
"""Capitals 8 px high, and room for their accents."""
TEXT_BOLD: Final = Face("helvB10", 10, 10, 2)
FLAT_BOLD: Final = Face("helvB10", 10, 8, 0)
"""Figures and capitals only: nothing goes below the base line."""
LARGE: Final = Face("helvR12", 12, 11, 3)
"""Capitals 9 px high."""
LARGE_BOLD: Final = Face("helvB12", 12, 11, 3)
WORDS: Final = tuple(
    Face(file, pixels, above, below)
    for file, pixels, above, below in (
        ("helvB24-100dpi", 34, 32, 8),
        ("helvB24", 24, 25, 6),
        ("helvB18", 18, 19, 4),
        ("helvB14", 14, 15, 4),
        ("helvB12", 12, 13, 3),
        ("helvB10", 10, 12, 3),
        ("helvB08", 8, 10, 2),
    )
)
"""For a word that stands alone, the largest first: capitals 25, 19, 14, 11, 9, 8, 6 px high."""
FACES: Final = (SMALL, SMALL_BOLD, TEXT, TEXT_BOLD, FLAT_BOLD, LARGE, LARGE_BOLD, *WORDS)


def unreadable() -> str | None:
    """Why the panels' fonts cannot be used on this machine; None if they can."""
    try:
        for face in FACES:
            _font(face.file, face.pixels)
    except FontMissingError as missing:
        return str(missing)
    return None


def unknown_characters(text: str) -> str:
    """The characters of a text for which the typeface has no picture; each once, as they come."""
    return "".join(c for c in dict.fromkeys(text) if not (c.isspace() or _has(c)))


@lru_cache(1024)
def line(text: str, face: Face) -> Image.Image:
    """One line of text, mode "1", tight at its sides, as high as every line of `face`."""
    after_you()
    glyphs = [_glyph(c if c == " " or _has(c) else "?", face) for c in " ".join(text.split())]
    room = face.pixels  # letters may reach beyond their steps, to either side
    image = Image.new("1", (sum(glyph.step for glyph in glyphs) + 2 * room, face.height))
    x = room
    for glyph in glyphs:
        image.paste(LIT, (x + glyph.left, 0), glyph.drawn)
        x += glyph.step
    ink = image.getbbox()
    return image.crop((ink[0], 0, ink[2], face.height)) if ink else Image.new("1", (0, face.height))


def width_of(text: str, face: Face) -> int:
    """The width of a line in px."""
    return line(text, face).width


def largest(texts: Iterable[str], width: int, height: int, faces: Sequence[Face]) -> Face:
    """The first of `faces`, which come largest first, in which all fit the width; else the last."""
    texts = tuple(texts)
    for face in faces:
        if face.height <= height and all(width_of(text, face) <= width for text in texts):
            return face
    return faces[-1]


@lru_cache(64)
def word(text: str, width: int, height: int) -> Image.Image | None:
    """A word as large as fits, tight on all sides; None if the smallest face is too large."""
    for face in WORDS:
        drawn = line(text, face)
        ink = drawn.getbbox()
        if ink is not None and drawn.width <= width and ink[3] - ink[1] <= height:
            return drawn.crop((0, ink[1], drawn.width, ink[3]))
    return None


@lru_cache(1024)
def shortened(text: str, width: int, face: Face) -> str:
    """The text with words left off its end until it fits, and `…` for them; letters at the last."""
    if width_of(text, face) <= width:
        return text
    words = text.split()
    while len(words) > 1:
        words = words[:-1]
        shorter = " ".join(words).rstrip(",;:-") + ELLIPSIS
        if width_of(shorter, face) <= width:
            return shorter
    letters = words[0] if words else ""
    while letters and width_of(letters + ELLIPSIS, face) > width:
        letters = letters[:-1]
    return letters + ELLIPSIS if letters else ""


@lru_cache(1024)
def wrapped(text: str, width: int, face: Face) -> tuple[str, ...]:
    """The text in as few lines as `width` px allow, about equally long.

    A word wider than a line goes on in the next: of a bay's name its end may be what counts.
    """
    text = " ".join(part for word in text.split() for part in _parted(word, width, face))
    lines = _broken(text, width, face)
    for narrower in range(width - 1, 0, -1):
        evener = _broken(text, narrower, face)
        if len(evener) > len(lines) or any(width_of(line, face) > narrower for line in evener):
            break
        lines = evener
    return tuple(lines)


def whole_words(text: str, width: int, face: Face) -> bool:
    """Whether no word of the text is wider than a line."""
    return all(width_of(word, face) <= width for word in text.split())


def _parted(word: str, width: int, face: Face) -> Iterator[str]:
    """A word, or as many letters at a time as a line takes."""
    while len(word) > 1 and width_of(word, face) > width:
        fits = (end for end in range(len(word) - 1, 1, -1) if width_of(word[:end], face) <= width)
        end = next(fits, 1)
        yield word[:end]
        word = word[end:]
    yield word


def _broken(text: str, width: int, face: Face) -> list[str]:
    """The text broken between words where a line would be wider; words are never broken."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache
def _font(file: str, pixels: int) -> ImageFont.FreeTypeFont:
    path = FONTS / f"{file}.pcf"
    try:
        # The basic layout: what Raqm, where it is installed, does with bitmaps is nothing to us.
        # A string: Pillow 10.1 opens no Path.
        return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)
    except (OSError, ImportError) as error:
        raise FontMissingError(
            f"the panels' font {path.name} cannot be read ({error}): install the station again,"
            " with a Pillow that has FreeType (`python -m PIL` lists it)"
        ) from error


@lru_cache(1024)
def _has(character: str) -> bool:
    if "!" <= character <= "~":  # every font has those, which a test makes sure of
        return True
    mask = _font(TEXT.file, TEXT.pixels).getmask
    drawn = mask(character)
    return drawn.getbbox() is not None and bytes(drawn) != bytes(mask(_MISSING))


class _Glyph(Struct, frozen=True):
    """One letter, as high as a line."""

    drawn: Image.Image
    left: int
    """Where its ink begins, from where the letter before it ends."""
    step: int
    """How far it is to the next letter."""


@lru_cache(2048)
def _glyph(character: str, face: Face) -> _Glyph:
    after_you()
    font = _font(face.file, face.pixels)
    step, room = round(font.getlength(character)), 2 * face.pixels
    mended = _MENDED.get((face.file, character))
    if mended is not None:
        return _Glyph(_mended(mended, face), 0, step)
    canvas = Image.new("1", (2 * room, 2 * room))
    pen = ImageDraw.Draw(canvas)
    pen.fontmode = "1"
    pen.text((room, room), character, LIT, font, anchor="ls")
    ink = canvas.getbbox()
    if ink is None:  # a space narrower than this joins words
        return _Glyph(Image.new("1", (0, face.height)), 0, max(step, _SPACE))
    left, right = ink[0], ink[2]
    top, bottom = room - face.above, room + face.below
    if top <= ink[1] and ink[3] <= bottom:
        return _Glyph(canvas.crop((left, top, right, bottom)), left - room, step)
    top, bottom = min(ink[1], top), max(ink[3], bottom)
    rows = [canvas.crop((left, y, right, y + 1)) for y in range(top, bottom)]
    drawn = Image.new("1", (right - left, face.height))
    for y, row in enumerate(_lower(rows, room - top, face)):
        drawn.paste(row, (0, y))
    return _Glyph(drawn, left - room, step)


_MENDED: Final = {
    ("helvR08", "Y"): ("#...#", "#...#", ".#.#.", "..#..", "..#..", "..#.."),
    ("helvB08", "Y"): ("##..##", "##..##", ".####.", "..##..", "..##..", "..##.."),
}
"""Letters that in the font's own pixels cannot be told from others: READY read as READV."""


def _mended(rows: tuple[str, ...], face: Face) -> Image.Image:
    letter = Image.new("1", (len(rows[0]), face.height))
    for y, row in enumerate(rows, face.above - len(rows)):
        for x, dot in enumerate(row):
            letter.putpixel((x, y), LIT * (dot == "#"))
    return letter


def _lower(rows: list[Image.Image], base: int, face: Face) -> list[Image.Image]:
    """The rows of a letter without those for which the line has no room.

    Above the base line: rows that are like the next one, then one between letter and accent. Below
    it: the first, which only joins what hangs there to the letter.
    """
    above, below = rows[:base], rows[base:]
    while len(below) > face.below:
        del below[0]
    while len(above) > face.above:
        del above[_spare(above)]
    return above + below


def _spare(rows: list[Image.Image]) -> int:
    """Which row of a letter with its accent is missed least."""
    inked = [row.getbbox() is not None for row in rows]
    gap = next((y for y in range(inked.index(True), len(rows)) if not inked[y]), 0)
    alike = [y for y in range(gap + 1, len(rows) - 1) if rows[y].tobytes() == rows[y + 1].tobytes()]
    body = len(rows) - gap - 1
    # A letter keeps five rows; after that its accent comes down on it.
    return alike[-1] if alike and body > len(rows) // 2 + 1 else gap
