"""Pins that fail while the station runs, on two backends: told, tried again, and alone."""

from typing import ClassVar

import pytest
from gpiozero.pins.mock import MockFactory

from station.config import StationConfig
from station.core.reports import Part, PinReport
from station.hardware.line import ATTEMPTS, RETRY
from station.hardware.pins import MockStationPin, StationPins
from tests.hardware.wires import DARK, ON, Wires


class Clock:
    """Milliseconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


ACTIVE_FAILS = PinReport(Part.BUZZER, 0, "pin 22 cannot be set: Input/output error")
ACTIVE_WORKS = PinReport(Part.BUZZER, 0, None)


def test_pins_that_work_report_nothing(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    pins.drive(ON)
    pins.levels()
    pins.rest()
    assert pins.reports() == []


@pytest.mark.meets("FLT-14")
def test_an_output_that_fails_is_reported_once_and_the_others_are_set(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    wires.broken.add(22)
    pins.drive(ON)
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (True, False, (440, 0.5))
    assert pins.reports() == [ACTIVE_FAILS]
    for _ in range(10):
        clock.now += RETRY
        pins.drive(DARK)
        pins.drive(ON)
        assert pins.reports() == []
    assert (wires.lit(27), wires.tone(23)) == (True, (440, 0.5))


@pytest.mark.parametrize(
    ("pin", "what"), [(22, (Part.BUZZER, 0)), (23, (Part.BUZZER, 1)), (27, (Part.LAMP, 0))]
)
def test_each_output_is_reported_as_what_it_is(
    wires: Wires, config: StationConfig, clock: Clock, pin: int, what: tuple[Part, int]
) -> None:
    pins = StationPins(config, wires.factory, clock)
    wires.broken.add(pin)
    pins.drive(ON)
    wires.broken.clear()
    clock.now += RETRY
    assert pins.reports() == [
        PinReport(*what, f"pin {pin} cannot be set: Input/output error"),
        PinReport(*what, None),
    ]
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (True, True, (440, 0.5))


def test_a_buzzer_that_fails_while_on_gets_what_is_wanted_once_it_works(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    pins.drive(ON)
    wires.broken.add(22)
    pins.drive(DARK)
    assert wires.lit(22)
    assert pins.reports() == [ACTIVE_FAILS]
    wires.broken.clear()
    clock.now += RETRY - 1
    assert pins.reports() == []
    assert wires.lit(22)
    clock.now += 1
    assert pins.reports() == [ACTIVE_WORKS]
    assert not wires.lit(22)


def test_a_pin_is_tried_again_whenever_the_others_are_set(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    wires.broken.add(22)
    pins.drive(ON)
    wires.broken.clear()
    pins.drive(ON)
    assert wires.lit(22)


def test_a_pin_that_comes_and_goes_is_reported_once_until_it_has_worked_for_a_second(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    reports = []
    for turn in range(50):
        wires.broken.symmetric_difference_update({22})
        pins.drive(ON if turn % 2 else DARK)
        clock.now += 100
        reports += pins.reports()
    assert reports == [ACTIVE_FAILS]
    wires.broken.clear()
    pins.drive(DARK)
    clock.now += RETRY
    assert pins.reports() == [ACTIVE_WORKS]


def test_a_button_that_cannot_be_read_leaves_the_others_to_be_read(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    wires.push(5)
    wires.broken.add(17)
    fails = PinReport(Part.BUTTON, 0, "pin 17 cannot be read: Input/output error")
    assert pins.levels() == [None, True]
    assert pins.reports() == [fails]
    clock.now += 10 * RETRY
    assert pins.levels() == [None, True]
    assert pins.reports() == []
    wires.broken.clear()
    assert pins.levels() == [False, True]
    assert pins.reports() == []
    clock.now += RETRY
    assert pins.levels() == [False, True]
    assert pins.reports() == [PinReport(Part.BUTTON, 0, None)]


def test_reports_come_in_order(wires: Wires, config: StationConfig, clock: Clock) -> None:
    pins = StationPins(config, wires.factory, clock)
    wires.broken.update({5, 27})
    pins.levels()
    pins.drive(ON)
    told = [(report.part, report.index) for report in pins.reports()]
    assert told == [(Part.BUTTON, 1), (Part.LAMP, 0)]


def test_at_rest_a_pin_that_fails_leaves_no_other_on_and_is_tried_again(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    pins = StationPins(config, wires.factory, clock)
    pins.drive(ON)
    wires.broken.add(22)
    pins.rest()
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (False, True, (440, 0))
    wires.broken.clear()
    pins.rest()
    assert not wires.lit(22)


class Hiccup(MockStationPin):
    """An output that refuses, and cannot be let go, the next `left` times."""

    left: ClassVar[int] = 0

    def _hiccup(self) -> None:
        if self._get_function() == "output" and Hiccup.left:
            Hiccup.left -= 1
            raise OSError(16, "Device or resource busy")

    def _set_state(self, value: float) -> None:
        self._hiccup()
        super()._set_state(value)

    def close(self) -> None:
        self._hiccup()
        super().close()


def test_a_passing_failure_neither_keeps_a_buzzer_on_nor_a_pin_claimed(
    config: StationConfig,
) -> None:
    factory = MockFactory(pin_class=Hiccup)
    pins = StationPins(config, factory)
    pins.drive(ON)
    Hiccup.left = ATTEMPTS - 1
    pins.rest()
    assert Hiccup.left == 0
    assert [factory.pin(pin).state for pin in (22, 23, 27)] == [0, 0, 0]
    Hiccup.left = ATTEMPTS - 1
    pins.close()
    assert [factory.pin(pin).function for pin in (22, 23, 27)] == ["input"] * 3


def test_a_pin_that_cannot_be_let_go_does_not_keep_the_others(config: StationConfig) -> None:
    factory = MockFactory(pin_class=Hiccup)
    pins = StationPins(config, factory)
    Hiccup.left = ATTEMPTS
    pins.close()
    assert [factory.pin(pin).function for pin in (22, 23, 27)] == ["output", "input", "input"]
    assert pins.reports() == [
        PinReport(Part.BUZZER, 0, "pin 22 cannot be let go: Device or resource busy")
    ]
