"""Every cure that names a line of the config names one that `station check` takes."""

import errno
import os
import re
from itertools import product

import pytest

from station.config import PanelConfig
from station.core.change import replace
from station.hardware.luma_device import refusal
from station.selftest import cures

PANEL = PanelConfig("ssd1306", 1, 0x3C, 128, 64, 0, (0,))
PANELS = [
    replace(PANEL, driver=driver, width=width, height=height, rotate=rotate)
    for driver, (width, height), rotate in product(
        ("ssd1306", "ssd1309", "sh1106", "sh1107", "ssd1327", "ssd1322", "ssd1362", "ch1115"),
        ((128, 32), (128, 64), (128, 128), (64, 128), (256, 64)),
        range(4),
    )
    if refusal(driver, width, height, rotate) is None
]
"""Panels that a config may have."""
LINE = re.compile(r"write (`.*?`)(?: or (`.*?`))?")


def proposed(panel: PanelConfig, seen: str) -> list[PanelConfig]:
    """The panels that a config would have with each line written that is proposed."""
    found = []
    for cure in cures.picture(panel, seen):
        for line in (group for match in LINE.finditer(cure) for group in match.groups() if group):
            key, value = line.strip("`").split(": ")
            if key == "driver":
                found.append(replace(panel, driver=value))
            elif key == "height":
                found.append(replace(panel, height=int(value)))
            else:
                assert key == "rotate"
                found.append(replace(panel, rotate=int(value)))
    return found


@pytest.mark.parametrize(
    "panel", PANELS, ids=lambda p: f"{p.driver}-{p.width}x{p.height}-{p.rotate}"
)
def test_every_line_that_is_proposed_is_taken(panel: PanelConfig) -> None:
    for seen in cures.WRONG:
        assert cures.picture(panel, seen)
        for other in proposed(panel, seen):
            assert other != panel
            assert refusal(other.driver, other.width, other.height, other.rotate) is None


def test_a_panel_with_seven_pins_is_thought_of_where_none_answers_or_one_is_dark() -> None:
    for said in (cures.nobody(1), cures.missing(0x3C), cures.picture(PANEL, "1")):
        assert "seven pins" in said[-1]
        assert "hardware.md" in said[-1]


def test_what_is_sold_as_each_other_is_proposed() -> None:
    assert replace(PANEL, driver="sh1106") in proposed(PANEL, "2")
    assert replace(PANEL, driver="ssd1306") in proposed(replace(PANEL, driver="sh1106"), "2")


@pytest.mark.parametrize(("driver", "height"), [("ssd1309", 64), ("ssd1327", 128)])
def test_no_other_controller_is_guessed(driver: str, height: int) -> None:
    panel = replace(PANEL, driver=driver, height=height)
    assert "printed on the panel" in cures.picture(panel, "2")[0]
    assert proposed(panel, "2") == []


def test_a_panel_too_narrow_on_its_side_is_to_be_mounted_otherwise() -> None:
    assert proposed(PANEL, "3") == [replace(PANEL, rotate=2)]
    assert "mount it the other way" in cures.picture(PANEL, "3")[1]
    square = replace(PANEL, driver="ssd1327", height=128)
    assert proposed(square, "3") == [replace(square, rotate=turn) for turn in (2, 1, 3)]


def test_only_the_two_heights_that_are_driven_as_each_other_are_swapped() -> None:
    assert replace(PANEL, height=32) in proposed(PANEL, "4")
    assert replace(PANEL, height=64) in proposed(replace(PANEL, height=32), "4")
    assert proposed(replace(PANEL, driver="ssd1327", height=128), "4") == []


def test_other_pixels_are_for_controllers_that_have_others() -> None:
    assert "`width: 128, height: 64`" in cures.picture(PANEL, "5")[0]
    only = replace(PANEL, driver="ssd1327", height=128)
    assert not [cure for cure in cures.picture(only, "5") if "pixels" in cure]


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.ENODEV, errno.EINVAL, errno.ENOMEM])
def test_a_bus_that_fails_otherwise_has_cures_as_well(number: int) -> None:
    what, *cure = cures.without_bus(3, OSError(number, os.strerror(number)))
    assert what == f"/dev/i2c-3 cannot be asked: {os.strerror(number)}"
    assert any("`ls /dev/i2c-*` shows which there are" in line for line in cure)
    assert any("restart the machine" in line for line in cure)
