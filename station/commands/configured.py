"""The config that a command is given, checked against what is installed here."""

from contextlib import suppress
from pathlib import Path

from station.config import StationConfig
from station.drawing.lettering import FontMissingError, unknown_characters
from station.hardware.luma_device import refusal
from station.readers.configfile import load


def read_config(path: Path, *, shows: bool = False) -> StationConfig:
    """A config with panels that can be driven and texts that can be drawn. Raises FileRefused.

    `shows`: whether it is to be shown on them. Then they must have room to tell their bays apart;
    whoever only switches lamps off need not know.
    """
    return load(path, refusal, letters, mixed_up if shows else None)


def letters(text: str) -> str:
    """Which characters of a text no panel can show."""
    # Without its fonts a station has no panels, but it times and sounds: `check` says so.
    with suppress(FontMissingError):
        return unknown_characters(text)
    return ""


def mixed_up(names: tuple[str, ...], size: tuple[int, int]) -> tuple[int, int] | None:
    """Which two bays a panel of that size (px, as mounted) could not tell apart."""
    from station.drawing.frame import confusable  # noqa: PLC0415 - `station off` draws nothing

    with suppress(FontMissingError):  # as above
        if not any(map(unknown_characters, names)):  # that is told already
            return confusable(names, size)
    return None
