"""Every pin that a config names is wired, and every part has its ground and supply."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from station.config import StationConfig
from station.readers.configfile import load
from station.wiring.connections import Kind, Part, wire_up
from station.wiring.header import GROUND, POWER3, POWER5, number_of, row_of
from station.wiring.svg import draw_wiring
from station.wiring.wires import Wire
from tests.wiring.stations import (
    BESIDE_EACH_BED,
    CHANNELS,
    EIGHT,
    ODD,
    ONE,
    SHIPPED,
    any_station,
    shipped,
    station,
)


def pins(part: Part) -> dict[str, int | None]:
    return {leg.wire.carries: leg.pin for leg in part.legs}


def signals(config: StationConfig) -> dict[str, int | None]:
    """What each part that is not a panel is driven or read by, by its name."""
    parts = wire_up(config).parts
    driving = (Wire.BUTTON, Wire.LAMP, Wire.BUZZER)
    return {p.name: leg.pin for p in parts for leg in p.legs if leg.wire in driving}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_pin_of_a_shipped_config_is_wired_to_its_part(name: str) -> None:
    config = shipped(name)
    expected = {f"Buzzer {i}": number_of(b.pin) for i, b in enumerate(config.buzzers)}
    expected |= {f"{bay.label} button": number_of(bay.button) for bay in config.bays}
    expected |= {
        f"{bay.label} lamp": number_of(bay.lamp) for bay in config.bays if bay.lamp is not None
    }
    assert signals(config) == expected


def test_the_first_station_is_wired_like_this() -> None:
    wiring = wire_up(shipped("station.yaml"))
    assert [(part.name, pins(part)) for part in wiring.parts] == [
        ("Panel 0", {"3.3 V": 1, "I2C data, SDA": 3, "I2C clock, SCL": 5, "ground": 6}),
        ("Buzzer 0", {"buzzer": 15, "ground": 20, "5 V": 4}),
        ("Bed 1 button", {"button": 11, "ground": 9}),
        ("Bed 1 lamp", {"lamp": 13, "ground": 14}),
        ("Bed 2 button", {"button": 29, "ground": 30}),
        ("Bed 2 lamp", {"lamp": 31, "ground": 34}),
    ]


def test_a_bay_without_a_lamp_has_none(tmp_path: Path) -> None:
    wiring = wire_up(station(tmp_path, ONE))
    assert wiring.of(Kind.LAMP) == ()
    assert [part.name for part in wiring.of(Kind.BUTTON)] == ["Bed 1 button"]


def test_no_supply_pin_is_shared_while_one_is_free(tmp_path: Path) -> None:
    for seed in range(40):
        wiring = wire_up(any_station(tmp_path, seed))
        for supply in (GROUND, POWER3, POWER5):
            free = [pin for pin in supply if not wiring.at(pin)]
            assert not free or not wiring.shared(supply)


def test_who_needs_a_supply_shares_it_evenly(tmp_path: Path) -> None:
    """Eight small panels on header 1 and 17, four each."""
    wiring = wire_up(station(tmp_path, BESIDE_EACH_BED.replace("ssd1309", "ssd1306")))
    assert [len(wiring.at(pin)) for pin in POWER3] in ([4, 5], [5, 4])
    for seed in range(40):
        wiring = wire_up(any_station(tmp_path, seed))
        for supply in (GROUND, POWER3, POWER5):
            used = [len(wiring.at(pin)) for pin in supply]
            assert max(used) - min(used) <= 1


def test_whose_pin_is_farther_down_has_no_ground_farther_up(tmp_path: Path) -> None:
    """Not the first of the config the nearest, and the last what is left."""
    parts = wire_up(station(tmp_path, BESIDE_EACH_BED)).of(Kind.BUTTON)
    rows = sorted([row_of(leg.pin or 0) for leg in part.legs] for part in parts)
    grounds = [ground for _, ground in rows]
    assert grounds == sorted(grounds)


def test_eight_beds_share_grounds_with_those_beside_them(tmp_path: Path) -> None:
    wiring = wire_up(station(tmp_path, EIGHT))
    assert wiring.shared(GROUND)
    assert wiring.shared(POWER3) == ()
    assert {pin for pin in GROUND if wiring.at(pin)} == set(GROUND)
    assert len(wiring.at(3)) == 2, "two panels on one bus"


def test_panels_on_port_0_and_on_no_pins_at_all(tmp_path: Path) -> None:
    panels = wire_up(station(tmp_path, ODD)).of(Kind.PANEL)
    assert [pins(p)["I2C data, SDA"] for p in panels] == [27, None, None]
    assert [pins(p)["I2C clock, SCL"] for p in panels] == [28, None, None]
    assert [pins(p)["3.3 V"] for p in panels] == [17, 1, None]
    assert all(pins(p)["ground"] in GROUND for p in panels)


def test_the_header_feeds_two_large_panels_and_no_third(tmp_path: Path) -> None:
    panels = wire_up(station(tmp_path, BESIDE_EACH_BED)).of(Kind.PANEL)
    assert [pins(p)["3.3 V"] for p in panels] == [1, 1, *[None] * 6], "the multiplexer has 17"
    assert all(pins(p)["ground"] in GROUND for p in panels)
    small = BESIDE_EACH_BED.replace("ssd1309", "ssd1306")
    panels = wire_up(station(tmp_path, small)).of(Kind.PANEL)
    assert all(pins(p)["3.3 V"] in POWER3 for p in panels)


def test_channels_have_a_multiplexer_on_the_usual_bus(tmp_path: Path) -> None:
    [part] = wire_up(station(tmp_path, CHANNELS)).of(Kind.MULTIPLEXER)
    assert pins(part)["I2C data, SDA"] == 3
    assert pins(part)["I2C clock, SCL"] == 5
    assert pins(part)["3.3 V"] in POWER3
    assert pins(part)["ground"] in GROUND
    assert wire_up(station(tmp_path, EIGHT)).of(Kind.MULTIPLEXER) == ()


def test_a_part_says_for_whom_it_is_unless_it_is_for_all(tmp_path: Path) -> None:
    parts = {part.name: part.serves for part in wire_up(station(tmp_path, EIGHT)).parts}
    assert parts["Panel 0"] == ("Bed 1", "Bed 2", "Bed 3", "Bed 4")
    assert parts["Buzzer 0"] == ()


@pytest.mark.skipif(os.name != "posix", reason="names of files are text elsewhere")
def test_a_file_whose_name_nobody_can_print_is_wired_all_the_same(tmp_path: Path) -> None:
    there = tmp_path / os.fsdecode(b"\xff\x1b[2J\n.yaml")
    try:
        there.write_text(ONE)
    except OSError:
        pytest.skip("this file system takes no such name")
    config = load(there)
    assert wire_up(config).config == "??[2J?.yaml"
    assert draw_wiring(config).encode()


def test_no_two_wires_have_one_colour() -> None:
    colours = sorted(wire.colour for wire in Wire)
    assert all(one != other for one, other in pairwise(colours))
    assert len({wire.ink for wire in Wire}) == len(Wire)
