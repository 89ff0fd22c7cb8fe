"""What pyproject.toml says that the matrix and the wheels go by."""

import tomllib
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = ROOT / "build/matrix"
"""Where environments, and a Python that was unpacked, are kept."""
EXTRAS: Final = ("pi", "mqtt", "web")
"""Those that people install; `test` is ours."""


def project() -> dict[str, Any]:
    """The table `project`."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def requirements(*extras: str) -> list[Requirement]:
    """What the station needs, with some of its extras."""
    table = project()
    optional = table["optional-dependencies"]
    texts = [*table["dependencies"], *(text for extra in extras for text in optional[extra])]
    return [Requirement(text) for text in texts]


def pythons() -> list[str]:
    """The Pythons that the station says it is for, the oldest first."""
    said = "Programming Language :: Python :: 3."
    return [kind.rpartition(" ")[2] for kind in project()["classifiers"] if kind.startswith(said)]
