"""Where this machine has a Python of a version; where it has none, Debian's archive may.

`python -m tests.matrix.pythons 3.13` prints it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.matrix.debian import NotHadError, unpack
from tests.matrix.project import FOLDER

HOMES: Final = (".pyenv/versions", ".local/share/uv/python")
"""Where pyenv and uv keep theirs, below a user's home."""
WHOLE: Final = "import ctypes, sqlite3, ssl, sys, venv; print('%d.%d' % sys.version_info[:2])"
"""A Python that was built without one of these runs no station."""


class NoPythonError(Exception):
    """There is none of that version; says where it was looked for."""


def find(version: str, unpacked: Path, home: Path | None = None) -> Path:
    """A whole Python of a version such as "3.12"; from Debian's archive, below `unpacked`.

    Raises NoPythonError.
    """
    for candidate in candidates(version, home or Path.home()):
        if is_whole(candidate, version):
            return candidate
    try:
        found = unpack(version, unpacked / f"python{version}")
    except NotHadError as why:
        raise NoPythonError(f"not on this machine; {why}") from why
    if not is_whole(found, version):
        raise NoPythonError(f"not on this machine; the one in {found} does not run here")
    return found


def candidates(version: str, home: Path) -> Iterator[Path]:
    """What may be one: of the PATH first, then what pyenv and uv installed."""
    for folder in os.get_exec_path():
        named = shutil.which(f"python{version}", path=folder)
        if named:
            yield Path(named)
    for kept in HOMES:
        yield from sorted((home / kept).glob(f"*{version}[.-]*/bin/python{version}"), reverse=True)


def is_whole(python: Path, version: str) -> bool:
    """Whether it runs, is of that version and has all that the station asks of a Python."""
    try:
        said = subprocess.run(
            [python, "-I", "-c", WHOLE], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return False
    return said.strip() == version


def main(arguments: Sequence[str]) -> int:
    """Print where the one of the version named is; ends with 1 if there is none."""
    (version,) = arguments
    try:
        print(find(version, FOLDER))
    except NoPythonError as why:
        print(f"no Python {version}: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
