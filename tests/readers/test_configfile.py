"""The config file: what it says, its defaults, and what it finds beside itself."""

from pathlib import Path

import pytest

from station.config import BayConfig, BrokerConfig, BuzzerConfig, PanelConfig
from station.core.duration import MINUTE, SECOND
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.words import ENGLISH
from station.readers.configfile import load
from station.readers.languagefile import load_words, shipped_languages
from station.readers.problem import FileRefused
from station.readers.protocolfile import load_protocol
from tests.readers.configs import EVERY_KEY, EXAMPLES, LEAST, changed, problems

NUMB520 = load_protocol("numb520", Path("nowhere"))


@pytest.mark.meets("LVL-2", "LVL-3", "CFG-5", "CFG-8")
def test_the_defaults(path: Path) -> None:
    path.write_text(LEAST)
    config = load(path)
    assert config.path == path
    assert config.station == "room-1"
    assert config.bays == (
        BayConfig("bed-1", "bed-1", button=17, lamp=None, protocol=NUMB520),
        BayConfig("bed-2", "bed-2", button=5, lamp=None, protocol=NUMB520),
    )
    assert config.panels == (PanelConfig("ssd1306", 1, 0x3C, 128, 64, rotate=0, bays=(0, 1)),)
    assert config.buzzers == (BuzzerConfig(22, "active", 800, bays=(0, 1)),)
    assert config.button == ButtonTimes(debounce=30, samples=4, hold=2000, guard=2000)
    assert config.scan == 10
    assert config.pins == (5, 17, 22)
    assert config.journal == Path("/var/lib/station/journal.db")
    assert config.words == ENGLISH


@pytest.mark.meets("STA-1", "CFG-6", "CFG-8", "CFG-9", "CFG-10", "CFG-11")
def test_every_key(path: Path) -> None:
    path.write_text(EVERY_KEY)
    config = load(str(path))
    emla, lmx4 = (load_protocol(name, path.parent, "fr") for name in ("emla", "lmx4"))
    assert config.station == "no"
    assert config.bays == (
        BayConfig("12", "34", button=17, lamp=27, protocol=emla),
        BayConfig("bed-2", "Bed: 2", button=5, lamp=0, protocol=lmx4),
    )
    assert config.panels == (
        PanelConfig("sh1106", 3, 0x3C, 256, 32, rotate=3, bays=(0, 1)),
        PanelConfig("ssd1306", 1, 0x3D, 128, 64, rotate=0, bays=(0,)),
    )
    assert config.buzzers == (
        BuzzerConfig(22, "passive", 440, bays=(0,)),
        BuzzerConfig(23, "active", 800, bays=(1,)),
    )
    assert config.button == ButtonTimes(debounce=60, samples=4, hold=3000, guard=0)
    assert config.scan == 20
    assert config.pins == (0, 5, 17, 22, 23, 27)
    assert config.journal == path.parent / "journal.db"
    assert config.broker == BrokerConfig(
        "broker.example",
        8884,
        tls=True,
        username="room-1",
        password=path.parent / "secret",
        ca=Path("/etc/ca.pem"),
        certificate=path.parent / "own.pem",
        key=path.parent / "own-key.pem",
        discovery="home/assistant",
    )
    assert config.words == load_words("fr", path.parent)


@pytest.mark.parametrize("frequency", [150, 1000])
def test_a_passive_buzzer_may_have_either_end_of_the_range(path: Path, frequency: int) -> None:
    path.write_text(changed("22}", f"22, kind: passive, frequency: {frequency}}}"))
    assert load(str(path)).buzzers[0].frequency == frequency


def test_the_plan(path: Path) -> None:
    path.write_text(EVERY_KEY)
    config = load(path)
    assert config.plan() == Plan(
        bays=(
            PlannedBay("12", "34", config.bays[0].protocol, lamp=True),
            PlannedBay("bed-2", "Bed: 2", config.bays[1].protocol, lamp=True),
        ),
        panels=((0, 1), (0,)),
        buzzers=((0,), (1,)),
        times=ButtonTimes(debounce=60, samples=4, hold=3000, guard=0),
        words=config.words,
    )
    path.write_text(LEAST)
    assert not any(bay.lamp for bay in load(path).plan().bays)


