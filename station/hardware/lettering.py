"""Crisp one-bit lettering: small texts, large words, and digits that stay in their places.

The font is the one built into Pillow (Aileron). Two things of it do not serve a timer on a small
panel and are mended here: at 9 and 10 px its 6, 8 and 9 look alike and its `!` loses the dot, so
those are drawn by hand; and it has no accents, so letters go without them.
"""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from station.hardware.handdrawn import hand_drawn

SMALL = 10
"""The size of small text in px: capitals 8 px high, 2 px below the line."""
NARROW = 9
"""The next narrower size: capitals 6 px high."""
_ELLIPSIS = "…"
_ODD = {
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "æ": "ae",
    "Æ": "AE",
    "ł": "l",
    "Ł": "L",
}
"""What stands for characters that the font lacks and that do not lose an accent."""
_HEIGHT = {SMALL: (8, 2), NARROW: (7, 2)}
"""Rows above and below the base line that a size may use."""


@lru_cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's built-in font. `size` in px. Raises OSError if Pillow was built without FreeType."""
    loaded = ImageFont.load_default(size)
    if not isinstance(loaded, ImageFont.FreeTypeFont):
        raise OSError("Pillow has no FreeType here; the panels' font needs it")
    return loaded


def plain(text: str) -> str:
    """The text in characters that the font has: without accents, `?` for what is left."""
    return "".join(_plain(character) for character in text)


