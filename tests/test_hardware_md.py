"""hardware.md shows what the command prints, and its figures are worked out rightly."""

import re
from pathlib import Path

import pytest

from station.drawing.layout import layout
from station.readers.configfile import load
from station.wiring.connections import BASE_RESISTOR, LED_RESISTOR, PULL_DOWN, wire_up
from station.wiring.header import number_of
from station.wiring.parts import HEADER_LIMIT, LAMP, PIN_LIMIT, SWITCH, ohms
from station.wiring.supply import PANEL_LIMIT
from station.wiring.wires import Wire
from tests.wiring.make_example import BEGIN, END, reprinted

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "hardware.md").read_text(encoding="utf-8")
EXAMPLE = TEXT.partition(BEGIN)[2].partition(END)[0]
INCH = 25.4


def test_the_example_is_what_the_command_prints() -> None:
    assert reprinted(TEXT) == TEXT, "print it again: make wiring"


def test_without_its_marks_nothing_is_printed() -> None:
    with pytest.raises(ValueError, match="to print between"):
        reprinted("nothing to see")


def test_every_pin_of_the_shipped_config_is_in_the_example() -> None:
    config = load(ROOT / "config" / "station.yaml")
    assert config.pins
    for bcm in config.pins:
        assert f"header {number_of(bcm)} (BCM {bcm})" in EXAMPLE
    for part in wire_up(config).parts:
        assert part.name in EXAMPLE


def test_the_picture_is_shown() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", TEXT)
    assert pictures == ["tests/wiring/pictures/station.svg"]
    assert (ROOT / pictures[0]).is_file()


def test_every_colour_is_in_the_table_with_what_it_is_for() -> None:
    colours, uses = re.findall(r"^\| red .*$|^\| 3.3 V \| 5 V .*$", TEXT, re.MULTILINE)
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in (colours, uses)]
    assert cells[0] == [wire.colour for wire in Wire]
    for wire, use in zip(Wire, cells[1], strict=True):
        assert use.rstrip("s") in wire.carries


def test_resistors_and_currents_are_those_of_the_command() -> None:
    for value in (LED_RESISTOR, BASE_RESISTOR, PULL_DOWN):
        assert ohms(value) in TEXT
    assert f"{LAMP:.1f} mA from its pin" in TEXT
    assert f"{SWITCH:.1f} mA from its pin" in TEXT
    assert f"One pin {PIN_LIMIT:.0f} mA, all together {HEADER_LIMIT:.0f} mA" in TEXT
    assert f"`station wiring` asks {PANEL_LIMIT:.0f} mA of" in TEXT
    assert f"eight lamps and a\nbuzzer are {8 * LAMP + SWITCH:.0f} mA" in TEXT


READS = r"([\d.]+) mm, ([\d.]+) m"
ROW = rf'^\| ([\d.]+)" \| `\w+` \| \d+ x ([\d.]+) mm \| {READS} \| {READS} \|$'


def test_digits_read_from_200_times_their_height() -> None:
    rows = [tuple(map(float, row)) for row in re.findall(ROW, TEXT, re.MULTILINE)]
    assert [row[0] for row in rows] == [0.96, 1.3, 1.54, 2.42]
    for diagonal, height, one, one_reads, several, several_reads in rows:
        exact = diagonal * INCH / 5**0.5
        assert height == pytest.approx(exact, abs=0.05)
        assert one == pytest.approx(
            exact * layout((128, 64), 1, counting=True).large.height / 64, abs=0.05
        )
        assert several == pytest.approx(
            exact * layout((128, 64), 4, counting=True).large.height / 64, abs=0.05
        )
        assert one_reads == pytest.approx(one * 0.2, abs=0.06)
        assert several_reads == pytest.approx(several * 0.2, abs=0.06)


def test_the_cable_is_as_long_as_the_arithmetic_says() -> None:
    rise = 0.847
    fast = 300e-9 / (rise * 1_800) * 1e12
    slow = 1_000e-9 / (rise * 1_800) * 1e12
    assert f"= {fast:.0f} pF | 1,000 ns / ... = {slow:.0f}, so 400 pF |" in TEXT
    assert f"| {fast - 30:.0f} pF | {400 - 30} pF |" in TEXT
    assert f"| {(fast - 30) / 100:.1f} m | {(400 - 30) / 100} m |" in TEXT