@pytest.mark.meets("CFG-1", "CFG-7")
def test_the_example_is_the_designs() -> None:
    config = load(EXAMPLES / "station.yaml")
    assert config.station == "room-1"
    assert config.bays == (
        BayConfig("bed-1", "Bed 1", 17, 27, NUMB520),
        BayConfig("bed-2", "Bed 2", 5, 6, NUMB520),
    )
    assert config.panels == (PanelConfig("ssd1306", 1, 0x3C, 128, 64, 0, (0, 1)),)
    assert config.buzzers == (BuzzerConfig(22, "active", 800, (0, 1)),)
    assert (config.scan, config.button) == (10, ButtonTimes())
    assert config.journal == Path("/var/lib/station/journal.db")


def test_the_four_bays_share_a_panel_and_a_buzzer() -> None:
    plan = load(EXAMPLES / "four-bays.yaml").plan()
    assert all(bay.protocol == NUMB520 for bay in plan.bays)
    assert len(plan.bays) == 4
    assert plan.panels == plan.buzzers == ((0, 1, 2, 3),)


@pytest.mark.meets("CFG-6")
def test_a_protocol_beside_the_config(path: Path) -> None:
    own = path.parent / "protocols" / "numb520.yaml"
    own.parent.mkdir()
    own.write_text("protocol: numb520\nname: N\nsource: s\nreviewer: us\ncontact: 10s\n")
    path.write_text(LEAST)
    assert {bay.protocol.contact for bay in load(path).bays} == {10 * SECOND}
    path.write_text(changed("button: 5", "button: 5, protocol: emla"))
    assert [bay.protocol.contact for bay in load(path).bays] == [10 * SECOND, 60 * MINUTE]


def test_an_unused_protocol_of_the_station_must_exist(path: Path) -> None:
    text = LEAST.replace("button:", "protocol: emla, button:")
    path.write_text(text)
    assert {bay.protocol.id for bay in load(path).bays} == {"emla"}
    (said,) = problems(path, text + "protocol: other\n")
    assert said.startswith(
        "9:11: no protocol 'other'; protocols/ beside this file has none; shipped"
    )


def test_a_language_beside_the_config(path: Path) -> None:
    own = path.parent / "languages" / "no.yaml"
    own.parent.mkdir()
    german = (EXAMPLES.parent / "station" / "languages" / "de.yaml").read_text(encoding="utf-8")
    own.write_text(german.replace("language: de", "language: no"), encoding="utf-8")
    path.write_text(f"{LEAST}language: no\n")
    assert load(path).plan().words == load_words("de", path.parent)
    own.write_text("language: no\n")
    with pytest.raises(FileRefused) as caught:
        load(path)
    assert {problem.path for problem in caught.value.problems} == {str(own)}


THE_LANGUAGES = (
    f"languages/ beside this file has none; shipped are {', '.join(shipped_languages())}"
)


@pytest.mark.parametrize(
    ("language", "problem"),
    [
        ("dk", f"there is no language 'dk'; did you mean 'de'? {THE_LANGUAGES}"),
        ("zz", f"there is no language 'zz'; {THE_LANGUAGES}"),
        ("Deutsch", "'Deutsch' is no id: use 1 to 32 of a-z, 0-9 and '-', such as 'deutsch'"),
        ("[de]", "a list cannot stand here: write an id"),
    ],
)
def test_a_language_that_is_missing(path: Path, language: str, problem: str) -> None:
    assert problems(path, f"{LEAST}language: {language}\n") == [f"9:11: {problem}"]


def test_a_broken_english_beside_the_config_is_not_passed_over(path: Path) -> None:
    own = path.parent / "languages" / "en.yaml"
    own.parent.mkdir()
    own.write_text("")
    path.write_text(LEAST)
    with pytest.raises(FileRefused, match=r"en\.yaml: the file is empty, or only comments"):
        load(path)


@pytest.mark.meets("CLK-3")
@pytest.mark.parametrize(
    ("key", "trust"),
    [
        ("", "auto"),
        ("clock: auto\n", "auto"),
        ("clock: trusted\n", "trusted"),
        ("clock: untrusted\n", "untrusted"),
    ],
)
def test_the_clock_may_be_forced_either_way(path: Path, key: str, trust: str) -> None:
    path.write_text(LEAST + key)
    assert load(path).clock == trust
