"""What panels can show, as a config needs to know it: told by whoever drives them and draws."""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from station.yamlfile import Place

PanelRefusal: TypeAlias = Callable[[str, int, int, int], str | None]
"""Given driver, width, height and quarter turns: why there can be no such panel, or None."""
UnknownCharacters: TypeAlias = Callable[[str], str]
"""The characters of a text that panels have no picture of."""
_MOST_LISTED: Final = 8
"""Characters that one message lists."""


class Letters:
    """The letters that panels have."""

    def __init__(self, unknown: UnknownCharacters) -> None:
        self._unknown = unknown

    def check(self, place: Place, texts: Iterable[str]) -> None:
        """Notes at `place` which letters of the texts that it names cannot be shown."""
        unknown = self._unknown(" ".join(texts))
        if unknown:
            listed = ", ".join(f"'{character}'" for character in unknown[:_MOST_LISTED])
            more = " and others" if len(unknown) > _MOST_LISTED else ""
            cure = "write it in Latin letters"
            place.wrong(f"the panels' typeface has no {listed}{more}: {cure}")
