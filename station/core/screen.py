"""What a panel shows, in words and numbers: no pixels, no fonts, no layout."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from station.core.phase import Phase

PROMPTED: Final = 4
SPOKEN: Final = 2
"""Turns that the prompts have for SPOKEN ones of another line: no press waits for its prompt."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line that has the footer for SPOKEN turns, to be said in so many pieces if it is long."""

    line: str
    step: int
    """Counts up with each of the line's turns."""

    def piece(self, count: int) -> int:
        """Which of so many pieces it is to be now."""
        return self.step % count


class Light(StrEnum):
    """How bright a panel is. A dark panel must not look like a dead one: BLANK has a pixel."""

    BRIGHT = "bright"
    DIM = "dim"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to do, and what that does: `HOLD`, `undo cream on`."""

    doing: str
    does: str
    bay: str = ""
    """Its label, where the panel serves several."""

    @property
    def text(self) -> str:
        """All in one line."""
        return f"{self.bay}: {self.doing} {self.does}" if self.bay else f"{self.doing} {self.does}"


@dataclass(frozen=True, slots=True)
class Strip:
    """One of the other bays of a panel, small."""

    label: str
    word: str
    figure: str
    """Its countdown; empty where nothing counts down."""
    marks: str
    phase: Phase

    @property
    def text(self) -> str:
        """All in one line; the word only where nothing counts."""
        return f"{self.label} {self.figure or self.word} {self.marks}".rstrip()


@dataclass(frozen=True, slots=True)
class LastWord:
    """What a panel keeps saying of a bay with cream on once nobody counts any more."""

    label: str
    whole: str
    """In words: `CREAM ON since 14:05, wipe by 14:25`."""
    brief: str
    """`14:05 wipe 14:25`."""
    least: str
    """`14:25`."""


@dataclass(frozen=True, slots=True)
class Screen:
    """All that a panel has to say at one instant. Equal screens look the same."""

    label: str
    """The bay shown large."""
    phase: Phase
    word: str
    """The phase in a word: READY, CREAM ON, WIPE NOW, OVERDUE, NUMB."""
    marks: str
    """Priority without colour or sound: `!!!` high, `!!` medium, `!` low, or nothing."""
    inverted: bool
    """Dark on light: the second sign of priority."""
    figure: str
    """The large countdown: `12:31`, `+0:45`; empty where nothing counts down."""
    header: tuple[str, ...]
    """Short words that take turns beside the label, most important first."""
    prompts: tuple[Prompt, ...] = ()
    """What a press does now, and what a hold does; or what letting go does."""
    news: tuple[str, ...] = ()
    """Lines that take turns with the prompts, most important first: what is wrong, what clashes."""
    hints: tuple[str, ...] = ()
    """Lines that take turns after these: what to do meanwhile."""
    bar: int | None = None
    """Progress of the phase in thousandths."""
    onset: int | None = None
    """Where on the bar numbness begins, in thousandths (contact only)."""
    strip: tuple[Strip, ...] = ()
    last_words: tuple[LastWord, ...] = ()
    """All at once, for nothing takes turns on a panel that nobody writes to."""
    turn: int = 0
    """Counts up each time that what takes turns changes places."""
    shift: int = 0
    """Counts up each minute: moves the contents by a pixel or two against burn-in."""
    light: Light = Light.BRIGHT
    pixel: int = 0
    """Counts up each second while BLANK: moves the one pixel that is lit."""

    @property
    def spoken(self) -> Spoken | None:
        """The line below the figure whose turn it is; None: it is the prompts'."""
        return self._spoken(PROMPTED if self.prompts else 0)

    @property
    def aside(self) -> Spoken | None:
        """The line whose turn it is where there is room for the prompts as well."""
        return self._spoken(0)

    def _spoken(self, prompted: int) -> Spoken | None:
        kinds = [lines for lines in (self.news, self.hints) if lines]
        round_, turn = divmod(self.turn, prompted + SPOKEN)
        if not kinds or turn < prompted:
            return None
        lap, kind = divmod(round_, len(kinds))
        visit, at = divmod(lap, len(kinds[kind]))
        return Spoken(kinds[kind][at], visit * SPOKEN + turn - prompted)

    @property
    def text(self) -> tuple[str, ...]:
        """Every line the panel has to say, those that take turns included, by priority."""
        if self.light is Light.BLANK:
            return ()
        strip = (bay.text for bay in self.strip)
        head = (self.label, self.word, self.figure, self.marks)
        last = (f"{word.label} {word.whole}" for word in self.last_words)
        asked = (prompt.text for prompt in self.prompts)
        below = (*asked, *self.news, *self.hints)
        return tuple(line for line in (*head, *last, *below, *self.header, *strip) if line)


DARK: Final = Screen(
    label="",
    phase=Phase.READY,
    word="",
    marks="",
    inverted=False,
    figure="",
    header=(),
    light=Light.BLANK,
)
"""Nothing is lit but, while the station runs, one pixel."""
