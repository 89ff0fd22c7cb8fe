"""Where a config has its journal: a file, or what can become one."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from station.readers.placed import Misread, Reader, shown
from station.readers.yamlfile import Node
from station.readers.yamlvalues import text

DEFAULT_JOURNAL: Final = "/var/lib/station/journal.db"
CONFIGS: Final = (".yaml", ".yml")
_SUCH_AS: Final = f"write the path of a file, such as {DEFAULT_JOURNAL}"


def journal_path(beside: Path) -> Reader[Path]:
    """The path of a file; a relative one is taken from `beside`, the directory of the config."""

    def read(node: Node) -> Path:
        written = text()(node)
        _require_a_name(written)
        path = beside / written
        with suppress(OSError):  # nobody may look: as of a journal that is yet to be made
            _require_room_for_a_file(path, written)
        return path

    return read


def _require_a_name(written: str) -> None:
    """Raises Misread for what no file should be called, whatever is there."""
    # No shell reads this: there would be a folder of that name, beside the config.
    if written.startswith("~"):
        raise Misread(f"{shown(written)}: '~' is not read as a home directory; {_SUCH_AS}")
    if written.startswith("$"):
        raise Misread(f"{shown(written)}: '$' is not read as a variable; {_SUCH_AS}")
    if written == ":memory:":  # SQLite's word for what a power cut takes away
        raise Misread(f"{shown(written)} would be forgotten when the power is cut: {_SUCH_AS}")
    if written.endswith("/") or Path(written).name in ("", ".."):
        raise Misread(f"{shown(written)} names no file: {_SUCH_AS}")
    if Path(written).suffix.lower() in CONFIGS:
        raise Misread(f"{shown(written)} is called as a config is: {_SUCH_AS}")


def _require_room_for_a_file(path: Path, written: str) -> None:
    """Raises Misread where there can be no file; OSError if nobody may look.

    What a file that is there has in it is not asked: a journal that was damaged must not keep the
    station from starting.
    """
    if path.is_dir():
        raise Misread(f"{shown(written)} is a directory: name a file in it")
    if path.exists() and not path.is_file():
        raise Misread(f"{shown(written)} is no ordinary file: {_SUCH_AS}")
    there = next((folder for folder in path.parents if folder.exists()), None)
    if there is not None and not there.is_dir():
        raise Misread(f"{shown(written)} is below {shown(str(there))}, a file: {_SUCH_AS}")
