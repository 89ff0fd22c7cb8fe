"""A file with a secret in it, such as a password: for its owner only."""

import os
import stat
from pathlib import Path

from station.machine.exitstatus import UsageError
from station.readers.problem import MENDED_BY_PEOPLE, refuse_unreadable


def read_secret(path: Path, option: str, cure: str = "name another file") -> str:
    """The text of a file that only its owner may read, without the end of its line.

    `cure`: what to do where there is none. Raises UsageError; ReadingFailedError for what may pass.
    """
    try:
        with path.open(encoding="utf-8") as file:
            if (mode := stat.S_IMODE(os.fstat(file.fileno()).st_mode)) & 0o077:
                raise UsageError(
                    f"{option} {path}: others may read it (mode {mode:o}): chmod 600 {path}"
                )
            text = file.read(100_000)
    except OSError as error:
        if error.errno not in MENDED_BY_PEOPLE:
            refuse_unreadable(f"{option} {path}", error)
        raise UsageError(f"{option} {path}: {error.strerror}: {cure}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{option} {path}: this is no text: write it in UTF-8") from None
    return text.rstrip("\r\n")
