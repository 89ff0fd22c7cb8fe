"""What is said of a config besides its wires: only what is true of it."""

from pathlib import Path

import pytest

from station.config import StationConfig
from station.wiring.connections import wire_up
from station.wiring.notes import notes
from tests.wiring.stations import BESIDE_EACH_BED, CHANNELS, EIGHT, ODD, ONE, shipped, station


def told(config: StationConfig) -> str:
    return "\n".join(notes(config, wire_up(config)))


def with_pins(folder: Path, *, button: int, lamp: int, buzzer: int) -> str:
    text = f"""
station: room-1
bays: [{{id: bed-1, button: {button}, lamp: {lamp}}}]
panels: [{{}}]
buzzers: [{{pin: {buzzer}}}]
"""
    return told(station(folder, text))


def test_a_plain_station_needs_no_note(tmp_path: Path) -> None:
    assert told(station(tmp_path, ONE)) == ""


@pytest.mark.parametrize(("lamp", "glows"), [(4, True), (6, True), (12, False), (27, False)])
def test_a_lamp_that_is_pulled_up_at_boot_glows(tmp_path: Path, lamp: int, *, glows: bool) -> None:
    said = with_pins(tmp_path, button=17, lamp=lamp, buzzer=22)
    assert (f"A lamp on BCM {lamp} (header " in said) is glows


def test_a_buzzer_that_is_pulled_up_at_boot_should_be_elsewhere(tmp_path: Path) -> None:
    assert "Choose one of BCM 9 to 27" in with_pins(tmp_path, button=17, lamp=27, buzzer=5)
    assert "Choose" not in with_pins(tmp_path, button=5, lamp=27, buzzer=22)


def test_pins_that_others_may_use_are_named(tmp_path: Path) -> None:
    said = with_pins(tmp_path, button=14, lamp=9, buzzer=1)
    assert "BCM 14 (header 8): the serial console's" in said
    assert "BCM 9 (header 21): SPI's" in said
    assert "BCM 1 (header 28): for the EEPROM of a HAT" in said


def test_only_the_shipped_lamp_on_bcm_6_is_worth_a_word() -> None:
    said = told(shipped("station.yaml"))
    assert said.startswith("A lamp on BCM 6 (header 31)")
    assert "\n" not in said


def test_buses_that_are_not_the_usual_one(tmp_path: Path) -> None:
    said = told(station(tmp_path, ODD))
    assert "Port 0 (header 27 and 28): dtparam=i2c_vc=on" in said
    assert "Port 4, 5: /dev/i2c-N" in said
    assert "in parallel" not in said


def test_shared_pins_and_panels(tmp_path: Path) -> None:
    said = told(station(tmp_path, EIGHT))
    assert "The 2 panels on port 1 are in parallel" in said
    assert "terminal block" in said


def test_panels_that_the_header_cannot_feed(tmp_path: Path) -> None:
    said = told(station(tmp_path, BESIDE_EACH_BED))
    assert "Panel 2, 3, 4, 5, 6, 7: from a 3.3 V regulator" in said
    assert "together take 1520 mA, and the header gives 400" in said
    assert "regulator" not in told(station(tmp_path, EIGHT))


def test_a_panel_before_the_multiplexer_hears_what_its_channels_say(tmp_path: Path) -> None:
    said = told(station(tmp_path, CHANNELS.replace("port: 11", "port: 1")))
    assert "0x3C is on port 1 and on port 12 too: if that is a channel of a multiplexer" in said
    other = CHANNELS.replace("port: 11", "port: 1, address: 0x3D")
    assert "too:" not in told(station(tmp_path, other))
    assert "too:" not in told(station(tmp_path, CHANNELS))


def test_more_lamps_than_the_header_can_feed(tmp_path: Path) -> None:
    pins = [pin for pin in range(28) if pin not in (2, 3)]
    bays = "".join(
        f"  - {{id: bed-{n}, button: {pins[2 * n]}, lamp: {pins[2 * n + 1]}}}\n" for n in range(12)
    )
    text = f"station: room-1\nbays:\n{bays}panels: [{{}}]\nbuzzers: [{{pin: 27}}, {{pin: 26}}]\n"
    assert "All pins together would give 53 mA, and 50 are safe" in told(station(tmp_path, text))
