"""Files that are written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

READABLE: Final = 0o644


def write_whole(path: Path, text: str) -> None:
    """Put a text where `path` says, in place of what was there. Raises OSError.

    Whoever reads it meanwhile has the old or the new, never half of one. What is no file, as a
    pipe or a terminal, is written to as it is.
    """
    raw = text.encode("utf-8", "replace")
    if path.exists() and not path.is_file():
        path.write_bytes(raw)  # a directory refuses it
        return
    path = path.resolve()  # a link stays one
    mode = path.stat().st_mode & 0o777 if path.exists() else READABLE & ~_umask()
    number, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
