"""The README's section "Contributing" is true: what it names is there, what it shows works."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from station.cli import main
from station.core.alarm import ALARMS
from station.drawing import layout as layouts
from station.readers.languagefile import shipped_languages
from station.readers.protocolfile import shipped_protocols
from station.sounds import _UNTIL, MEANINGS
from station.web.board.said import read_bay
from tests.drawing.golden import PICTURES
from tests.web.board.clinic import bay

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "config" / "station.yaml").read_text(encoding="utf-8")
SECTION = README.partition("\n## Contributing\n")[2].partition("\n## ")[0]
CONFIG = """
station: room-1
protocol: {protocol}
language: {language}
bays: [{{id: bed-1, button: 17}}]
panels: [{{}}]
buzzers: [{{pin: 22}}]
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The directory of a config, with empty ones for what is its own."""
    for folder in ("protocols", "languages"):
        (tmp_path / folder).mkdir()
    return tmp_path


def checked(
    clinic: Path,
    capsys: pytest.CaptureFixture[str],
    protocol: str = "numb520",
    language: str = "en",
) -> str:
    """What `station check` says of a station with that cream and language."""
    config = clinic / "station.yaml"
    config.write_text(CONFIG.format(protocol=protocol, language=language), encoding="utf-8")
    main(["check", str(config)])
    said = capsys.readouterr()
    return said.out + said.err


def test_every_path_that_it_names_is_there() -> None:
    named = re.findall(r"`((?:station|tests|config|systemd|\.ci)/[\w./]*|\w+\.md)`", SECTION)
    assert len(named) > 20
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_command_that_it_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([\w-]+)`", SECTION))
    assert len(named) > 5
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("station/core/alarm.py", ("Sound", "PATTERNS")),
        ("station/core/sounding.py", ("alarms",)),
        ("station/sounds.py", ("MEANINGS", "_UNTIL")),
        ("station/drawing/layout.py", ("layout",)),
        ("tests/drawing/golden.py", ("PICTURES",)),
        ("tests/drawing/sizes.py", ("SIZES",)),
    ],
)
def test_every_name_that_it_gives_is_there(path: str, names: tuple[str, ...]) -> None:
    for name in names:
        assert f"`{name}`" in SECTION
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def |class )?{name}\b", source, re.MULTILINE), name


def test_the_protocol_that_it_shows_is_one(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = re.findall(r"```yaml\n(protocol: .*?)```", SECTION, re.DOTALL)
    file = clinic / "protocols" / "tetralid.yaml"
    file.write_text(shown, encoding="utf-8")
    for language in shipped_languages():
        assert "fine" in checked(clinic, capsys, "tetralid", language)
    file.write_text(shown.replace("25m", "25 min"), encoding="utf-8")
    assert f"{file}:4:10: '25 min' is no length of time" in checked(clinic, capsys, "tetralid")


def test_a_language_is_one_file(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = (ROOT / "station/languages/de.yaml").read_text(encoding="utf-8")
    file = clinic / "languages" / "nl.yaml"
    file.write_text(german, encoding="utf-8")
    assert "this file is nl.yaml" in checked(clinic, capsys, language="nl")
    file.write_text(german.replace("language: de", "language: nl"), encoding="utf-8")
    assert "fine" in checked(clinic, capsys, language="nl")


def test_what_is_shipped_is_named_where_people_look() -> None:
    for name in shipped_protocols():
        assert f"`{name}`" in README
    assert f"({', '.join(sorted(shipped_protocols()))})" in " ".join(EXAMPLE.split())
    assert f"({', '.join(shipped_languages())})" in EXAMPLE


def noting(name: str, drawn: set[str]) -> Callable[..., layouts.Layout]:
    """A layout's function that notes that it was asked."""
    plain: Callable[..., layouts.Layout] = getattr(layouts, name)

    def asked(*size: int, **counting: bool) -> layouts.Layout:
        drawn.add(name)
        return plain(*size, **counting)

    return asked


def test_every_layout_has_a_golden_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(layouts.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r"^def (_\w+)\(.*-> Layout:$", source, re.MULTILINE))
    assert len(names) > 3
    drawn: set[str] = set()
    for name in names:
        monkeypatch.setattr(layouts, name, noting(name, drawn))
    for picture in PICTURES:
        layouts.layout.__wrapped__(picture.size, picture.bays, counting=True)
    assert drawn == names, "add one to tests/drawing/golden.py"


@pytest.mark.parametrize("alarm", ALARMS)
def test_every_alarm_is_known_wherever_it_has_to_be(alarm: str) -> None:
    assert alarm in MEANINGS
    assert alarm in _UNTIL
    assert read_bay("room-1", "bed-1", json.dumps(bay(alarm=alarm)).encode()).alarm == alarm
    page = ROOT / "station/web/board/page"
    patterns = (page / "sound.js").read_text(encoding="utf-8").partition("PATTERNS")[2]
    row = rf"^  {alarm}: \{{ pitch: \d+, pulses: .+, pause: .+ \}}"
    assert re.search(row, patterns, re.MULTILINE), "the board is silent"
    ranks = re.search(r"for \(const alarm of \[(.*)\]\)", (page / "beds.js").read_text("utf-8"))
    assert ranks is not None
    assert f'"{alarm}"' in ranks[1], "the board does not know how urgent it is"
