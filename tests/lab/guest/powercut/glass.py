"""What a panel's glass says of a bay: read as staff would, from the pixels of its first line.

The first line is one page of the panel's RAM: whose screen it is, the phase in a word, `unsaved`
as long as the state is, how many applications. It counts as saved only if it is to the pixel what
the station draws when all is saved, so that one in the midst of being drawn is not taken for it:
with one word less, the others stand elsewhere. One without the word of a phase is no proof yet: a
word may be wiped before the next is drawn. Where no cream is on the word stands large, below.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import ImageChops

from station.core.change import replace
from station.core.phase import Phase
from station.core.screen import DARK
from station.core.words import ENGLISH
from station.drawing.frame import SHIFTS
from station.drawing.header import draw_header
from station.drawing.layout import layout
from station.drawing.lettering import SMALL, SMALL_BOLD, Face, line
from station.drawing.sheet import Sheet
from station.hardware.flush import packed
from tests.lab.guest.panel import Panel

SIZE: Final = (128, 64)
MOST: Final = 99
"""Applications that are looked for; no recording sees as many."""


@dataclass(frozen=True)
class Glimpse:
    """One look at a panel."""

    label: str
    """Of the bay that it shows large."""
    phase: Phase
    saved: bool


class Glass:
    """One panel, looked at again and again."""

    def __init__(self, panel: Panel, labels: tuple[str, ...]) -> None:
        """`labels` of the bays that it shows."""
        self._panel = panel
        self._labels = labels
        self._counts = dict.fromkeys(labels, 0)
        """How many applications were last seen: there are mostly as many, or one more."""
        self._guess = 0

    def look(self) -> Glimpse | None:
        """What it shows; None: it is just being drawn."""
        seen = self._panel.first_line()
        label = next((label for label in self._labels if says(seen, label, SMALL_BOLD)), None)
        if label is None:
            return None
        words = ENGLISH.phases
        counting = (phase for phase in words if says(seen, words[phase], SMALL_BOLD))
        phase = next(counting, Phase.READY)
        if says(seen, ENGLISH.unsaved, SMALL) or says(seen, ENGLISH.not_saved, SMALL):
            return Glimpse(label, phase, saved=False)
        if not self._all_saved(seen, label, phase):
            return None
        if phase is Phase.READY and not self._stands_large(words[phase]):
            return None
        return Glimpse(label, phase, saved=True)

    def _stands_large(self, word: str) -> bool:
        """Whether a word stands where a countdown would."""
        place, drawn = _large(word, len(self._labels))
        return self._panel.picture().crop(place).tobytes() in drawn

    def _all_saved(self, seen: bytes, label: str, phase: Phase) -> bool:
        last = self._counts[label]
        self._guess = (self._guess + 1) % MOST  # found again, should it have been lost
        for count in (last, last + 1, 0, self._guess):
            # A label alone may as well be the last word of a station that was stopped.
            if (count or phase is not Phase.READY) and seen in _drawn(label, phase, count):
                self._counts[label] = count
                return True
        return False


def says(seen: bytes, text: str, face: Face) -> bool:
    """Whether these letters stand in a line; lit on dark, or the reverse."""
    letters = packed(line(text, face).convert("1"))
    return letters in seen or letters in bytes(column ^ 0xFF for column in seen)


@cache
def _drawn(label: str, phase: Phase, count: int) -> frozenset[bytes]:
    """All first lines of a bay with everything saved: wherever it was moved to, and inverted."""
    counting = phase is not Phase.READY
    screen = replace(
        DARK,
        label=label,
        phase=phase,
        word=ENGLISH.phases[phase],
        figure="8" if counting else "",
        header=(ENGLISH.application_no_limit.format(today=count),) if count else (),
    )
    sheet = Sheet(SIZE)
    draw_header(sheet, screen, layout(SIZE, 1, counting=counting), marked=True)
    first = sheet.image.crop((0, 0, SIZE[0], 8))
    moved = [packed(ImageChops.offset(first, shift, 0)) for shift in SHIFTS]
    return frozenset(moved) | {bytes(column ^ 0xFF for column in drawn) for drawn in moved}


@cache
def _large(word: str, bays: int) -> tuple[tuple[int, int, int, int], frozenset[bytes]]:
    """The place of what stands large on a panel of so many bays, and a word's pixels in it."""
    sheet, box = Sheet(SIZE), layout(SIZE, bays, counting=False).large
    sheet.word(word, box)
    place = (box.left, box.top, box.right, box.bottom)
    moved = [ImageChops.offset(sheet.image, shift, 0) for shift in SHIFTS]
    both = [*moved, *map(ImageChops.invert, moved)]
    return place, frozenset(image.crop(place).tobytes() for image in both)
