"""Whether there is room on the disk that a journal is on."""

import shutil
from pathlib import Path
from typing import Final

ENOUGH: Final = 32 * 2**20
"""Bytes. A fact takes some hundred in the end, a busy day some hundred kilobytes; the log in front
of it is cut at 4 MB. So this is months, and time to do something about it."""


def short_of_room(path: Path) -> str | None:
    """Why a journal at `path` may soon not be written; None: there is room. Raises OSError."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent  # one that is yet to be made is made on the disk above it
    free = shutil.disk_usage(folder).free
    return None if free >= ENOUGH else f"the disk has {free // 2**20} MB left"
