"""What a panel shows, in words and numbers: no pixels, no fonts, no layout."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from station.core.phase import Phase

HINTED: Final = 4, 2
"""Turns of the prompts, and then of a hint: no press waits for its prompt."""
TOLD: Final = 2, 1
"""The same where there is news: it is seen soon."""
HINT_EVERY: Final = 3
"""Where there is news, every third of such lines is a hint."""


class Spoken(Struct, frozen=True):
    """A line that has the footer for some turns, to be said in so many pieces if it is long."""

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


class Prompt(Struct, frozen=True):
    """What to do, and what that does: `HOLD`, `undo cream on`."""

    doing: str
    does: str
    bay: str = ""
    """Its label, where the panel serves several."""

    @property
    def text(self) -> str:
        """All in one line."""
        return f"{self.bay}: {self.doing} {self.does}" if self.bay else f"{self.doing} {self.does}"


class Strip(Struct, frozen=True):
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


class LastWord(Struct, frozen=True):
    """What a panel keeps saying of a bay with cream on once nobody counts any more."""

    label: str
    whole: str
    """In words: `CREAM ON since 14:05, wipe by 14:25`."""
    brief: str
    """`14:05 wipe 14:25`."""
    least: str
    """`14:25`."""


class Screen(Struct, frozen=True):
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
    unsaved: str = ""
    """That the state is not saved, as long as it is not: it stands beside the label in every turn
    for which there is room."""
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
    unsaid: tuple[str, ...] = ()
    """Labels of the panel's bays that it does not show: no other may be taken for one of them."""
    urgent: bool = False
    """Whether what stands below the figure cannot wait: what letting go does, or a refusal."""
    turn: int = 0
    """Counts up each time that what takes turns changes places."""
    shift: int = 0
    """Counts up each minute: moves the contents by a pixel or two against burn-in."""
    light: Light = Light.BRIGHT
    pixel: int = 0
    """Counts up each second while BLANK: moves the one pixel that is lit."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Those of all of the panel's bays, each once: a name cut short must not fit another."""
        others = (*(bay.label for bay in self.strip), *(word.label for word in self.last_words))
        return tuple(dict.fromkeys(filter(None, (self.label, *others, *self.unsaid))))

    @property
    def spoken(self) -> Spoken | None:
        """The line below the figure whose turn it is; None: it is the prompts'."""
        return self._spoken(with_prompts=bool(self.prompts))

    @property
    def aside(self) -> Spoken | None:
        """The line whose turn it is where there is room for the prompts as well."""
        return self._spoken(with_prompts=False)

    @property
    def prompt_turn(self) -> int:
        """How many turns the prompts have had."""
        prompted, spoken = self._share
        if not (self.news or self.hints):
            return self.turn
        round_, turn = divmod(self.turn, prompted + spoken)
        return round_ * prompted + min(turn, prompted)

    @property
    def _share(self) -> tuple[int, int]:
        return TOLD if self.news else HINTED

    def _spoken(self, *, with_prompts: bool) -> Spoken | None:
        prompted, turns = self._share
        prompted = prompted if with_prompts else 0
        round_, turn = divmod(self.turn, prompted + turns)
        if not (self.news or self.hints) or turn < prompted:
            return None
        hinted = round_ // HINT_EVERY
        if not self.news:
            lines, count = self.hints, round_
        elif self.hints and round_ % HINT_EVERY == HINT_EVERY - 1:
            lines, count = self.hints, hinted
        else:
            lines, count = self.news, round_ - (hinted if self.hints else 0)
        visit, at = divmod(count, len(lines))
        return Spoken(lines[at], visit * turns + turn - prompted)

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
        beside = (self.unsaved, *self.header)
        return tuple(line for line in (*head, *last, *below, *beside, *strip) if line)


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
