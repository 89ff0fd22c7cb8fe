"""Buttons, lamps and buzzers through gpiozero.

Buttons are sampled and never call back: a backend's callback thread can die unnoticed, and
alarms must not depend on one. On a Pi the backend is lgpio, asked for by name: gpiozero's own
choice falls back in silence to whatever else is there.
"""

import os
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any, Final

from gpiozero import InputDevice, OutputDevice, PWMOutputDevice
from gpiozero.exc import PinUnknownPi
from gpiozero.pins.local import get_pi_revision
from gpiozero.pins.mock import MockFactory, MockPWMPin

from station.config import BuzzerConfig, StationConfig
from station.core.outputs import PinLevels
from station.hardware.holder import line_holder

SQUARE: Final = 0.5
"""Duty cycle of a passive buzzer's tone."""
KEPT_STATES: Final = 100
INSTALL_LGPIO: Final = (
    "install it with `sudo apt install python3-lgpio` (and a venv with --system-site-packages),"
    " or with `pip install 'lgpio>=0.2.2'`"
)


class PinsRefusedError(Exception):
    """The pins cannot be had; says which one, why, and what to do."""


class MockStationPin(MockPWMPin):  # type: ignore[misc]  # gpiozero ships no types
    """A mock pin that may run for months: gpiozero's keeps every state that it ever had."""

    def _change_state(self, value: float) -> bool:
        changed: bool = super()._change_state(value)
        if len(self.states) > KEPT_STATES:
            del self.states[:-1]
        return changed


def mock_factory() -> MockFactory:
    """Pins that exist only in memory."""
    return MockFactory(pin_class=MockStationPin)


def pin_factory() -> Any:
    """The backend for `station run`: GPIOZERO_PIN_FACTORY's, else lgpio on a Pi, else mock pins.

    Raises PinsRefusedError if it cannot be had.
    """
    name = os.environ.get("GPIOZERO_PIN_FACTORY")
    if not name:
        name = "lgpio" if _on_a_pi() else "mock"
    if name == "mock":
        return mock_factory()
    return _opened(name)


def is_mock(factory: Any) -> bool:
    """Whether these are mock pins."""
    return isinstance(factory, MockFactory)


class StationPins:
    """All pins of a station, safe (off) from the moment they are opened.

    Raises PinsRefusedError if one cannot be had; what was opened until then is closed again.
    """

    def __init__(self, config: StationConfig, factory: Any) -> None:
        self._factory = factory
        self._opened: list[Any] = []
        self._driven: dict[Any, bool] = {}
        """What each output was last set to, if that went well."""
        try:
            # Buzzers first: whatever they were left at, they are silent now.
            self._buzzers = [self._buzzer(buzzer) for buzzer in config.buzzers]
            self._lamps = [
                None if bay.lamp is None else self._open(bay.lamp, self._lamp)
                for bay in config.bays
            ]
            self._buttons = [self._open(bay.button, self._button) for bay in config.bays]
        except BaseException:
            self.close()
            raise

    def levels(self) -> list[bool]:
        """The raw level of every bay's button; True is down."""
        return [button.is_active for button in self._buttons]

    def drive(self, levels: PinLevels) -> None:
        """Set lamps and buzzers; only what changed is written.

        A pin that fails does not keep the others from being set; the first failure is raised
        once all were tried, and that pin is tried again the next time.
        """
        wanted = dict(zip(self._outputs(), (*levels.buzzers, *levels.lamps), strict=True))
        self._write({device: level for device, level in wanted.items() if level is not None})

    def rest(self) -> None:
        """Everything off, whatever it was last set to. Raises as `drive` does."""
        self._driven.clear()
        self._write({device: False for device in self._outputs() if device is not None})

    def close(self) -> None:
        """Let go of the pins. lgpio's lines are free once the factory is closed as well."""
        failures = []
        while self._opened:
            try:
                self._opened.pop().close()
            except Exception as error:  # noqa: BLE001 - every backend has its own; all are closed
                failures.append(error)
        if failures:
            raise failures[0]

    def _outputs(self) -> list[Any]:
        return [*self._buzzers, *self._lamps]

    def _write(self, levels: dict[Any, bool]) -> None:
        failures = []
        for device, level in levels.items():
            if self._driven.get(device) is level:
                continue
            self._driven.pop(device, None)
            try:
                device.value = level * SQUARE if isinstance(device, PWMOutputDevice) else level
            except Exception as error:  # noqa: BLE001 - every backend has its own; raised below
                failures.append(error)
            else:
                self._driven[device] = level
        if failures:
            raise failures[0]

    def _buzzer(self, buzzer: BuzzerConfig) -> Any:
        def tone(pin: int) -> Any:
            return PWMOutputDevice(pin, frequency=buzzer.frequency, pin_factory=self._factory)

        return self._open(buzzer.pin, tone if buzzer.kind == "passive" else self._lamp)

    def _lamp(self, pin: int) -> Any:
        return OutputDevice(pin, pin_factory=self._factory)

    def _button(self, pin: int) -> Any:
        return InputDevice(pin, pull_up=True, pin_factory=self._factory)

    def _open(self, pin: int, device: Callable[[int], Any]) -> Any:
        try:
            self._opened.append(device(pin))
        except Exception as error:
            holder = line_holder()
            held = f"; {holder} holds a line: stop it first" if holder else ""
            raise PinsRefusedError(f"pin {pin} cannot be had: {error}{held}") from error
        return self._opened[-1]


def _on_a_pi() -> bool:
    try:
        get_pi_revision()
    except (PinUnknownPi, FileNotFoundError):
        return False
    except OSError as error:  # better no station than one on mock pins that looks well
        raise PinsRefusedError(
            f"cannot tell whether this is a Raspberry Pi: {error};"
            " name the pins: GPIOZERO_PIN_FACTORY=lgpio (or mock)"
        ) from error
    return True


def _opened(name: str) -> Any:
    known = {point.name: point for point in entry_points(group="gpiozero_pin_factories")}
    if name not in known:
        raise PinsRefusedError(
            f"GPIOZERO_PIN_FACTORY={name}: gpiozero has no such pin factory;"
            f" it has {', '.join(sorted(known))}"
        )
    try:
        return known[name].load()()
    except ImportError as error:
        cure = INSTALL_LGPIO if name == "lgpio" else f"install what gpiozero's {name} needs"
        raise PinsRefusedError(
            f"the pins need {name}, which is missing ({error}): {cure}"
        ) from None
    except Exception as error:
        raise PinsRefusedError(f"the pins cannot be had through {name}: {error}") from error
