"""Files that are written whole or not at all."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

READABLE: Final = 0o644


def write_whole(path: Path, text: str, mode: int = READABLE) -> None:
    """Put a text where `path` says, in place of what was there. Raises OSError.

    Whoever reads it meanwhile has the old or the new, never half of one. What is no file, as a
    pipe or a terminal, is written to as it is. `mode` is a new one's; an old one's stays.
    """
    raw = text.encode("utf-8", "replace")
    try:
        found = path.stat().st_mode
    except FileNotFoundError:  # not so links that go round
        mode &= ~_umask()
    else:
        if not stat.S_ISREG(found):
            path.write_bytes(raw)  # a directory refuses it
            return
        mode = stat.S_IMODE(found) & 0o777
    path = path.resolve()  # a link stays one
    number, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            Path(name).chmod(mode)  # Windows has no fchmod before Python 3.13
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
