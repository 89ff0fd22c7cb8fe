"""A clinic's own protocols and languages, as systems and editors may have called the files."""

from pathlib import Path

import pytest

from station.readers.configfile import load
from tests.readers.configs import LEAST, problems

TEXT = LEAST + "protocol: emla\nlanguage: de\n"
OTHERWISE = [
    "{}.yml",
    "{}.YAML",
    "{}.Yml",
    "{}.yaml.txt",
    "{}.yml.txt",
    "{}.yaml~",
    "{}.yaml.bak",
    "{}.yaml.orig",
    ".{}.yaml.swp",
    "#{}.yaml#",
]
KINDS = [("protocols", "emla"), ("languages", "de")]


@pytest.mark.meets("CFG-6")
@pytest.mark.parametrize(("folder", "name"), KINDS)
@pytest.mark.parametrize("called", [*OTHERWISE, "CAPITAL"])
def test_a_clinics_own_is_not_passed_over_for_how_its_file_is_called(
    path: Path, folder: str, name: str, called: str
) -> None:
    own = path.parent / folder / (called.format(name) if "{" in called else f"{name.upper()}.yaml")
    own.parent.mkdir()
    own.touch()
    (said,) = problems(path, TEXT)
    cure = f"the station reads {name}.yaml only: rename it to that, or move it elsewhere"
    assert said == f"{own}: {cure}"


@pytest.mark.parametrize(("folder", "name"), KINDS)
def test_copies_that_an_editor_leaves_beside_it_are_nothing(
    path: Path, folder: str, name: str
) -> None:
    shipped = Path(__file__).parents[2] / "station" / folder / f"{name}.yaml"
    own = path.parent / folder / shipped.name
    own.parent.mkdir()
    own.write_bytes(shipped.read_bytes())
    for called in OTHERWISE:
        own.with_name(called.format(name)).touch()
    path.write_text(TEXT)
    assert load(path).bays[0].protocol.id == "emla"


@pytest.mark.parametrize("other", ["emla-child.yaml", "emla2.yml", "lmx4.yml", "emla", "notes.txt"])
def test_a_file_of_another_name_is_nothing(path: Path, other: str) -> None:
    (path.parent / "protocols").mkdir()
    (path.parent / "protocols" / other).touch()
    path.write_text(TEXT)
    assert load(path).bays[0].protocol.id == "emla"


@pytest.mark.parametrize("line", ["language: xx", "protocol: xx"])
def test_a_hidden_file_is_proposed_to_nobody(path: Path, line: str) -> None:
    for folder in ("protocols", "languages"):
        (path.parent / folder).mkdir()
        (path.parent / folder / ".yaml").touch()
        (path.parent / folder / ".#emla.yaml").touch()
    (said,) = problems(path, f"{LEAST}{line}\n")
    assert "beside this file has none; shipped are " in said
