"""Pins that cannot be opened when the station starts: what fails, and what is not to be had."""

from collections.abc import Callable

import pytest
from gpiozero.exc import PinFixedPull

from station.config import StationConfig
from station.core.reports import Part, PinReport
from station.hardware.line import RETRY
from station.hardware.pins import PinsRefusedError, StationPins
from tests.hardware.test_line import Clock
from tests.hardware.wires import DARK, ON, Wires


def broken() -> Exception:
    return OSError(5, "Input/output error")


class LgpioError(Exception):
    """As lgpio's own, which has no number: its words are quoted, as lgpio quotes them."""

    def __str__(self) -> str:
        return f"'{self.args[0]}'"


def unexpected() -> Exception:
    return LgpioError("unexpected error")


def held() -> Exception:
    return LgpioError("GPIO busy")


def held_too() -> Exception:
    return OSError(16, "Device or resource busy")


def of_no_such_use() -> Exception:
    error: Exception = PinFixedPull("GPIO17 has a physical pull-down resistor")
    return error


def denied() -> Exception:
    return PermissionError(13, "Permission denied")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(
    ("pin", "what"), [(22, (Part.BUZZER, 0)), (23, (Part.BUZZER, 1)), (27, (Part.LAMP, 0))]
)
@pytest.mark.parametrize("error", [broken, unexpected])
def test_an_output_that_cannot_be_opened_is_told_and_the_others_go_on(
    wires: Wires,
    config: StationConfig,
    pin: int,
    what: tuple[Part, int],
    error: Callable[[], Exception],
) -> None:
    wires.shut[pin] = error
    pins = StationPins(config, wires.factory)
    says = "Input/output error" if error is broken else "'unexpected error'"
    assert pins.reports() == [PinReport(*what, f"pin {pin} cannot be opened: {says}")]
    pins.drive(ON)
    assert pin == 22 or wires.lit(22)
    assert pin == 23 or wires.tone(23) == (440, 0.5)
    assert pin == 27 or wires.lit(27)
    assert pins.levels() == [False, False]
    assert pins.reports() == []
    pins.rest()
    pins.close()


def test_it_is_opened_as_soon_as_it_can_be_and_set_to_what_it_should_be_by_then(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    wires.shut[22] = broken
    pins = StationPins(config, wires.factory, clock)
    pins.drive(ON)
    for _ in range(5):
        clock.now += RETRY
        assert [report for report in pins.reports() if report.reason is None] == []
    wires.shut.clear()
    clock.now += RETRY
    assert pins.reports() == [PinReport(Part.BUZZER, 0, None)]
    assert wires.lit(22)
    pins.drive(DARK)
    assert not wires.lit(22)


def test_a_button_that_cannot_be_opened_concerns_its_bay_and_is_read_once_it_can_be(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    wires.shut[17] = broken
    pins = StationPins(config, wires.factory, clock)
    wires.push(5)
    assert pins.levels() == [None, True]
    assert pins.reports() == [
        PinReport(Part.BUTTON, 0, "pin 17 cannot be opened: Input/output error")
    ]
    wires.shut.clear()
    assert pins.levels() == [None, True]  # a second later, not a hundred times in it
    clock.now += RETRY
    assert pins.levels() == [False, True]
    clock.now += RETRY
    assert pins.reports() == [PinReport(Part.BUTTON, 0, None)]
    wires.push(17)
    assert pins.levels() == [True, True]


@pytest.mark.parametrize("pin", [22, 23, 27, 17, 5])
@pytest.mark.parametrize("error", [held, held_too, of_no_such_use])
def test_a_pin_that_somebody_else_has_or_that_is_not_for_this_use_is_refused(
    wires: Wires, config: StationConfig, pin: int, error: Callable[[], Exception]
) -> None:
    wires.shut[pin] = error
    with pytest.raises(PinsRefusedError, match=f"pin {pin} cannot be had: "):
        StationPins(config, wires.factory)
    wires.shut.clear()
    pins = StationPins(config, wires.factory)  # nothing stayed open
    assert pins.levels() == [False, False]


def test_where_no_pin_can_be_opened_at_all_the_start_is_refused(
    wires: Wires, config: StationConfig
) -> None:
    wires.shut.update(dict.fromkeys((17, 5, 27, 22, 23), denied))
    with pytest.raises(
        PinsRefusedError, match="no pin can be had: pin 22 cannot be opened: Permission denied"
    ):
        StationPins(config, wires.factory)


def test_a_pin_that_somebody_took_while_it_failed_is_never_shared(
    wires: Wires, config: StationConfig, clock: Clock
) -> None:
    wires.shut[22] = broken
    pins = StationPins(config, wires.factory, clock)
    wires.shut[22] = held
    for _ in range(5):
        clock.now += RETRY
        pins.drive(ON)
        pins.drive(DARK)
        assert [report for report in pins.reports() if report.reason is None] == []
    pins.rest()
    pins.close()