@lru_cache(1024)
def line(text: str, size: int = SMALL) -> Image.Image:
    """One line of text, mode "1", exactly as wide as its ink and as high as every line of `size`.

    Between letters there is always one px (per 10 px of size): the font's own advances, rounded
    to whole pixels, tear small words apart.
    """
    gap = max(1, size // SMALL)
    letters = [_letter(character, size) for character in plain(text.strip())]
    width = sum(letter.width for letter in letters) + gap * (len(letters) - 1)
    image = Image.new("1", (max(width, 0), line_height(size)))
    x = 0
    for letter in letters:
        image.paste(letter, (x, 0))
        x += letter.width + gap
    return image


def line_height(size: int = SMALL) -> int:
    """Rows that a line of text may use, from the highest letters to below the base line."""
    return sum(_rows(size))


def width_of(text: str, size: int = SMALL) -> int:
    """The width of a line in px."""
    return line(text, size).width


@lru_cache(1024)
def fitted(text: str, width: int, size: int = SMALL, *, name: bool = False) -> Image.Image:
    """A line at most `width` px wide: narrower, then with fewer words, then with fewer letters.

    Of a `name` the end is kept, as that is what tells `Bed 1` from `Bed 2`.
    """
    for narrower in (size, narrow(size)):
        if width_of(text, narrower) <= width:
            return line(text, narrower)
    shorter = _last_words if name else shortened
    return line(shorter(text, width, size), size)


def narrow(size: int) -> int:
    """The next narrower size."""
    return size * NARROW // SMALL


def shortened(text: str, width: int, size: int = SMALL) -> str:
    """The text with words left off its end until it fits, and `…` for them; letters at the last."""
    words = text.split()
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(",;:-") + _ELLIPSIS
        if width_of(shorter, size) <= width:
            return shorter
    letters = words[0] if words else ""
    while letters and width_of(letters + _ELLIPSIS, size) > width:
        letters = letters[:-1]
    return letters + _ELLIPSIS if letters else ""


def _last_words(text: str, width: int, size: int) -> str:
    if not text.strip():
        return ""
    words = text.split()[1:]
    while words:
        shorter = _ELLIPSIS + " ".join(words)
        if width_of(shorter, size) <= width:
            return shorter
        words = words[1:]
    return shortened(text.rsplit(maxsplit=1)[-1], width, size)


@lru_cache(1024)
def wrapped(text: str, width: int, size: int = SMALL) -> tuple[str, ...]:
    """The text in as few lines as `width` px allow, about equally long; long words shortened."""
    lines = _broken(text, width, size)
    for narrower in range(width - 1, 0, -1):
        evener = _broken(text, narrower, size)
        if len(evener) > len(lines) or any(width_of(line, size) > narrower for line in evener):
            break
        lines = evener
    return tuple(
        line if width_of(line, size) <= width else shortened(line, width, size) for line in lines
    )


def _broken(text: str, width: int, size: int) -> list[str]:
    """The text broken between words where a line would be wider; words are never broken."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(256)
def figure(text: str, width: int, height: int) -> Image.Image:
    """A countdown `height` px high, or less if it must be to fit `width`; mode "1", tight.

    Every digit has a cell of its own, equally wide, so that nothing jumps as they tick.
    """
    text = plain(text)
    parts = [(character, _share(character)) for character in text]
    shares = sum(share for _, share in parts)
    # A digit is nowhere wider than its natural 7/10 of the height, and not squeezed below 9/20.
    cell = min(width / shares, height * 0.7)
    height = max(1, min(height, int(cell / 0.45)))
    edges = [0.0]
    for _, share in parts:
        edges.append(edges[-1] + share * cell)
    image = Image.new("1", (int(edges[-1]), height))
    for (character, _), left, right in zip(parts, edges, edges[1:], strict=False):
        glyph = _large(character, int(right) - int(left), height)
        image.paste(glyph, (int(left) + (int(right) - int(left) - glyph.width) // 2, 0))
    return image


@lru_cache(64)
def word(text: str, width: int, height: int) -> Image.Image:
    """A word as large as fits `width` and `height`; mode "1", tight."""
    drawn = _drawn(plain(text), 2 * _DRAWN)
    ink = drawn.getbbox()
    if ink is None:
        return Image.new("1", (1, height))
    drawn = drawn.crop(ink)
    factor = min(width / drawn.width, height / drawn.height)
    size = max(1, round(drawn.width * factor)), max(1, round(drawn.height * factor))
    return _one_bit(drawn.resize(size, Image.Resampling.BOX))


_DRAWN = 80
"""Large characters are drawn at this size and then scaled to their places."""
_STROKE = 2
"""Px added around their strokes: bolder reads from farther away."""


def _share(character: str) -> float:
    """How wide a character of a countdown is, in digits."""
    return {":": 0.42, "+": 0.72, "-": 0.5, " ": 0.5}.get(character, 1.0)


@lru_cache(512)
def _large(character: str, width: int, height: int) -> Image.Image:
    """One character of a countdown for a cell; a 0 is as high as the cell, and nearly as wide."""
    if character == ":":
        return _colon(width, height)
    zero = _drawn("0", _DRAWN).getbbox() or (0, 0, 1, 1)
    drawn = _drawn(character, _DRAWN)
    ink = drawn.getbbox()
    if ink is None:
        return Image.new("1", (1, height))
    # All are scaled alike, whatever their own widths: a 1 is not to become as wide as a 0.
    room = max(1, width - max(1, width // 9))
    scale = room / ((zero[2] - zero[0]) * _share(character))
    size = max(1, min(room, round((ink[2] - ink[0]) * scale))), height
    part = drawn.crop((ink[0], zero[1], ink[2], zero[3]))
    return _one_bit(part.resize(size, Image.Resampling.BOX))


def _colon(width: int, height: int) -> Image.Image:
    """Two dots clear of the base line, where they would run into the foot of a 2."""
    side = max(2, min(height // 6, width - 2))
    image = Image.new("1", (side, height))
    for middle in (height * 9 // 32, height * 23 // 32):
        top = middle - side // 2
        image.paste(255, (0, top, side, top + side))
    return image


def _drawn(text: str, size: int) -> Image.Image:
    """The text in grey, drawn bold with room around it, always on the same base line."""
    pen = font(size)
    image = Image.new("L", (int(pen.getlength(text)) + 2 * size, 2 * size))
    at = size, size * 3 // 2
    ImageDraw.Draw(image).text(at, text, 255, pen, anchor="ls", stroke_width=_STROKE)
    return image


@lru_cache(1024)
def _letter(character: str, size: int) -> Image.Image:
    """One letter, as wide as its ink, as high as a line."""
    above, below = _rows(size)
    space = Image.new("1", (max(2, size // 5), above + below))
    if character == " ":
        return space
    by_hand = hand_drawn(size).get(character)
    if by_hand is not None:
        letter = Image.new("1", (by_hand.width, above + below))
        letter.paste(by_hand, (0, above - by_hand.height))
        return letter
    # A letter that would stick out of the line is taken from a smaller size.
    for smaller in range(size, 4, -1):
        canvas = Image.new("1", (size * 3, size * 4))
        draw = ImageDraw.Draw(canvas)
        draw.fontmode = "1"
        draw.text((size, size * 2), character, 255, font(smaller), anchor="ls")
        ink = canvas.getbbox()
        if ink is None:
            return space
        if ink[1] >= size * 2 - above and ink[3] <= size * 2 + below:
            return canvas.crop((ink[0], size * 2 - above, ink[2], size * 2 + below))
    return space


@lru_cache
def _rows(size: int) -> tuple[int, int]:
    return _HEIGHT.get(size, (round(size * 0.8), round(size * 0.25)))


def _one_bit(image: Image.Image) -> Image.Image:
    return image.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)


@lru_cache(1024)
def _plain(character: str) -> str:
    character = _ODD.get(character, character)
    base = "".join(
        c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
    )
    return "".join(c if _has(c) else "?" for c in base)


@lru_cache(1024)
def _has(character: str) -> bool:
    """Whether the font has this character, or only its box for missing ones."""
    mask = font(2 * SMALL).getmask
    return character.isspace() or bytes(mask(character)) != bytes(mask("\U0010ffff"))
