"""One contract for the pins, held by two backends that know nothing of each other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Protocol

import pytest
from gpiozero.exc import PinPWMUnsupported
from gpiozero.pins.mock import MockFactory

from station.config import StationConfig
from station.configfile import load
from station.core.outputs import PinLevels
from station.hardware.pins import (
    KEPT_STATES,
    MockStationPin,
    PinsRefusedError,
    StationPins,
    mock_factory,
    pin_factory,
)
from tests.hardware import fakepi

CONFIG = """
station: room-1
bays:
  - {id: bed-1, button: 17, lamp: 27}
  - {id: bed-2, button: 5}
panels: [{}]
buzzers:
  - {pin: 22}
  - {pin: 23, kind: passive, frequency: 440}
"""
DARK = PinLevels((False, None), (False, False))


class Wires(Protocol):
    """What is at the other end of the pins."""

    factory: Any

    def push(self, pin: int) -> None: ...
    def let_go(self, pin: int) -> None: ...
    def lit(self, pin: int) -> bool: ...
    def tone(self, pin: int) -> tuple[float, float] | None: ...


class MockWires:
    """Behind gpiozero's mock pins."""

    def __init__(self) -> None:
        self.factory = mock_factory()

    def push(self, pin: int) -> None:
        self.factory.pin(pin).drive_low()

    def let_go(self, pin: int) -> None:
        self.factory.pin(pin).drive_high()

    def lit(self, pin: int) -> bool:
        wire = self.factory.pin(pin)
        return bool(wire.function == "output" and wire.state == 1)

    def tone(self, pin: int) -> tuple[float, float] | None:
        wire = self.factory.pin(pin)
        return None if wire.frequency is None else (wire.frequency, wire.state)


class FakePiWires:
    """Behind fake-rpi."""

    def __init__(self) -> None:
        self.chip = fakepi.FakePi()
        self.factory = fakepi.factory(self.chip)

    def push(self, pin: int) -> None:
        self.chip.levels[pin] = 0

    def let_go(self, pin: int) -> None:
        self.chip.levels[pin] = 1

    def lit(self, pin: int) -> bool:
        return self.chip.functions.get(pin) == self.chip.OUT and self.chip.levels[pin] == 1

    def tone(self, pin: int) -> tuple[float, float] | None:
        tone = self.chip.tones.get(pin)
        return None if tone is None else (tone.frequency, tone.duty / 100)


@pytest.fixture(params=[MockWires, FakePiWires])
def wires(request: pytest.FixtureRequest) -> Iterator[Wires]:
    wires: Wires = request.param()
    yield wires
    wires.factory.close()
    wires.factory.pins.clear()  # gpiozero keeps the pins of local factories for the whole process


@pytest.fixture
def config(tmp_path: Path) -> StationConfig:
    path = tmp_path / "station.yaml"
    path.write_text(CONFIG)
    return load(path)


def test_everything_is_off_when_opened(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    assert not any(wires.lit(pin) for pin in (22, 27))
    assert wires.tone(23) == (440, 0)
    assert pins.levels() == [False, False]


def test_a_button_pulled_to_ground_is_down(wires: Wires, config: StationConfig) -> None:
    pins = StationPins(config, wires.factory)
    wires.push(5)
    assert pins.levels() == [False, True]
    wires.push(17)
    wires.let_go(5)
    assert pins.levels() == [True, False]


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


def test_a_missing_backend_is_refused_with_the_line_that_installs_it() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GPIOZERO_PIN_FACTORY", "lgpio")
        environment.setitem(__import__("sys").modules, "lgpio", None)  # as if not installed
        environment.delitem(__import__("sys").modules, "gpiozero.pins.lgpio", raising=False)
        with pytest.raises(PinsRefusedError, match="sudo apt install python3-lgpio"):
            pin_factory()


def test_away_from_a_pi_the_pins_are_mock() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("GPIOZERO_PIN_FACTORY", raising=False)
        assert isinstance(pin_factory(), MockFactory)


class Failing(MockStationPin):
    """A pin that cannot be set while its number is in `broken`."""

    broken: ClassVar[set[int]] = set()

    def _set_state(self, value: float) -> None:
        if self.info.name in {f"GPIO{number}" for number in self.broken}:
            raise OSError(5, "Input/output error")
        super()._set_state(value)


def test_a_pin_that_fails_leaves_no_other_on_and_is_tried_again(config: StationConfig) -> None:
    factory = MockFactory(pin_class=Failing)
    pins = StationPins(config, factory)
    pins.drive(PinLevels((True, None), (True, True)))
    Failing.broken = {22}
    with pytest.raises(OSError, match="Input/output error"):
        pins.rest()
    assert [factory.pin(pin).state for pin in (22, 23, 27)] == [1, 0, 0]
    Failing.broken = set()
    pins.rest()
    assert factory.pin(22).state == 0


def test_a_pin_that_fails_does_not_keep_the_others_silent(config: StationConfig) -> None:
    factory = MockFactory(pin_class=Failing)
    pins = StationPins(config, factory)
    Failing.broken = {22}
    with pytest.raises(OSError, match="Input/output error"):
        pins.drive(PinLevels((True, None), (True, True)))
    assert [factory.pin(pin).state for pin in (22, 23, 27)] == [0, 0.5, 1]
    Failing.broken = set()
    pins.drive(PinLevels((True, None), (True, True)))
    assert factory.pin(22).state == 1
