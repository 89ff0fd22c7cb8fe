"""Screens to pixels.

One bay on 128x64: a header (label, word, marks), a countdown 40 px high, a thin bar, a footer.
Several bays: the same, lower, above a strip of the others. 128x32: countdown and words side by
side above one line. Larger panels: letters twice as large where they fit twice, else more room
for the countdown and more lines for the footer.

A frame keeps 2 px free to the right and 1 px below: contents move within them against burn-in.
"""

from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw

from station.core.screen import Light, Screen
from station.hardware import lettering
from station.hardware.lettering import SMALL
from station.hardware.strips import entries, last_words, shown, urgent

SHIFTS = ((0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1))
"""Where contents stand, minute after minute: px to the right and down."""
_SPARE = (2, 1)
_LIT = 255
"""What Pillow keeps for 1 in mode "1". It would keep a 1 as it is, and then not invert it."""
_LOW = 48
"""Panels lower than this have countdown and words side by side."""
_FIGURE = 40
"""How high a countdown is to be at least where a panel of 64 rows serves one bay (design, 4)."""
_WORD = 24
_LINES = 2, 3
"""At most so many lines of footer below a word, or on a tall panel."""
_TALL = 100
_CELL = 40
"""The width that another bay's entry in the strip wants."""
_STRIDE = 2_654_435_761
"""A prime far from any panel's size: steps of it visit every pixel, one far from the next."""


def draw(screen: Screen, size: tuple[int, int]) -> Image.Image:
    """What a panel of `size` (width and height in px, upright) shows; mode "1", 1 is lit."""
    if screen.light is Light.BLANK:
        return _blank(screen.pixel, size)
    sheet = _Sheet(size)
    if screen.last_words:
        sheet.lay_stopped(screen)
    elif size[1] < _LOW:
        sheet.lay_low(screen)
    else:
        sheet.lay_high(screen)
    image = Image.new("1", size)
    image.paste(sheet.image, SHIFTS[screen.shift % len(SHIFTS)])
    return ImageChops.invert(image) if screen.inverted else image


