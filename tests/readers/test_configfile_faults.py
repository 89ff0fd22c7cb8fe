"""The config file: every fault with its place and its cure, one by one."""

from pathlib import Path

import pytest

from tests.readers.configs import changed, problems

FREE = "use one of 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 23, 24, 25, 26, 27"


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
