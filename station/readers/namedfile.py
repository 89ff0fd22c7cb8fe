"""Files that a config calls by name: a clinic's own beside it, or those that ship with the station.

The clinic's own comes first: a shipped one is copied there and changed.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from station.readers.problem import FileRefused, Problem, Problems, refuse_unreadable
from station.readers.yamlfile import Mapping, read

PACKAGE: Final = Path(__file__).parents[1]
"""Where what ships with the station is."""


class Shelf(Struct, frozen=True):
    """Where the files of one kind are."""

    folder: str
    """What the folder is called, beside the config as in the package."""

    def read(self, name: str, beside: Path, problems: Problems) -> Mapping | None:
        """The top level of the file of that name; None: there is none.

        `beside` is the directory of the config file, `problems` where nodes note what is wrong.
        Raises FileRefused if it cannot be read.
        """
        folder, own = beside / self.folder, self._files_beside(beside)
        if f"{name}.yaml" in own:
            return read(folder / f"{name}.yaml", problems)
        if meant := sorted(file for file in own if _meant(file, name)):
            # Passing one over would put a shipped one in its place, unnoticed.
            cure = f"the station reads {name}.yaml only: rename it to that, or move it elsewhere"
            raise FileRefused(Problem(str(folder / file), 0, 0, cure) for file in meant)
        if name in self.shipped():
            return read(PACKAGE / self.folder / f"{name}.yaml", problems)
        return None

    def shipped(self) -> tuple[str, ...]:
        """The names of the files that ship with the station."""
        return _names(item.name for item in (PACKAGE / self.folder).iterdir())

    def beside(self, beside: Path) -> tuple[str, ...]:
        """The names of the clinic's own. Raises FileRefused if they cannot be listed."""
        return _names(self._files_beside(beside))

    def listed(self, beside: Path, shipped: Iterable[str]) -> str:
        """What there is, for whoever asked for something else."""
        own = ", ".join(self.beside(beside)) or "none"
        return f"{self.folder}/ beside this file has {own}; shipped are {', '.join(shipped)}"

    def _files_beside(self, beside: Path) -> frozenset[str]:
        folder = beside / self.folder
        try:
            return frozenset(item.name for item in folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except OSError as error:
            # Going on without would put a shipped one in a clinic's own one's place, unnoticed.
            refuse_unreadable(folder, error)


def _meant(file: str, name: str) -> bool:
    """Whether a file may be what somebody wrote for `name`, as systems and editors call it then.

    Such as `Emla.yaml`, `emla.yml`, `emla.yaml.txt`, or of an editor that died `.emla.yaml.swp`.
    """
    return file.casefold().lstrip(".#").startswith((f"{name}.yaml", f"{name}.yml"))


def _names(file_names: Iterable[str]) -> tuple[str, ...]:
    """Those that a config can call by name. What is hidden it cannot: an editor's, or `.yaml`."""
    seen = (file for file in file_names if not file.startswith("."))
    return tuple(sorted(file.removesuffix(".yaml") for file in seen if file.endswith(".yaml")))
