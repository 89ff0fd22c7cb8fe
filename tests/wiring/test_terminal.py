"""What is printed fits a terminal of 80 columns, and says every wire."""

import io
import re
from pathlib import Path

import pytest

from station.config import StationConfig
from station.wiring.connections import wire_up
from station.wiring.terminal import lines, print_wiring, wants_colours
from station.wiring.wording import columns, shortened, wrapped
from tests.wiring.stations import (
    BESIDE_EACH_BED,
    CHANNELS,
    EIGHT,
    ODD,
    ONE,
    SHIPPED,
    WIDE,
    any_station,
    shipped,
    station,
)

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def stations(folder: Path) -> list[StationConfig]:
    written = [station(folder, text) for text in (ONE, EIGHT, ODD, WIDE, BESIDE_EACH_BED, CHANNELS)]
    return [*map(shipped, SHIPPED), *written, *(any_station(folder, seed) for seed in range(20))]


def test_no_line_is_wider_than_80_columns(tmp_path: Path) -> None:
    for config in stations(tmp_path):
        for line in lines(config):
            assert columns(line) <= 80, line


def test_the_header_is_20_rows_with_pin_1_at_the_top_left() -> None:
    rows = [line for line in lines(shipped("station.yaml")) if re.search(r"\d \| \d", line)]
    numbers = [tuple(map(int, re.findall(r"(\d+) \| (\d+)", row)[0])) for row in rows]
    assert numbers == [(n, n + 1) for n in range(1, 41, 2)]
    assert len({row.index(" | ") for row in rows}) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_every_used_pin_says_what_goes_there_and_in_which_colour(name: str) -> None:
    config = shipped(name)
    printed = list(lines(config))
    for part in wire_up(config).parts:
        for leg in part.legs:
            row = next(
                line for line in printed if re.search(rf" {leg.pin} \|| \| {leg.pin} ", line)
            )
            assert leg.wire.colour in row


def test_a_button_in_words() -> None:
    said = "\n".join(lines(shipped("station.yaml")))
    assert (
        "Bed 1 button\n  one leg: header 11 (BCM 17), blue\n  other leg: header 9 (ground), black\n"
    ) in said
    assert "  long leg (+): through 330 Ω to header 13 (BCM 27), yellow\n" in said
    assert "  10 kΩ from header 15 to ground" in said


def test_shared_ground_is_said_where_it_is_shared(tmp_path: Path) -> None:
    said = "\n".join(lines(station(tmp_path, EIGHT)))
    assert "(ground, shared), black" in said
    assert "shared" not in "\n".join(lines(station(tmp_path, ONE)))


def test_a_bus_that_is_not_on_the_header(tmp_path: Path) -> None:
    said = "\n".join(lines(station(tmp_path, ODD)))
    assert "  SDA: SDA of /dev/i2c-4, green\n" in said
    assert "  1 kΩ across the buzzer, to discharge it\n" in said


def test_a_multiplexer_is_wired_to_the_header(tmp_path: Path) -> None:
    said = "\n".join(lines(station(tmp_path, CHANNELS)))
    assert "I2C mux (multiplexer TCA9548A, if it makes the other buses)\n  VIN: header " in said
    assert "  SDA: header 3 (BCM 2), green\n  SCL: header 5 (BCM 3), white\n" in said
    assert "I2C mux SDA, green" in said
    both = CHANNELS.replace("port: 11", "port: 1")
    assert "2 parts SDA, green" in "\n".join(lines(station(tmp_path, both)))


def test_panels_that_the_header_cannot_feed_hang_on_a_regulator(tmp_path: Path) -> None:
    said = "\n".join(lines(station(tmp_path, BESIDE_EACH_BED)))
    assert said.count("  VCC: header ") == 2
    assert said.count("  VCC: 3.3 V of the regulator, red\n") == 6
    assert "1140 mA  from the regulator: the panels on it\n" in said


def test_colours_only_add_to_what_is_said() -> None:
    config = shipped("station.yaml")
    plain, painted = list(lines(config)), list(lines(config, coloured=True))
    assert painted != plain
    assert [COLOUR.sub("", line) for line in painted] == plain


@pytest.mark.parametrize(
    ("out", "environment", "wanted"),
    [
        (Screen(), {"TERM": "xterm-256color"}, True),
        (Screen(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Screen(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Screen(), {"TERM": "dumb"}, False),
        (Screen(), {}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    out: io.StringIO, environment: dict[str, str], *, wanted: bool
) -> None:
    assert wants_colours(out, environment) is wanted
    print_wiring(shipped("station.yaml"), out, environment)
    assert ("\x1b[" in out.getvalue()) is wanted


def test_of_a_long_name_the_end_is_kept() -> None:
    assert shortened("Bed 1 lamp", 10) == "Bed 1 lamp"
    assert shortened("Recovery room bed 1 lamp", 12) == "…bed 1 lamp"
    assert shortened("Wiederaufbereitungsraum", 8) == "…ngsraum"


@pytest.mark.parametrize("text", ["one two three four", "Wiederaufbereitungsraum", "治療室 治療室"])
@pytest.mark.parametrize("most", [5, 8, 13])
def test_what_is_folded_fits_and_nothing_is_lost(text: str, most: int) -> None:
    folded = wrapped(text, most)
    assert max(map(columns, folded)) <= most
    assert "".join(folded).replace(" ", "") == text.replace(" ", "")
    assert all(folded)
