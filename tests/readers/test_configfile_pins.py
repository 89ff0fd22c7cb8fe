"""The config file: pins and panels that are taken, free, or not to be had."""

from pathlib import Path

import pytest

from station.readers.configfile import load
from station.readers.problem import FileRefused
from tests.readers.configs import LEAST, changed, problems, refusal

FREE = "use one of 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 23, 24, 25, 26, 27"


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
