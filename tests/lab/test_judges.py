"""What judges the station in the guest can tell good from bad: it is tried here without one."""

from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from tests.lab.guest.faults.alarms import FAULT, OVERDUE, REMOVAL, Alarm, lateness
from tests.lab.guest.glass import stands_on
from tests.lab.guest.tracer import Edge

PICTURES: Final = Path(__file__).parent.parent / "drawing" / "pictures"
BEGIN: Final = 5_000.0


def heard(alarm: Alarm, length: float, *, late: float = 0) -> list[Edge]:
    """An alarm as the kernel would see it."""
    return [Edge(BEGIN + at + late, 1 - n % 2) for n, at in enumerate(alarm.until(length))]


@pytest.mark.parametrize("alarm", [OVERDUE, REMOVAL, FAULT])
def test_an_alarm_as_it_should_be_is_found_so_late(alarm: Alarm) -> None:
    late = lateness(heard(alarm, 40_000, late=12), alarm, BEGIN, BEGIN + 40_000)
    assert set(late) == {12}
    assert len(late) == len(alarm.until(40_000 - 300))


def test_an_alarm_that_stutters_is_found() -> None:
    edges = heard(REMOVAL, 20_000)
    with pytest.raises(AssertionError):
        lateness([*edges[:4], *edges[8:]], REMOVAL, BEGIN, BEGIN + 20_000)


def test_an_alarm_that_is_late_is_found() -> None:
    with pytest.raises(AssertionError):
        lateness(heard(REMOVAL, 20_000, late=150), REMOVAL, BEGIN, BEGIN + 20_000)


def test_an_alarm_that_is_silent_is_found() -> None:
    with pytest.raises(AssertionError):
        lateness([], REMOVAL, BEGIN, BEGIN + 20_000)


def test_another_alarm_is_not_taken_for_it() -> None:
    with pytest.raises(AssertionError):
        lateness(heard(OVERDUE, 20_000), REMOVAL, BEGIN, BEGIN + 20_000)
    with pytest.raises(AssertionError):
        lateness(heard(FAULT, 20_000), REMOVAL, BEGIN, BEGIN + 20_000)


@pytest.mark.parametrize(
    ("picture", "words", "stands"),
    [
        ("faults", "NOT SAVED", True),
        ("contact", "NOT SAVED", False),
        ("power_lost", "POWER LOST", True),
        ("overdue", "POWER LOST", False),
        ("contact", "Bed 1", True),
        ("contact", "Bed 2", False),
        ("overdue", "Bed 1", True),
    ],
)
def test_words_are_found_where_they_stand_and_nowhere_else(
    picture: str, words: str, stands: bool
) -> None:
    with Image.open(PICTURES / f"128x64-en-{picture}.png") as image:
        assert stands_on(image.convert("1"), words) is stands
