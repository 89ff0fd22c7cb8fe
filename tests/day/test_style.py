"""The picture's colours on a page."""

import re

from station.day.ink import COLOURS
from station.day.style import DAY_CSS


def named(rule: str) -> list[str]:
    return re.findall(r"--([a-z]+): #", rule)


def test_what_is_light_is_as_on_paper_and_every_colour_has_its_dark() -> None:
    light, dark = DAY_CSS.split("@media")[:2]
    assert all(f"--{name}: {colour};" in light for name, colour in COLOURS.items())
    assert named(light) == named(dark) == list(COLOURS)


def test_no_colour_is_worn_that_there_is_not() -> None:
    assert set(re.findall(r"var\(--([a-z]+)\)", DAY_CSS)) <= COLOURS.keys()
