"""Whether there is room on the disk that a journal is on."""

import os
import shutil
from pathlib import Path
from typing import Final

ENOUGH: Final = 32 * 2**20
"""Bytes. A fact takes some hundred in the end, a busy day some hundred kilobytes; the log in front
of it is cut at 4 MB. So this is months, and time to do something about it."""

_EFFECTIVE: Final = os.access in os.supports_effective_ids


def short_of_room(path: Path) -> str | None:
    """Why a journal at `path` may soon not be written; None: there is room. Raises OSError."""
    free = shutil.disk_usage(nearest_folder(path)).free
    return None if free >= ENOUGH else f"the disk has {free // 2**20} MB left"


def no_place(path: Path) -> str | None:
    """Why whoever asks cannot make a journal at `path`, where none is yet; None: it can be made."""
    folder = nearest_folder(path)
    if os.access(folder, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE):
        return None
    return f"none can be made: you may not write in {folder}"


def nearest_folder(path: Path) -> Path:
    """The folder that a file is in, or is to be made in with all that is missing between."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder
