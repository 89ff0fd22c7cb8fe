"""The config file: what it says, its defaults, and every fault with its place and its cure."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from station.config import BayConfig, BrokerConfig, BuzzerConfig, PanelConfig
from station.core.duration import MINUTE, SECOND
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.words import ENGLISH
from station.readers.configfile import load
from station.readers.languagefile import load_words, shipped_languages
from station.readers.problem import FileRefused
from station.readers.protocolfile import load_protocol

EXAMPLES = Path(__file__).parents[2] / "config"
NUMB520 = load_protocol("numb520", Path("nowhere"))
FREE = "use one of 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 23, 24, 25, 26, 27"

LEAST = """\
station: room-1
bays:
  - {id: bed-1, button: 17}
  - {id: bed-2, button: 5}
panels:
  - {}
buzzers:
  - {pin: 22}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.yaml"


def problems(path: Path, text: str) -> list[str]:
    """What is said of a config, each without its path."""
    path.write_text(text)
    with pytest.raises(FileRefused) as caught:
        load(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    """The least config with a part replaced."""
    assert LEAST.count(old) == 1
    return LEAST.replace(old, new)


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


EVERY_KEY = """\
station: no
language: fr
protocol: emla
bays:
  - {id: 12, label: 34, button: 0x11, lamp: 27}
  - {id: bed-2, label: "Bed: 2", button: 5, lamp: 0, protocol: lmx4}
panels:
  - {driver: sh1106, port: 3, address: 60, width: 256, height: 32, rotate: 3, bays: [bed-2, 12]}
  - {address: 0x3D, bays: [12]}
buzzers:
  - {pin: 22, kind: passive, frequency: 440, bays: [12]}
  - {pin: 23, kind: active, bays: [bed-2]}
button: {scan: 20ms, debounce: 60ms, hold: 3s, guard: 0s}
journal: journal.db
mqtt:
  broker: mqtts://broker.example:8884
  username: room-1
  password_file: secret
  ca_file: /etc/ca.pem
  certificate_file: own.pem
  key_file: own-key.pem
  discovery: home/assistant
"""


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


@pytest.mark.meets("FLT-21", "CFG-2", "CFG-4", "CFG-12", "CFG-13", "CFG-14", "CFG-15", "CFG-16")
@pytest.mark.meets("CFG-17", "CFG-18", "CFG-19")
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        # Keys.
        ("station: room-1\n", "", "1:1: required key 'station' is missing: add 'station: ...'"),
        ("panels:\n  - {}\n", "", "1:1: required key 'panels' is missing: add 'panels: ...'"),
        ("buzzers:\n  - {pin: 22}\n", "", "1:1: required key 'buzzers' is missing: add"),
        ("pin: 22", "", "8:5: required key 'pin' is missing: add 'pin: ...'"),
        (", button: 17", "", "3:5: required key 'button' is missing: add 'button: ...'"),
        ("id: bed-1, ", "", "3:5: required key 'id' is missing: add 'id: ...'"),
        ("button: 17", "buton: 17", "3:17: unknown key 'buton'; did you mean 'button'?"),
        ("  - {}", "  - {adress: 0x3D}", "6:6: unknown key 'adress'; did you mean 'address'?"),
        (
            "pin: 22",
            "pin: 22, volume: 3",
            "8:15: unknown key 'volume'; the keys here are: pin, kind,",
        ),
        (
            "buzzers",
            "journal: x\njurnal: x\nbuzzers",
            "8:1: unknown key 'jurnal'; did you mean 'journal'?",
        ),
        (
            "pin: 22",
            "pin: 22, pin: 23",
            "8:15: key 'pin' is here already on line 8, column 6: keep one",
        ),
        # Ids.
        (
            "room-1",
            "Room 1",
            "1:10: 'Room 1' is no id: use 1 to 32 of a-z, 0-9 and '-', such as 'room-1'",
        ),
        (
            "bed-2",
            "bed_2",
            "4:10: 'bed_2' is no id: use 1 to 32 of a-z, 0-9 and '-', such as 'bed-2'",
        ),
        (
            "bed-2",
            "bed-1",
            "4:10: bay 'bed-1' is on line 3 already: every bay needs an id of its own",
        ),
        # Pins.
        (
            "pin: 22",
            "pin: 17",
            "8:11: pin 17 is a button already, on line 3, column 25; use one of 4, 6, 7",
        ),
        ("17}", "17, lamp: 17}", "3:35: pin 17 is a button already, on line 3, column 25; use one"),
        (
            "button: 5",
            "button: 28",
            "4:25: '28' is out of range: write a BCM pin number from 0 to 27",
        ),
        (
            "button: 5",
            "button: -1",
            "4:25: '-1' is out of range: write a BCM pin number from 0 to 27",
        ),
        ("button: 5", "button: true", "4:25: 'true' is a yes or no, not a number: write a BCM pin"),
        (
            "button: 5",
            "button: 5.0",
            "4:25: '5.0' is a fraction: write a BCM pin number from 0 to 27",
        ),
        (
            "button: 5",
            "button: '5'",
            "4:25: '5' is text: write a BCM pin number from 0 to 27 without",
        ),
        ("button: 5", "button: 05", "4:25: '05' starts with a zero, which YAML takes for octal"),
        ("button: 5", "button: GPIO5", "4:25: 'GPIO5' is no whole number: write a BCM pin number"),
        ("button: 5", "button: [5]", "4:25: a list cannot stand here: write a BCM pin number"),
        (
            "button: 5",
            "button: 2",
            "4:25: pin 2 is I2C data and cannot be a button; use",
        ),
        (
            "5}",
            "5, lamp: 3}",
            "4:34: pin 3 is I2C clock and cannot be a lamp; use one",
        ),
        # Panels.
        (
            "  - {}",
            "  - {port: 0}\n  - {port: 0}",
            "7:12: port 0 has a panel at 0x3C already, on line 6",
        ),
        (
            "  - {}",
            "  - {}\n  - {}",
            "7:5: port 1 has a panel at 0x3C already, on line 6: give this one",
        ),
        (
            "  - {}",
            "  - {}\n  - {port: 1, address: 60}",
            "7:24: port 1 has a panel at 0x3C already, on line 6: give this one",
        ),
        (
            "  - {}",
            "  - {address: 0x78}",
            "6:15: '0x78' is 0x3C in 8-bit writing, as boards print it: write 0x3C",
        ),
        (
            "  - {}",
            "  - {address: 0x7A}",
            "6:15: '0x7A' is 0x3D in 8-bit writing, as boards print it: write 0x3D",
        ),
        (
            "  - {}",
            "  - {address: 0x79}",
            "6:15: '0x79' is out of range: write an I2C address from 0x03 to 0x77",
        ),
        (
            "  - {}",
            "  - {address: 3C}",
            "6:15: '3C' is no whole number: write an I2C address from 0x03 to",
        ),
        (
            "  - {}",
            "  - {port: 100}",
            "6:12: '100' is out of range: write an I2C port from 0 to 99",
        ),
        (
            "  - {}",
            "  - {width: 16}",
            "6:13: '16' is out of range: write a number of pixels from 32 to 1024",
        ),
        (
            "  - {}",
            "  - {height: 16}",
            "6:14: '16' is out of range: write a number of pixels from 32 to 1024",
        ),
        (
            "  - {}",
            "  - {rotate: 90}",
            "6:14: '90' is out of range: write a number of quarter turns from 0 to 3",
        ),
        (
            "  - {}",
            "  - {driver: }",
            "6:13: nothing is written here: write text, or remove the key",
        ),
        ("  - {}", "  []", "6:3: this list has 0: it needs at least 1"),
        ("  - {}", "  {}", "6:3: keys with values cannot stand here: write a list"),
        ("  - {}", "  - ssd1306", "6:5: 'ssd1306' cannot stand here: write keys with values"),
        # Who is seen and heard.
        (
            "  - {}",
            "  - {bays: [bed-1]}",
            "4:5: this bay has no panel, nobody would see it: add it to the",
        ),
        (
            "22}",
            "22, bays: [bed-2]}",
            "3:5: this bay has no buzzer, nobody would hear it: add it to the",
        ),
        ("22}", "22, bays: [bed-1, bed2]}", "8:29: there is no bay 'bed2'; did you mean 'bed-2'?"),
        (
            "22}",
            "22, bays: [bed-1, sofa]}",
            "8:29: there is no bay 'sofa'; the bays are: bed-1, bed-2",
        ),
        (
            "22}",
            "22, bays: [bed-1, bed-1, bed-2]}",
            "8:29: this bay is in the list already: remove it",
        ),
        (
            "22}",
            "22, bays: all}",
            "8:21: 'all' cannot stand here: write a list, such as [..., ...]",
        ),
        ("22}", "22, bays: []}", "8:21: this list has 0: it needs at least 1"),
        # Buzzers.
        ("22}", "22, kind: pasive}", "8:21: unknown 'pasive'; did you mean 'passive'?"),
        ("22}", "22, kind: loud}", "8:21: unknown 'loud'; it must be one of: active, passive"),
        (
            "22}",
            "22, frequency: 440}",
            "8:26: an active buzzer has a pitch of its own: remove it, or write",
        ),
        (
            "22}",
            "22, kind: passive, frequency: 1001}",
            "8:41: '1001' is out of range: write a frequency in Hz from 150 to 1000",
        ),
        ("22}", "22, kind: passive, frequency: 149}", "8:41: '149' is out of range: write a freq"),
        ("22}", "22, kind: passive, frequency: -440}", "8:41: '-440' is out of range: write a f"),
        (
            "22}",
            "22, kind: passive, frequency: 440.5}",
            "8:41: '440.5' is a fraction: write a freq",
        ),
        ("22}", "22, kind: passive, frequency: 440Hz}", "8:41: '440Hz' is no whole number: write"),
        # Protocols.
        (
            "bays:\n",
            "protocol: numb502\nbays:\n",
            "2:11: no protocol 'numb502'; did you mean 'numb520'?",
        ),
        ("5}", "5, protocol: lmx}", "4:38: no protocol 'lmx'; did you mean 'lmx4'?"),
        ("5}", "5, protocol: ../x}", "4:38: '../x' is no id"),
        # Button times; journal.
        (
            "bays:\n",
            "button: {scan: 0ms}\nbays:\n",
            "2:16: '0ms' is out of range: write 1ms to 50ms",
        ),
        (
            "bays:\n",
            "button: {scan: 51ms}\nbays:\n",
            "2:16: '51ms' is out of range: write 1ms to 50ms",
        ),
        (
            "bays:\n",
            "button: {scan: 10}\nbays:\n",
            "2:16: '10' has no unit: write one of 10ms, 10s",
        ),
        (
            "bays:\n",
            "button: {debounce: 201ms}\nbays:\n",
            "2:20: '201ms' is out of range: write 1ms to 200ms",
        ),
        (
            "bays:\n",
            "button: {debounce: 9ms}\nbays:\n",
            "2:20: debounce (9ms) must not be shorter than scan",
        ),
        (
            "bays:\n",
            "button: {scan: 40ms}\nbays:\n",
            "2:16: debounce (30ms) must not be shorter than scan",
        ),
        (
            "bays:\n",
            "button: {hold: 199ms}\nbays:\n",
            "2:16: hold must be 200ms to 8s, not 199ms: a press would often be a hold",
        ),
        (
            "bays:\n",
            "button: {hold: 8001ms}\nbays:\n",
            "2:16: hold must be 200ms to 8s, not 8s1ms: a button is stuck after 10s, and people",
        ),
        (
            "bays:\n",
            "button: {guard: 11s}\nbays:\n",
            "2:17: '11s' is out of range: write 0s to 10s",
        ),
        (
            "bays:\n",
            "button: 30ms\nbays:\n",
            "2:9: '30ms' cannot stand here: write keys with values",
        ),
        (
            "bays:\n",
            "journal:\nbays:\n",
            "2:9: nothing is written here: write text, or remove the key",
        ),
    ],
)
def test_faults_one_by_one(path: Path, old: str, new: str, problem: str) -> None:
    (said,) = problems(path, changed(old, new))
    assert said.startswith(problem)


@pytest.mark.meets("CFG-3")
@pytest.mark.parametrize("bays", ["", "  []\n", "  bed-1\n", "  {id: bed-1, button: 17}\n"])
def test_without_bays_nothing_else_is_said(path: Path, bays: str) -> None:
    top = "station: room-1\npanels: [{bays: [bed-1]}]\nbuzzers: [{pin: 22}]\n"
    (said,) = problems(path, f"{top}bays:\n{bays}" if bays else top)
    assert said.startswith("5:3: " if bays else "1:1: required key 'bays' is missing")


def test_a_bay_without_a_good_id_may_be_the_one_that_is_meant(path: Path) -> None:
    text = changed("bed-2", "Bed 2").replace("{}", "{bays: [bed-1, bed-2]}")
    (said,) = problems(path, text)
    assert said.startswith("4:10: 'Bed 2' is no id")


@pytest.mark.meets("CFG-14")
def test_the_second_use_of_a_pin_is_the_later_in_the_file(path: Path) -> None:
    text = "buzzers: [{pin: 5}]\n" + LEAST.replace("buzzers:\n  - {pin: 22}\n", "")
    (said,) = problems(path, text)
    assert said.startswith(
        "5:25: pin 5 is a buzzer already, on line 1, column 17; use one of 4, 6,"
    )


def test_every_further_use_of_a_pin_names_the_first(path: Path) -> None:
    text = changed("button: 5", "button: 17").replace("pin: 22", "pin: 17")
    assert [said.partition(";")[0] for said in problems(path, text)] == [
        "4:25: pin 17 is a button already, on line 3, column 25",
        "8:11: pin 17 is a button already, on line 3, column 25",
    ]


def test_free_pins_are_neither_used_nor_on_a_bus(path: Path) -> None:
    (said,) = problems(path, changed("pin: 22", "pin: 3"))
    assert said == f"8:11: pin 3 is I2C clock and cannot be a buzzer; {FREE}".replace(
        "21, 23", "21, 22, 23"
    )


def test_the_pins_of_port_0_are_free_unless_it_has_a_panel(path: Path) -> None:
    zero = changed("pin: 22", "pin: 0")
    path.write_text(zero)
    assert load(path).buzzers[0].pin == 0
    (said,) = problems(path, zero.replace("{}", "{port: 0}"))
    assert said.startswith(
        "8:11: pin 0 is I2C data, for the panel on port 0, and cannot be a buzzer; use"
    )


@pytest.mark.meets("CFG-16")
def test_the_pins_of_port_1_are_kept_without_a_panel_on_it(path: Path) -> None:
    (said,) = problems(path, changed("pin: 22", "pin: 2").replace("{}", "{port: 5}"))
    assert said.startswith("8:11: pin 2 is I2C data and cannot be a buzzer; use one of 4, 6,")


def test_two_panels_on_one_bus_or_two_are_fine(path: Path) -> None:
    path.write_text(changed("  - {}", "  - {}\n  - {address: 0x3D}\n  - {port: 4}"))
    assert len(load(path).panels) == 3


def refusal(driver: str, width: int, height: int, _rotate: int) -> str | None:
    """Why the hardware would not have a panel."""
    if driver not in ("ssd1306", "ssd1327"):
        return f"no driver {driver}"
    if driver == "ssd1306" and (width, height) not in ((128, 64), (128, 32)):
        return f"ssd1306 is no {width}x{height}"
    return None


@pytest.mark.parametrize(
    ("panel", "problem"),
    [
        ("driver: ssd1366", "6:14: no driver ssd1366"),
        ("driver: ssd1366, width: 128, height: 32", "6:14: no driver ssd1366"),
        ("width: 256", "6:13: ssd1306 is no 256x64"),
        ("driver: ssd1306, height: 48", "6:31: ssd1306 is no 128x48"),
        ("width: 256, height: 48", "6:13: ssd1306 is no 256x48"),
    ],
)
def test_a_panel_that_the_hardware_refuses(path: Path, panel: str, problem: str) -> None:
    path.write_text(changed("{}", f"{{{panel}}}"))
    assert load(path)
    with pytest.raises(FileRefused) as caught:
        load(path, refusal)
    assert str(caught.value) == f"{path}:{problem}"


def test_a_panel_that_the_hardware_takes(path: Path) -> None:
    path.write_text(changed("{}", "{height: 32}"))
    assert load(path, refusal).panels[0].height == 32


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


