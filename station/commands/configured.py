"""The config that a command is given, checked against what is installed here."""

from contextlib import suppress
from pathlib import Path

from station.config import StationConfig
from station.drawing.lettering import FontMissingError, unknown_characters
from station.hardware.luma_device import refusal
from station.readers.configfile import load


def read_config(path: Path) -> StationConfig:
    """A config with panels that can be driven and texts that can be drawn. Raises FileRefused."""
    return load(path, refusal, letters)


def letters(text: str) -> str:
    """Which characters of a text no panel can show."""
    # Without its fonts a station has no panels, but it times and sounds: `check` says so.
    with suppress(FontMissingError):
        return unknown_characters(text)
    return ""
