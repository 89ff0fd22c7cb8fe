"""Where a config has its journal: a file, or what can become one."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from station.readers.placed import Misread, Reader, shown
from station.readers.yamlfile import Node
from station.readers.yamlvalues import text

DEFAULT_JOURNAL: Final = "/var/lib/station/journal.db"
_SUCH_AS: Final = f"write the path of a file, such as {DEFAULT_JOURNAL}"


def journal_path(beside: Path) -> Reader[Path]:
    """The path of a file; a relative one is taken from `beside`, the directory of the config."""

    def read(node: Node) -> Path:
        written = text()(node)
        if written.startswith("~"):
            # No shell reads this: there would be a folder of that name, beside the config.
            raise Misread(f"{shown(written)}: '~' is not read as a home directory; {_SUCH_AS}")
        path = beside / written
        if written.endswith("/") or Path(written).name in ("", ".."):
            raise Misread(f"{shown(written)} names no file: {_SUCH_AS}")
        with suppress(OSError):  # nobody may look: as of a journal that is yet to be made
            if path.is_dir():
                raise Misread(f"{shown(written)} is a directory: name a file in it")
        return path

    return read
