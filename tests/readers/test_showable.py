"""Labels, languages and hints that panels have no letters for; a station without its fonts."""

import shutil
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

import station
from station.drawing.lettering import unknown_characters
from station.readers.configfile import load
from station.readers.problem import FileRefused
from tests.readers.test_languagefile import german

CONFIG = """
station: room-1
language: {language}
protocol: {protocol}
bays:
  - {{id: bed-1, label: {label}, button: 17}}
panels: [{{driver: ssd1306}}]
buzzers: [{{pin: 22}}]
"""


def written(
    folder: Path, language: str = "en", protocol: str = "numb520", label: str = "Bed 1"
) -> Path:
    path = folder / "station.yaml"
    path.write_text(CONFIG.format(language=language, protocol=protocol, label=label), "utf-8")
    return path


def refusals(path: Path) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        load(path, None, unknown_characters)
    return str(refused.value).splitlines()


def test_what_panels_can_show_is_fine(tmp_path: Path) -> None:
    config = load(written(tmp_path, "fr", label="Lit nº 3 – été"), None, unknown_characters)
    assert config.bays[0].label == "Lit nº 3 – été"


def test_a_label_is_refused_at_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, label="Кровать 1")
    [line] = refusals(path)
    listed = "'К', 'р', 'о', 'в', 'а', 'т', 'ь'"
    said = f"the panels' typeface has no {listed}: write it in Latin letters"
    assert line == f"{path}:6:24: {said}"


def test_an_accent_is_part_of_its_letter_however_the_editor_wrote_it(tmp_path: Path) -> None:
    config = load(written(tmp_path, label="Lit d'e\u0301te\u0301"), None, unknown_characters)
    assert config.bays[0].label == "Lit d'\u00e9t\u00e9"
    full = load(written(tmp_path, label="e\u0301" * 32), None, unknown_characters)
    assert full.bays[0].label == "\u00e9" * 32


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_without_marks_of_their_own_letters_are_composed_already(typed: str) -> None:
    """So the tables of Unicode need not be loaded for them."""
    assert normalize("NFC", typed) == typed


def test_an_accent_that_no_letter_has_is_told_by_its_number(tmp_path: Path) -> None:
    [line] = refusals(written(tmp_path, label="q\u0301"))
    assert "has no U+0301: write it in Latin letters" in line


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\u3164"])
def test_what_draws_nothing_is_refused_at_its_place(tmp_path: Path, character: str) -> None:
    path = written(tmp_path, label=f"Bed{character} 1")
    [line] = refusals(path)
    assert line.startswith(f"{path}:6:24: the panels' typeface has no ")
    if not character.isprintable():
        assert f"U+{ord(character):04X}" in line


def test_hints_and_languages_are_composed_too(tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    text = german("BEREIT", "BE\u0301REIT").replace("language: de", "language: xx")
    (folder / "xx.yaml").write_text(text, encoding="utf-8")
    protocols = tmp_path / "protocols"
    protocols.mkdir()
    (protocols / "own.yaml").write_text(
        "protocol: own\nname: Own\nsource: me\ncontact: 20m\nhints: {ready: [e\u0301te\u0301]}\n",
        "utf-8",
    )
    config = load(written(tmp_path, "xx", "own"), None, unknown_characters)
    assert "B\u00c9REIT" in config.words.texts()
    assert ("\u00e9t\u00e9",) in config.bays[0].protocol.hints.values()


def test_of_many_letters_some_are_listed(tmp_path: Path) -> None:
    [line] = refusals(written(tmp_path, label="Λουτρό Ψυχής"))
    assert line.count("'") - 1 == 2 * 8
    assert "and others" in line


def test_a_language_is_refused_where_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    text = german("BEREIT", "ГОТОВ").replace("language: de", "language: xx")
    (folder / "xx.yaml").write_text(text, encoding="utf-8")
    [line] = refusals(written(tmp_path, language="xx"))
    assert line.startswith(f"{tmp_path / 'station.yaml'}:3:11: the panels' typeface has no 'Г'")


def test_a_creams_hints_are_refused_where_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "protocols"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        "protocol: own\nname: Own\nsource: me\ncontact: 20m\nhints: {ready: [Очистить]}\n", "utf-8"
    )
    [line] = refusals(written(tmp_path, protocol="own"))
    assert line.startswith(f"{tmp_path / 'station.yaml'}:4:11: the panels' typeface has no 'О'")


def test_an_installation_without_its_fonts_is_told_and_how_to_mend_it(tmp_path: Path) -> None:
    shutil.copytree(Path(station.__file__).parent, tmp_path / "station")
    (tmp_path / "station" / "drawing" / "fonts" / "helvB10.pcf").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "station", "check", written(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("station: the panels' font helvB10.pcf cannot be read")
    assert "install the station again" in done.stderr
    assert done.stdout.endswith("station.yaml: fine: room-1 with bed-1\n")
