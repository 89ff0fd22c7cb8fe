"""What `station off` finds in a config, whatever is wrong with it."""

from pathlib import Path

import pytest

from station.readers.configfile import load
from station.readers.outputpins import output_pins
from station.readers.problem import FileRefused
from tests.readers.configs import EVERY_KEY, EXAMPLES, LEAST, changed


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_of_a_config_that_is_fine_it_is_every_lamp_and_buzzer(example: Path) -> None:
    config = load(example)
    lamps = {bay.lamp for bay in config.bays} - {None}
    assert set(output_pins(example).pins) == lamps | {buzzer.pin for buzzer in config.buzzers}


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        (EVERY_KEY, (0, 22, 23, 27)),
        (LEAST + "language: xx\n", (22,)),
        (LEAST + "protocol: unheard-of\nbuton: {}\n", (22,)),
        (changed("id: bed-1", "id: Bed 1, label: '\u4e00', lamp: 6"), (6, 22)),
        (changed("  - {pin: 22}", "  - {pin: 22, bays: [nobody], kind: loud}"), (22,)),
        (changed("panels:\n  - {}\n", ""), (22,)),
        (changed("pin: 22", "pin: 22, pin: 23"), (22, 23)),
        (LEAST + "buzzers: [{pin: 24}]\n", (22, 24)),
        (changed("pin: 22", "pin: 22.5").replace("17}", "17, lamp: 17}"), (17,)),
        (LEAST.replace("bays:\n", "bays: none\nwards:\n"), (22,)),
        ("buzzers: [22, {pin: [22]}, {pin: 24}]\nbays: {lamp: 3}\n", (24,)),
        ("buzzers: {pin: 22}\n", ()),
    ],
)
def test_of_one_that_is_wrong_it_is_what_can_be_read(
    path: Path, text: str, pins: tuple[int, ...]
) -> None:
    path.write_text(text, encoding="utf-8")
    assert output_pins(path).pins == pins


@pytest.mark.parametrize(
    ("port", "pins"), [("{}", (0, 1, 22)), ("{port: 0}", (22,)), ("{port: x}", (0, 1, 22))]
)
def test_a_bus_is_left_to_the_panels(path: Path, port: str, pins: tuple[int, ...]) -> None:
    buzzers = "buzzers: [{pin: 0}, {pin: 1}, {pin: 2}, {pin: 3}, {pin: 22}]"
    path.write_text(f"panels: [{port}]\n{buzzers}\n")
    assert output_pins(path).pins == pins


def test_of_no_keys_and_values_it_is_nothing(path: Path) -> None:
    path.write_text("buzzers: [{pin: 22}\n")
    with pytest.raises(FileRefused):
        output_pins(path)