ALL_WRONG = """\
station: Room 1
protocol: mine
colour: blue
bays:
  - {id: bed-1, buton: 17, lamp: 2}
  - {id: bed-1, button: 5, lamp: true}
  - {id: bed-3, button: 5, protocol: numb502}
panels:
  - {port: 1, bays: [bed-1, bed-4]}
  - {address: 60, width: 1, bays: [bed-1]}
buzzers:
  - {pin: 28, kind: active, frequency: 440, bays: [bed-1]}
button: {scan: 40ms, hold: 10s, guard: 2}
journal: ''
"""


@pytest.mark.meets("FLT-23")
def test_everything_wrong_is_said_at_once(path: Path) -> None:
    own = path.parent / "protocols" / "mine.yaml"
    own.parent.mkdir()
    own.write_text("protocol: other\nname: N\ncontact: 20\n")
    path.write_text(ALL_WRONG)
    with pytest.raises(FileRefused) as caught:
        load(path)
    assert [(Path(p.path).name, p.line, p.column) for p in caught.value.problems] == [
        ("mine.yaml", 1, 1),  # no source
        ("mine.yaml", 1, 11),  # another name than the file
        ("mine.yaml", 3, 10),  # no unit
        ("station.yaml", 1, 10),  # no id
        ("station.yaml", 3, 1),  # unknown key
        ("station.yaml", 5, 17),  # unknown key, so no button
        ("station.yaml", 5, 34),  # a lamp on I2C
        ("station.yaml", 6, 10),  # the same id
        ("station.yaml", 6, 34),  # a boolean
        ("station.yaml", 7, 5),  # no buzzer
        ("station.yaml", 7, 25),  # the same pin
        ("station.yaml", 7, 38),  # no such protocol
        ("station.yaml", 9, 29),  # no such bay
        ("station.yaml", 10, 15),  # the same panel
        ("station.yaml", 10, 26),  # too narrow
        ("station.yaml", 12, 11),  # no such pin
        ("station.yaml", 12, 40),  # a pitch for an active buzzer
        ("station.yaml", 13, 16),  # scan longer than debounce
        ("station.yaml", 13, 28),  # hold too long
        ("station.yaml", 13, 40),  # no unit
        ("station.yaml", 14, 10),  # empty
    ]


def test_the_path_is_named_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("protocols").mkdir()
    Path("protocols/mine.yaml").write_text("name: ''\n")
    Path("s.yaml").write_text("protocol: mine\n")
    with pytest.raises(FileRefused) as caught:
        load("./s.yaml")
    assert {problem.path for problem in caught.value.problems} == {
        "./s.yaml",
        "protocols/mine.yaml",
    }


def test_a_missing_config(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"none\.yaml: cannot be read: no such file or directory"):
        load(tmp_path / "none.yaml")


def read_or_refuse(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    with contextlib.suppress(FileRefused):
        load(path, refusal).plan()


# The file is written anew for each example.
ANEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANEW
@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
@example(raw=b"bays: [{}]")
def test_whatever_is_in_the_file(path: Path, raw: bytes) -> None:
    read_or_refuse(path, raw)


@ANEW
@given(
    at=st.integers(0, len(EVERY_KEY)),
    length=st.integers(0, 12),
    text=st.text(st.sampled_from("\n\t abdei0123456789:-?[]{},&*!|>'\"%@`#~."), max_size=6),
)
def test_whatever_is_changed_in_a_good_file(path: Path, at: int, length: int, text: str) -> None:
    read_or_refuse(path, (EVERY_KEY[:at] + text + EVERY_KEY[at + length :]).encode())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["bed-1", "emla", "300ms", "1:30", "0x3C", "17", "no", "passive"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "button", "lamp", "pin", "bays", "port", "kind", "scan", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


KEYS = [line.partition(":")[0] for line in EVERY_KEY.splitlines() if line[0].isalpha()]


@ANEW
@given(
    top=st.dictionaries(
        st.sampled_from(KEYS),
        VALUES,
    )
)
def test_whatever_values_the_keys_have(path: Path, top: dict[str, object]) -> None:
    lines = [f"{key}: {flow(value)}\n" for key, value in top.items()]
    read_or_refuse(path, "".join(lines).encode(errors="replace"))


def flow(value: object) -> str:
    """A value as YAML in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return "" if value is None else str(value)


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
