"""One contract for the pins, held by two backends that know nothing of each other."""

import pytest
from gpiozero.exc import PinPWMUnsupported
from gpiozero.pins.mock import MockFactory

from station.config import StationConfig
from station.core.outputs import PinLevels
from station.core.reports import Part, PinReport
from station.hardware.pins import (
    KEPT_STATES,
    MockStationPin,
    PinsRefusedError,
    StationPins,
    mock_factory,
    pin_factory,
)
from tests.hardware.wires import DARK, Wires


@pytest.mark.meets("LVL-1")
def test_everything_is_off_when_opened(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    assert not any(wires.lit(pin) for pin in (22, 27))
    assert wires.tone(23) == (440, 0)
    assert pins.levels() == [False, False]


@pytest.mark.meets("LVL-1")
def test_a_button_pulled_to_ground_is_down(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    wires.push(5)
    assert pins.levels() == [False, True]
    wires.push(17)
    wires.let_go(5)
    assert pins.levels() == [True, False]


@pytest.mark.meets("CFG-9")
def test_lamps_and_buzzers_do_as_told(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    pins.drive(PinLevels((True, None), (True, False)))
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (True, True, (440, 0))
    pins.drive(PinLevels((True, None), (False, True)))
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (True, False, (440, 0.5))
    pins.drive(DARK)
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (False, False, (440, 0))


def test_at_rest_everything_is_off(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    pins.drive(PinLevels((True, None), (True, True)))
    pins.rest()
    assert (wires.lit(27), wires.lit(22), wires.tone(23)) == (False, False, (440, 0))


def test_a_pin_in_use_is_refused_by_its_number_and_nothing_stays_open(
    wires: Wires, config: StationConfig
) -> None:
    first = StationPins(config, wires.factory)
    with pytest.raises(PinsRefusedError, match=r"pin 22 cannot be had: .*already in use"):
        StationPins(config, wires.factory)
    assert first.levels() == [False, False]


def test_closed_pins_can_be_had_again(wires: Wires, config: StationConfig) -> None:
    first = StationPins(config, wires.factory)
    first.drive(PinLevels((True, None), (True, True)))
    first.close()
    again = StationPins(config, wires.factory)
    assert again.levels() == [False, False]
    assert not wires.lit(22)


def test_a_backend_without_tones_says_which_pin_it_fails(config: StationConfig) -> None:
    class Toneless(MockStationPin):
        def _set_frequency(self, value: float | None) -> None:
            if value is not None:
                raise PinPWMUnsupported("no tones here")

    with pytest.raises(PinsRefusedError, match="pin 23 cannot be had: no tones here"):
        StationPins(config, MockFactory(pin_class=Toneless))


def test_mock_pins_do_not_fill_the_memory(config: StationConfig) -> None:
    factory = mock_factory()
    pins = StationPins(config, factory)
    for _ in range(10 * KEPT_STATES):
        pins.drive(PinLevels((True, None), (True, True)))
        pins.drive(DARK)
    assert len(factory.pin(22).states) <= KEPT_STATES + 1


def test_an_unknown_factory_is_refused_with_those_there_are() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GPIOZERO_PIN_FACTORY", "lpgio")
        with pytest.raises(PinsRefusedError, match="no such pin factory; it has lgpio, mock"):
            pin_factory()


@pytest.mark.meets("CMD-2")
def test_a_missing_backend_is_refused_with_the_line_that_installs_it() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GPIOZERO_PIN_FACTORY", "lgpio")
        environment.setitem(__import__("sys").modules, "lgpio", None)  # as if not installed
        environment.delitem(__import__("sys").modules, "gpiozero.pins.lgpio", raising=False)
        with pytest.raises(PinsRefusedError, match="sudo apt install python3-lgpio"):
            pin_factory()


@pytest.mark.meets("STA-3")
def test_away_from_a_pi_the_pins_are_mock() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("GPIOZERO_PIN_FACTORY", raising=False)
        assert isinstance(pin_factory(), MockFactory)


def test_outputs_that_are_as_they_were_set_are_not_astray(
    wires: Wires, config: StationConfig
) -> None:
    pins = StationPins(config, wires.factory)
    assert pins.astray() == []  # nothing was ever set
    for levels in (PinLevels((True, None), (True, True)), DARK):
        pins.drive(levels)
        assert pins.astray() == []


def test_an_output_that_reads_otherwise_than_it_was_set_is_told_and_left_alone(
    wires: Wires, config: StationConfig
) -> None:
    pins = StationPins(config, wires.factory)
    pins.drive(DARK)
    wires.short(27, lit=True)
    assert pins.astray() == [PinReport(Part.LAMP, 0, "pin 27 reads on and was set off")]
    assert wires.lit(27)
    assert pins.reports() == []


def test_an_output_that_cannot_be_read_back_says_why(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    pins.drive(DARK)
    wires.unreadable(27)
    assert pins.astray() == [PinReport(Part.LAMP, 0, "pin 27 cannot be read: Input/output error")]
