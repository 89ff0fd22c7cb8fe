"""What to buy, and what it draws."""

from pathlib import Path

import pytest

from station.config import StationConfig
from station.wiring.connections import wire_up
from station.wiring.header import GROUND
from station.wiring.parts import HEADER_LIMIT, LAMP, PIN_LIMIT, SWITCH, currents, parts_list, rings
from tests.wiring.stations import BESIDE_EACH_BED, CHANNELS, EIGHT, ODD, ONE, shipped, station


def counts(config: StationConfig) -> dict[str, int]:
    return {item.what: item.count for item in parts_list(config, wire_up(config))}


def test_what_two_beds_need() -> None:
    assert counts(shipped("station.yaml")) == {
        "Raspberry Pi with its power supply": 1,
        "microSD card, 16 GB or more": 1,
        "stripboard with screw terminals": 1,
        "OLED panel ssd1306, 128x64": 1,
        "push button": 2,
        "LED, red or yellow": 2,
        "resistor 330 Ω": 2,
        "active buzzer, 5 V": 1,
        "diode 1N4148": 1,
        "NPN transistor": 1,
        "resistor 1 kΩ": 1,
        "resistor 10 kΩ": 1,
    }


def test_large_panels_are_sold_set_to_spi(tmp_path: Path) -> None:
    def note(driver: str) -> str:
        text = ONE.replace("panels: [{}]", f"panels: [{{driver: {driver}}}]")
        config = station(tmp_path, text)
        items = parts_list(config, wire_up(config))
        return next(item.note for item in items if item.what.startswith("OLED"))

    assert note("ssd1306") == "I2C, 4 pins, for 3.3 V"
    assert note("sh1106") == "I2C, 4 pins, for 3.3 V"
    assert note("ssd1309") == "4 pins, for 3.3 V; one with 7 must be set from SPI to I2C"
    assert note("ssd1327") == note("ssd1309")


def test_no_lamp_needs_no_resistor(tmp_path: Path) -> None:
    assert not [what for what in counts(station(tmp_path, ONE)) if "330" in what or "LED," in what]


def test_a_passive_buzzer_has_a_resistor_where_an_active_one_has_a_diode(tmp_path: Path) -> None:
    found = counts(station(tmp_path, ODD))
    assert found["passive buzzer, piezo"] == 1
    assert found["active buzzer, 5 V"] == found["diode 1N4148"] == 2
    assert found["resistor 1 kΩ"] == 4
    assert found["resistor 10 kΩ"] == 3


def test_shared_supplies_need_terminal_blocks(tmp_path: Path) -> None:
    config = station(tmp_path, EIGHT)
    wiring = wire_up(config)
    blocks = [item for item in parts_list(config, wiring) if "terminal block" in item.what]
    shared = wiring.shared(GROUND)
    poles = len(shared) + sum(len(wiring.at(pin)) for pin in shared)
    assert [(item.what, item.note) for item in blocks] == [
        (f"terminal block, {poles} poles", "joined: ground of several parts")
    ]
    odd = station(tmp_path, ODD)
    notes = [item.note for item in parts_list(odd, wire_up(odd)) if "terminal block" in item.what]
    assert notes == [f"joined: {what} of several parts" for what in ("3.3 V", "5 V", "ground")]


def test_no_pin_gives_more_than_a_quarter_of_what_is_safe() -> None:
    assert pytest.approx(3.94, abs=0.01) == LAMP
    assert pytest.approx(2.93, abs=0.01) == SWITCH
    assert max(LAMP, SWITCH) <= PIN_LIMIT / 4


def test_what_two_beds_draw() -> None:
    drawn = currents(shipped("station.yaml"))
    assert drawn.pins == pytest.approx(2 * LAMP + SWITCH)
    assert drawn.most == LAMP
    assert drawn.rail3 == pytest.approx(30 + drawn.pins)
    assert drawn.rail5 == 30


def test_panels_beyond_what_the_header_gives_need_a_regulator(tmp_path: Path) -> None:
    config = station(tmp_path, BESIDE_EACH_BED)
    items = {item.what: item for item in parts_list(config, wire_up(config))}
    assert items["3.3 V regulator, from 5 V"].note == "for 1140 mA at least"
    drawn = currents(config)
    assert drawn.regulator == 6 * 190
    assert drawn.rail3 == pytest.approx(2 * 190 + drawn.pins)
    assert not [what for what in counts(station(tmp_path, EIGHT)) if "regulator" in what]
    assert currents(station(tmp_path, EIGHT)).regulator == 0


def test_channels_need_a_multiplexer(tmp_path: Path) -> None:
    config = station(tmp_path, CHANNELS)
    items = {item.what: item for item in parts_list(config, wire_up(config))}
    assert items["multiplexer TCA9548A"].note == "if it makes port 11, 12"
    assert not [what for what in counts(station(tmp_path, EIGHT)) if "multiplexer" in what]


def test_eight_lamps_and_a_buzzer_stay_below_what_the_header_can_give(tmp_path: Path) -> None:
    assert currents(station(tmp_path, EIGHT)).pins < HEADER_LIMIT


@pytest.mark.parametrize(
    ("value", "colours"),
    [
        (330, "orange, orange, brown"),
        (1_000, "brown, black, red"),
        (10_000, "brown, black, orange"),
        (47, "yellow, violet, black"),
    ],
)
def test_the_rings_on_a_resistor(value: int, colours: str) -> None:
    assert rings(value) == colours
