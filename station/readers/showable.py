"""What panels can show, as a config needs to know it: told by whoever drives them and draws."""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from station.core.change import replace
from station.readers.placed import Reader
from station.readers.problem import Place
from station.readers.yamlfile import Node, Scalar
from station.readers.yamlvalues import text

PanelRefusal: TypeAlias = Callable[[str, int, int, int], str | None]
"""Given driver, width, height and quarter turns: why there can be no such panel, or None."""
UnknownCharacters: TypeAlias = Callable[[str], str]
"""The characters of a text that panels have no picture of."""
_MOST_LISTED: Final = 8
"""Characters that one message lists."""
_FIRST_MARK: Final = "\u0300"
"""The first that may become one with the letter before it: what has none, or nothing above it, is
composed (Unicode Standard Annex 15, NFC_Quick_Check)."""


class Letters:
    """The letters that panels have."""

    def __init__(self, unknown: UnknownCharacters) -> None:
        self._unknown = unknown

    def check(self, place: Place, texts: Iterable[str]) -> None:
        """Notes at `place` which letters of the texts that it names cannot be shown."""
        unknown = self._unknown(" ".join(texts))
        if unknown:
            listed = ", ".join(map(_named, unknown[:_MOST_LISTED]))
            more = " and others" if len(unknown) > _MOST_LISTED else ""
            cure = "write it in Latin letters"
            place.wrong(f"the panels' typeface has no {listed}{more}: {cure}")


def wording(longest: int = 200) -> Reader[str]:
    """One line of text for panels. An accent is part of its letter, however an editor wrote it."""
    read = text(longest)

    def composed(node: Node) -> str:
        if isinstance(node, Scalar) and max(node.text, default="") >= _FIRST_MARK:
            from unicodedata import normalize  # noqa: PLC0415 - a start seldom needs its tables

            node = replace(node, text=normalize("NFC", node.text))
        return read(node)

    return composed


def _named(character: str) -> str:
    """A character as a message can show it: by its number if nobody would see it alone."""
    from unicodedata import combining  # noqa: PLC0415 - as above

    if character.isprintable() and not combining(character):
        return f"'{character}'"
    return f"U+{ord(character):04X}"
