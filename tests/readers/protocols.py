"""Protocols of the clinic's own, and what is said of one."""

from pathlib import Path

import pytest

from station.readers.problem import FileRefused
from station.readers.protocolfile import load_protocol

LEAST = "protocol: mine\nname: Mine\nsource: a leaflet\ncontact: 30m\n"


def own(clinic: Path, text: str, name: str = "mine") -> Path:
    path = clinic / "protocols" / f"{name}.yaml"
    path.write_text(text)
    return path


def problems(clinic: Path, text: str) -> list[str]:
    """What is said of the clinic's protocol `mine`, each without the path."""
    path = own(clinic, text)
    with pytest.raises(FileRefused) as caught:
        load_protocol("mine", clinic)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]
