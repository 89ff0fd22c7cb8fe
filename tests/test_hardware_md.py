"""hardware.md wires what the shipped config names, where the header has it."""

import re
from pathlib import Path

from station.configfile import load
from station.hardware.pins import mock_factory

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"\| (\d+) \| (\d+) \| (button|lamp|buzzer|I2C \w+)[^|]*\| ([^|]+) \|")


def table() -> list[tuple[int, int, str, str]]:
    """The rows of the pin table: BCM, header, what, whose."""
    text = (ROOT / "hardware.md").read_text(encoding="utf-8")
    return [(int(bcm), int(pin), what, whose) for bcm, pin, what, whose in ROW.findall(text)]


def test_the_pin_table_is_the_shipped_configs() -> None:
    config = load(ROOT / "config" / "station.yaml")
    wired = {(bay.button, "button", bay.id) for bay in config.bays}
    wired |= {(bay.lamp, "lamp", bay.id) for bay in config.bays if bay.lamp is not None}
    wired |= {(buzzer.pin, "buzzer", f"buzzer {i}") for i, buzzer in enumerate(config.buzzers)}
    wired |= {(2, "I2C data", "panel 0"), (3, "I2C clock", "panel 0")}
    assert {(bcm, what, whose) for bcm, _, what, whose in table()} == wired


def test_every_pin_is_where_the_header_has_it() -> None:
    header = mock_factory().board_info.headers["J8"].pins
    for bcm, number, _, _ in table():
        assert header[number].name == f"GPIO{bcm}"