def _blank(pixel: int, size: tuple[int, int]) -> Image.Image:
    image = Image.new("1", size)
    place = pixel * _STRIDE % (size[0] * size[1])
    image.putpixel((place % size[0], place // size[0]), _LIT)
    return image


class _Sheet:
    """One frame being drawn. Everything is in px; `lead` is the least distance between things."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.lead = max(1, min(size[0] // 128, size[1] // 64))
        self.text = SMALL * self.lead
        self.row = lettering.line_height(self.text)
        self.width, self.height = size[0] - _SPARE[0], size[1] - _SPARE[1]
        self.image = Image.new("1", (self.width, self.height))
        self.pen = ImageDraw.Draw(self.image)

    def lay_high(self, screen: Screen) -> None:
        """Header, countdown or word, bar, footer, strip: from top to bottom."""
        self._head(screen)
        bottom = self.height
        if screen.strip:
            bottom = self._strip(screen, bottom, self.height // (28 * self.lead), screen.turn)
        top = self.row - self.lead
        bar = 0 if screen.bar is None else 3 * self.lead
        rows = self._rows(bottom - top - bar - self.lead, counting=bool(screen.figure))
        bottom -= rows * self.row
        self._foot(screen, bottom, rows)
        if screen.bar is not None:
            bottom -= bar
            self._bar(bottom, 2 * self.lead, screen.bar, screen.onset)
        self._large(screen, (0, top, self.width, bottom - self.lead))

    def lay_low(self, screen: Screen) -> None:
        """Countdown or word to the left, label and word to the right, one line below."""
        foot = self.height - self.row
        right = 76 if screen.figure else 84
        self._large(screen, (0, 0, right - 4, foot - (1 if screen.bar is None else 3)))
        room = self.width - right
        used = self._marks(screen.marks, self.width, 0)
        self._put(lettering.fitted(screen.label, room - used, self.text, name=True), right, 0)
        self._put(lettering.fitted(_slot(screen), room, self.text), right, self.row)
        if screen.bar is not None:
            self._bar(foot - 2, 1, screen.bar, screen.onset)
        turn, other = divmod(screen.turn, 2)
        if screen.strip and (other or not screen.footer):
            self._strip(screen, self.height + 1, 1, turn)
        else:
            self._foot(replace(screen, turn=turn) if screen.strip else screen, foot, 1)

    def lay_stopped(self, screen: Screen) -> None:
        """The word as large as the last words let it, and they below: nothing takes turns."""
        most = (self.height - self.row) // self.row
        lines = last_words(screen.last_words, self.width, most, self.text)
        bottom = self.height - len(lines) * self.row
        top = 0
        if screen.label:
            top = self.row if bottom >= 2 * self.row else 0
            name = lettering.fitted(screen.label, self.width // 2, self.text, name=True)
            self._put(name, 0 if top else self.width - name.width, 0)
        right = self.width if top or not screen.label else self.width // 2
        self._large(screen, (0, top, right, bottom - self.lead))
        for at, texts in enumerate(lines):
            for column, text in enumerate(texts):
                self._put(
                    lettering.fitted(text, self.width // len(texts), self.text),
                    column * self.width // len(texts),
                    bottom + at * self.row,
                )

    def _rows(self, room: int, *, counting: bool) -> int:
        """How many lines of footer there is room for, once the countdown has its height."""
        large = (_FIGURE if counting else _WORD) * self.lead
        most = _LINES[self.height > _TALL * self.lead]
        return max(1, min(most, (room - large) // self.row))

    def _head(self, screen: Screen) -> None:
        """Label to the left, marks to the right, between them a text whose turn it is."""
        space = 4 * self.lead
        marked = self._marks(screen.marks, self.width, 0)
        room = self.width - marked
        text = _slot(screen)
        wanted = lettering.width_of(text, self.text) + space if text else 0
        least = max(room - wanted, room * 2 // 5)
        label = lettering.fitted(screen.label, least, self.text, name=True)
        self._put(label, 0, 0)
        left = label.width + space
        slot = lettering.fitted(text, room - left, self.text)
        # To the right if there are no marks; else half way, so that the three keep apart.
        free = room - left - slot.width
        self._put(slot, left + (free // 2 if marked else free), 0)

    def _foot(self, screen: Screen, top: int, rows: int) -> None:
        """The line whose turn it is, or all prompts together if there are rows for them."""
        prompts = screen.footer[: screen.prompts]
        texts = _pieces(screen.footer_line, self.width, self.text)
        if screen.footer_line in prompts and len(prompts) <= rows:
            texts = prompts
        pages = -(-len(texts) // rows)
        page = (_seconds(screen.figure) + screen.turn) % pages if pages else 0
        for at, text in enumerate(texts[page * rows : (page + 1) * rows]):
            image = lettering.fitted(text, self.width, self.text)
            self._put(image, (self.width - image.width) // 2, top + at * self.row)

    def _marks(self, marks: str, right: int, y: int) -> int:
        """Priority marks, ending at `right`. Returns the width they take, with a distance."""
        if not marks:
            return 0
        image = lettering.line(marks, self.text)
        self._put(image, right - image.width, y)
        return image.width + 4 * self.lead

    def _large(self, screen: Screen, box: tuple[int, int, int, int]) -> None:
        """The countdown, or the word where nothing counts down, as large as the box lets it."""
        left, top, right, bottom = box
        if screen.figure:
            image = lettering.figure(screen.figure, right - left, bottom - top)
        else:
            high = min(bottom - top, (_WORD + 4) * self.lead)
            image = lettering.word(screen.word, right - left, high)
        x = left + (right - left - image.width) // 2
        self._put(image, x, top + (bottom - top - image.height) // 2)

    def _bar(self, top: int, height: int, done: int, onset: int | None) -> None:
        """Progress in thousandths: a solid part, then a dotted line; a notched mark at onset."""
        last, base = self.width - 1, top + height - 1
        end = last * min(max(done, 0), 1000) // 1000
        for x in range(end, self.width, 3 * self.lead):
            self.pen.point((x, base), _LIT)
        self.pen.point((last, base), _LIT)
        self.pen.rectangle((0, top, end, base), _LIT)
        if onset is not None:
            x, wide = last * min(max(onset, 0), 1000) // 1000, self.lead
            self.pen.rectangle((x - 2 * wide, top, x + 3 * wide - 1, base), 0)
            self.pen.rectangle((x, top, x + wide - 1, base), _LIT)

    def _strip(self, screen: Screen, bottom: int, rows: int, turn: int) -> int:
        """The other bays along the bottom; urgent ones inverted. Returns where the strip begins."""
        seen = shown(screen.strip, self._across() * rows, turn)
        rows = -(-len(seen) // self._across())
        across = -(-len(seen) // rows)
        pitch = (self.width + self.lead) // across
        texts = entries(screen.label, seen, pitch - 4 * self.lead, self.text)
        high = self.row + self.lead
        top = bottom - rows * high
        for at, (bay, text) in enumerate(zip(seen, texts, strict=True)):
            left, y = at % across * pitch, top + at // across * high
            image = lettering.fitted(text, pitch - 4 * self.lead, self.text)
            calls = urgent(bay)
            if calls:
                self.pen.rectangle((left, y, left + pitch - 3 * self.lead, y + high - 1), _LIT)
            x = left + (pitch - 2 * self.lead - image.width) // 2
            self.image.paste(0 if calls else _LIT, (x, y + self.lead), image)
        return top - self.lead

    def _across(self) -> int:
        """How many entries of a strip stand side by side."""
        return max(1, self.width // (_CELL * self.lead))

    def _put(self, image: Image.Image, x: int, y: int) -> None:
        self.image.paste(_LIT, (x, y), image)


def _slot(screen: Screen) -> str:
    """What stands beside the label: the word, unless it is shown large, and the header in turns."""
    texts = (screen.word, *screen.header) if screen.figure else screen.header
    return texts[screen.turn % len(texts)] if texts else ""


def _pieces(text: str, width: int, size: int) -> tuple[str, ...]:
    """A line of the footer, in pieces if it is too long: an instruction cut short is a wrong one.

    Pieces for which there are no rows alternate as the countdown ticks.
    """
    if not text or lettering.width_of(text, lettering.narrow(size)) <= width:
        return (text,)
    return lettering.wrapped(text, width, size)


def _seconds(figure: str) -> int:
    """The seconds of a countdown; 0 where there are none."""
    last = figure.rpartition(":")[2]
    return int(last) if last.isdecimal() else 0
