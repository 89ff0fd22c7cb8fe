"""What a panel shows, in words and numbers: no pixels, no fonts, no layout."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from station.core.phase import Phase


class Light(StrEnum):
    """How bright a panel is. A dark panel must not look like a dead one: BLANK has a pixel."""

    BRIGHT = "bright"
    DIM = "dim"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Strip:
    """One of the other bays of a panel, small."""

    label: str
    figure: str
    """Its countdown, or its word where nothing counts."""
    marks: str
    phase: Phase


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
    footer: tuple[str, ...]
    """Lines that take turns below the figure, most important first."""
    prompts: int = 0
    """How many of the footer's first lines come round again before each of the others."""
    bar: int | None = None
    """Progress of the phase in thousandths."""
    onset: int | None = None
    """Where on the bar numbness begins, in thousandths (contact only)."""
    strip: tuple[Strip, ...] = ()
    last_words: tuple[LastWord, ...] = ()
    """All at once, for nothing takes turns on a panel that nobody writes to."""
    turn: int = 0
    """Counts up each time that header and footer take turns."""
    shift: int = 0
    """Counts up each minute: moves the contents by a pixel or two against burn-in."""
    light: Light = Light.BRIGHT
    pixel: int = 0
    """Counts up each second while BLANK: moves the one pixel that is lit."""

    @property
    def footer_line(self) -> str:
        """The line of the footer whose turn it is."""
        prompts, others = self.footer[: self.prompts], self.footer[self.prompts :]
        if not prompts or not others:
            return self.footer[self.turn % len(self.footer)] if self.footer else ""
        round_, place = divmod(self.turn, len(prompts) + 1)
        return prompts[place] if place < len(prompts) else others[round_ % len(others)]

    @property
    def header_text(self) -> str:
        """The short words of the header whose turn it is."""
        return self.header[self.turn % len(self.header)] if self.header else ""

    @property
    def text(self) -> tuple[str, ...]:
        """Every line the panel has to say, those that take turns included, by priority."""
        if self.light is Light.BLANK:
            return ()
        strip = (f"{bay.label} {bay.figure} {bay.marks}".rstrip() for bay in self.strip)
        head = (self.label, self.word, self.figure, self.marks)
        last = (f"{word.label} {word.whole}" for word in self.last_words)
        return tuple(line for line in (*head, *last, *self.footer, *self.header, *strip) if line)


DARK: Final = Screen(
    label="",
    phase=Phase.READY,
    word="",
    marks="",
    inverted=False,
    figure="",
    header=(),
    footer=(),
    light=Light.BLANK,
)
"""Nothing is lit but, while the station runs, one pixel."""
